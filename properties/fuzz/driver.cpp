#include <asynchat/properties/fuzz/driver.h>
#include <asynchat/sim/random.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <string_view>

namespace asynchat::properties {
namespace {

struct drive_settings {
  std::uint64_t runs = 0;
  std::uint64_t seed = 1;
  std::uint64_t bytes_max = 4096;
  std::vector<std::string> inputs;
};

/// Takes `-NAME=N`; false where the argument is another.
bool take_number(std::string_view argument, std::string_view name, std::uint64_t& value) {
  if (!argument.starts_with(name)) return false;
  argument.remove_prefix(name.size());
  const char* const end = argument.data() + argument.size();
  const auto [stopped, error] = std::from_chars(argument.data(), end, value);
  if (error != std::errc() || stopped != end) {
    throw std::runtime_error("expected " + std::string(name) + "N with a whole number, not " + std::string(argument));
  }
  return true;
}

drive_settings read_arguments(const std::vector<std::string>& arguments) {
  drive_settings chosen;
  for (const std::string& one : arguments) {
    if (take_number(one, "-runs=", chosen.runs) || take_number(one, "-seed=", chosen.seed) ||
        take_number(one, "-max_len=", chosen.bytes_max)) {
      continue;
    }
    if (one.starts_with("-")) throw std::runtime_error("expected -runs=N, -seed=N, -max_len=N or inputs, not " + one);
    chosen.inputs.push_back(one);
  }
  return chosen;
}

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), {}};
  if (!file) throw std::runtime_error(path.string() + ": cannot be read");
  return bytes;
}

/// The inputs of files and folders, those of a folder by name.
std::vector<std::string> read_inputs(const std::vector<std::string>& paths) {
  std::vector<std::string> inputs;
  for (const std::string& path : paths) {
    if (!std::filesystem::is_directory(path)) {
      inputs.push_back(content_of(path));
      continue;
    }
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(path)) {
      if (entry.is_regular_file()) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    for (const std::filesystem::path& file : files) inputs.push_back(content_of(file));
  }
  return inputs;
}

void run_input(const fuzz_functions& target, const std::string& bytes) noexcept {
  // In a block of its exact size, so that a read past its end is seen.
  const std::vector<std::uint8_t> block(bytes.begin(), bytes.end());
  target.test_one(block.data(), block.size());
}

void run_changed(const fuzz_functions& target, const drive_settings& chosen, const std::vector<std::string>& inputs) {
  constexpr std::uint64_t changes_in_a_row = 32;
  const auto change = target.mutate != nullptr ? target.mutate : change_plainly;
  const auto bytes_max = static_cast<std::size_t>(chosen.bytes_max);
  sim::random_source random(chosen.seed);
  std::string input;
  for (std::uint64_t run = 0; run < chosen.runs; ++run) {
    if (run % changes_in_a_row == 0) {
      input = inputs.empty() ? std::string() : inputs[static_cast<std::size_t>(random.below(inputs.size()))];
    }
    const std::size_t size = std::min(input.size(), bytes_max);
    input.resize(bytes_max);
    auto* const data = reinterpret_cast<std::uint8_t*>(input.data());
    input.resize(change(data, size, bytes_max, static_cast<unsigned>(random.next())));
    run_input(target, input);
  }
}

}  // namespace

std::size_t change_plainly(std::uint8_t* data, std::size_t size, std::size_t size_max, unsigned seed) {
  sim::random_source random(seed);
  const auto at = static_cast<std::size_t>(random.below(size + 1));
  if (size < size_max && (at == size || random.below(3) == 0)) {
    std::copy_backward(data + at, data + size, data + size + 1);
    data[at] = static_cast<std::uint8_t>(random.next());
    return size + 1;
  }
  if (at < size && random.below(2) == 0) {
    std::copy(data + at + 1, data + size, data + at);
    return size - 1;
  }
  if (at < size) data[at] = static_cast<std::uint8_t>(random.next());
  return size;
}

int drive_fuzz_target(const fuzz_functions& target, const std::vector<std::string>& arguments) {
  try {
    const drive_settings chosen = read_arguments(arguments);
    const std::vector<std::string> inputs = read_inputs(chosen.inputs);
    run_input(target, {});
    for (const std::string& input : inputs) run_input(target, input);
    run_changed(target, chosen, inputs);
    std::cerr << inputs.size() << " inputs and " << chosen.runs << " changed ones: nothing found\n";
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "fuzz: " << error.what() << '\n';
    return 2;
  }
}

}  // namespace asynchat::properties
