#include "repro_store.h"

#include <algorithm>
#include <cstdint>
#include <system_error>

namespace asynchat::properties {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view suffix = ".repro.json";

/// FNV-1a, of Fowler, Noll and Vo.
class fnv1a {
 public:
  void add(std::string_view text) {
    for (const char byte : text) step(static_cast<unsigned char>(byte));
    step(0);
  }
  std::string text() const {
    std::string digits;
    for (int shift = 60; shift >= 0; shift -= 4) digits += "0123456789abcdef"[(value_ >> shift) & 15];
    return digits;
  }

 private:
  void step(unsigned char byte) { value_ = (value_ ^ byte) * 0x100000001b3u; }

  std::uint64_t value_ = 0xcbf29ce484222325u;
};

std::string hash_of(const traces::repro& failure) {
  fnv1a hash;
  hash.add(failure.subject);
  hash.add(failure.property);
  for (const traces::repro_stream& one : failure.streams) {
    hash.add(one.plan);
    hash.add(one.bytes);
  }
  for (const std::string& line : failure.schedule) hash.add(line);
  return hash.text();
}

}  // namespace

std::vector<repro_store::kept> repro_store::read(std::vector<std::string>& warnings) const {
  std::vector<std::string> paths;
  std::error_code code;
  for (fs::directory_iterator at(folder_, code), end; !code && at != end; at.increment(code)) {
    if (at->path().string().ends_with(suffix)) paths.push_back(at->path().string());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<kept> result;
  for (const std::string& path : paths) {
    try {
      result.push_back({path, traces::read_repro(path)});
    } catch (const traces::input_error& error) {
      warnings.emplace_back(error.what());
    }
  }
  return result;
}

std::string repro_store::keep(const traces::repro& failure, std::string_view stem) const {
  std::error_code code;
  fs::create_directories(folder_, code);
  if (code)
    throw traces::output_error(folder_.string(), "expected a folder that can be made: " + code.message(), code.value());
  std::string name = as_file_name(stem) + '-' + as_file_name(failure.property) + '-' + hash_of(failure);
  name += suffix;
  const std::string path = (folder_ / name).string();
  traces::write_repro(path, failure);
  return path;
}

void repro_store::drop(const std::string& path) const {
  std::error_code ignored;
  fs::remove(path, ignored);
}

std::string as_file_name(std::string_view text) {
  constexpr std::size_t name_bytes_max = 100;
  std::string name;
  for (const char c : text.substr(0, name_bytes_max)) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
    name += plain ? c : '_';
  }
  return name;
}

}  // namespace asynchat::properties
