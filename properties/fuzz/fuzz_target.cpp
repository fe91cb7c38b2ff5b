#include <asynchat/properties/explain.h>
#include <asynchat/properties/fuzz/fuzz_target.h>
#include <asynchat/properties/repro_file.h>
#include <asynchat/properties/ruler.h>
#include <asynchat/traces/repro.h>

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <utility>

namespace asynchat::properties {
namespace {

vocabulary filled(vocabulary words, const subject& parser) {
  return words.terminators.empty() && words.samples.empty() ? vocabulary_of(parser) : std::move(words);
}

/// The name as a part of a file's name.
std::string file_part(std::string name) {
  const auto is_plain = [](char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9');
  };
  std::replace_if(
      name.begin(), name.end(), [&](char byte) { return !is_plain(byte); }, '_');
  return name.substr(0, 64);
}

std::string repro_path(const subject& parser, law broken) {
  const char* const folder = std::getenv("ASYNCHAT_REPRO_DIR");
  const std::string in = folder != nullptr && *folder != '\0' ? std::string(folder) + '/' : std::string();
  return in + "fuzz-" + file_part(parser.name()) + '-' + std::string(to_string(broken)) + ".repro.json";
}

}  // namespace

fuzz_target::fuzz_target(std::unique_ptr<subject> parser, reference model, vocabulary words)
    : parser_(std::move(parser)),
      model_(std::move(model)),
      tester_(*parser_, model_),
      mutator_(filled(std::move(words), *parser_)) {}

void fuzz_target::run(std::string_view input) {
  decode(input, input_);
  if (const std::optional<counterexample> found = tester_.run(input_)) report(*found);
}

std::size_t fuzz_target::mutate(std::uint8_t* data, std::size_t size, std::size_t size_max, unsigned seed,
                                byte_mutation engine) {
  sim::random_source random(seed);
  decode({reinterpret_cast<const char*>(data), size}, input_);
  const std::size_t stream_max = size_max - std::min(size_max, fuzz_input::header_bytes);
  mutator_.mutate(input_, stream_max, random, engine);
  return encode(input_, reinterpret_cast<char*>(data), size_max);
}

std::size_t fuzz_target::cross(std::string_view first, std::string_view second, std::uint8_t* into,
                               std::size_t size_max, unsigned seed) {
  sim::random_source random(seed);
  decode(first, input_);
  decode(second, other_);
  const std::size_t stream_max = size_max - std::min(size_max, fuzz_input::header_bytes);
  mutator_.cross(other_, input_, stream_max, random);
  return encode(input_, reinterpret_cast<char*>(into), size_max);
}

void fuzz_target::report(const counterexample& found) const {
  const counterexample example = shrink(*parser_, found, model_);
  std::cerr << "asynchat: " << parser_->name() << ", " << to_string(example.details.broken) << ": " << explain(example)
            << "\n\n"
            << draw(ruler_of(example, model_));
  const std::string path = repro_path(*parser_, example.details.broken);
  try {
    traces::write_repro(path, to_repro(*parser_, example, {}));
    std::cerr << "repro: " << path << '\n';
  } catch (const std::exception& error) {
    std::cerr << "no repro: " << error.what() << '\n';
  }
  std::cerr.flush();
  std::abort();
}

}  // namespace asynchat::properties
