#include "tshark.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <memory>
#include <sstream>

namespace asynchat::support {
namespace {

std::string from_hex(const std::string& digits) {
  std::string bytes;
  for (std::size_t at = 0; at + 1 < digits.size(); at += 2)
    bytes += static_cast<char>(std::stoi(digits.substr(at, 2), nullptr, 16));
  return bytes;
}

}  // namespace

std::string output_of(const std::string& command) {
  const auto close = [](std::FILE* pipe) { EXPECT_EQ(pclose(pipe), 0) << "tshark is needed for this test"; };
  const std::unique_ptr<std::FILE, decltype(close)> pipe(popen(command.c_str(), "r"), close);
  std::string output;
  char part[4096];
  while (const std::size_t got = std::fread(part, 1, sizeof part, pipe.get())) output.append(part, got);
  return output;
}

tshark_view tshark_on(const std::string& capture, std::size_t connections) {
  std::string command = "tshark -o tcp.check_checksum:TRUE -o ip.check_checksum:TRUE -r '" + capture + "' -q";
  for (std::size_t i = 0; i < connections; ++i) command += " -z follow,tcp,raw," + std::to_string(i);
  std::istringstream lines(output_of(command + " -z expert,warn 2>/dev/null"));
  tshark_view view;
  const std::string filter = "Filter: tcp.stream eq ";
  both_sides* current = nullptr;
  bool complains = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(filter)) current = &view.streams[std::stoull(line.substr(filter.size()))];
    complains = (complains || line.starts_with("Errors (") || line.starts_with("Warns (")) && !line.empty();
    if (complains) view.complaints += line + '\n';
    const bool second = line.starts_with('\t');
    const std::string digits = line.substr(second ? 1 : 0);
    const bool is_data = !digits.empty() && digits.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (is_data && current != nullptr) (*current)[second ? 1 : 0] += from_hex(digits);
  }
  return view;
}

std::string fields_of(const std::string& capture, const std::string& field) {
  return output_of("tshark -r '" + capture + "' -T fields -e " + field + " 2>/dev/null");
}

}  // namespace asynchat::support
