#include "sockets/server_process.h"

#include <filesystem>
#include <stdexcept>

namespace asynchat::bench {

namespace {

std::vector<std::string> command(const std::string& kind, const std::string& argument) {
  const auto beside_this = std::filesystem::read_symlink("/proc/self/exe").replace_filename("asynchat_bench_server");
  std::vector<std::string> words = {beside_this.string(), kind};
  if (!argument.empty()) words.push_back(argument);
  return words;
}

}  // namespace

server_process::server_process(const std::string& kind, const std::string& argument)
    : process_(command(kind, argument)), port_(static_cast<std::uint16_t>(std::stoi(read_line()))) {}

std::string server_process::read_line() {
  if (const auto line = process_.read_line()) return *line;
  throw std::runtime_error("a server has ended, see above");
}

}  // namespace asynchat::bench
