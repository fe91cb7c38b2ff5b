#include "sockets/server_process.h"

#include <filesystem>
#include <stdexcept>

namespace asynchat::bench {

namespace {

std::vector<std::string> command(const std::string& kind, const std::vector<std::string>& arguments) {
  const auto beside_this = std::filesystem::read_symlink("/proc/self/exe").replace_filename("asynchat_bench_server");
  std::vector<std::string> words = {beside_this.string(), kind};
  words.insert(words.end(), arguments.begin(), arguments.end());
  return words;
}

}  // namespace

server_process::server_process(const std::string& kind, const std::vector<std::string>& arguments)
    : process_(command(kind, arguments)), port_(static_cast<std::uint16_t>(std::stoi(read_line()))) {}

std::string server_process::read_line() {
  if (const auto line = process_.read_line()) return *line;
  throw std::runtime_error("a server has ended, see above");
}

}  // namespace asynchat::bench
