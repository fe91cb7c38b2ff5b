#include <asynchat/traces/error.h>
#include <asynchat/traces/input_file.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace asynchat::traces {

std::unique_ptr<std::istream> open_input(const std::string& path) {
  std::error_code ignored;
  errno = EISDIR;  // a directory can be opened, but not read
  auto in = std::make_unique<std::ifstream>();
  if (!std::filesystem::is_directory(path, ignored)) in->open(path, std::ios::binary);
  if (!in->is_open()) {
    throw input_error(path, "expected a file that can be opened: " + std::generic_category().message(errno));
  }
  return in;
}

void fail_to_read(const std::string& path) {
  throw input_error(path, "expected a file that can be read, found an input/output error");
}

}  // namespace asynchat::traces
