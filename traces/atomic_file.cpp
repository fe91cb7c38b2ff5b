#include <asynchat/traces/atomic_file.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

namespace asynchat::traces {
namespace {

namespace fs = std::filesystem;

/// Makes an empty file of a name that no other file has.
fs::path create_beside(const fs::path& target) {
  constexpr int attempts_max = 1000;
  for (int attempt = 0; attempt < attempts_max; ++attempt) {
    fs::path name = target;
    name += ".part" + std::to_string(attempt);
    if (std::FILE* made = std::fopen(name.c_str(), "wx")) {
      std::fclose(made);
      return name;
    }
    if (errno != EEXIST) break;
  }
  return {};
}

}  // namespace

atomic_file::atomic_file(const std::string& path) : path_(path), target_(path) {
  std::error_code ignored;
  const fs::file_type type = fs::status(target_, ignored).type();
  if (type == fs::file_type::directory) fail(EISDIR);
  if (type == fs::file_type::regular) target_ = fs::canonical(target_, ignored);
  if (type == fs::file_type::regular || type == fs::file_type::not_found) {
    temporary_ = create_beside(target_);
    if (temporary_.empty()) fail(errno);
  }
  out_.open(temporary_.empty() ? target_ : temporary_, std::ios::binary);
  if (!out_.is_open()) fail(errno);
}

atomic_file::~atomic_file() {
  std::error_code ignored;
  if (!temporary_.empty()) fs::remove(temporary_, ignored);
}

void atomic_file::commit() {
  errno = 0;
  out_.close();
  if (out_.fail()) fail(errno);
  if (temporary_.empty()) return;
  std::error_code code;
  fs::rename(temporary_, target_, code);
  if (code) fail(code.value());
  temporary_.clear();
}

void atomic_file::fail(int code) {
  std::error_code ignored;
  if (!temporary_.empty()) fs::remove(temporary_, ignored);
  throw output_error(path_, "expected a file that can be written: " +
                                (code == 0 ? "the write failed" : std::generic_category().message(code)));
}

}  // namespace asynchat::traces
