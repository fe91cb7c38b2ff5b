#include <asynchat/traces/capture_reader.h>
#include <asynchat/traces/dialogue.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <map>
#include <memory>
#include <sstream>

#include "trace_vocabulary.h"

namespace asynchat::traces {
namespace {

std::string output_of(const std::string& command) {
  const auto close = [](std::FILE* pipe) { EXPECT_EQ(pclose(pipe), 0) << "tshark is needed for this test"; };
  const std::unique_ptr<std::FILE, decltype(close)> pipe(popen(command.c_str(), "r"), close);
  std::string output;
  char part[4096];
  while (const std::size_t got = std::fread(part, 1, sizeof part, pipe.get())) output.append(part, got);
  return output;
}

std::string from_hex(const std::string& digits) {
  std::string bytes;
  for (std::size_t at = 0; at + 1 < digits.size(); at += 2)
    bytes += static_cast<char>(std::stoi(digits.substr(at, 2), nullptr, 16));
  return bytes;
}

/// What both sides of one connection sent: the side that sent the first packet, and the other.
using both_sides = std::array<std::string, 2>;

/// The bytes of every connection as tshark puts them together, by the number of its stream.
std::map<std::uint64_t, both_sides> followed(const std::string& capture, std::size_t connections) {
  std::string command = "tshark -r '" + capture + "' -q 2>/dev/null";
  for (std::size_t i = 0; i < connections; ++i) command += " -z follow,tcp,raw," + std::to_string(i);
  std::istringstream lines(output_of(command));
  std::map<std::uint64_t, both_sides> streams;
  const std::string filter = "Filter: tcp.stream eq ";
  both_sides* current = nullptr;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(filter)) current = &streams[std::stoull(line.substr(filter.size()))];
    const bool second = line.starts_with('\t');
    const std::string digits = line.substr(second ? 1 : 0);
    const bool is_data = !digits.empty() && digits.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (is_data && current != nullptr) (*current)[second ? 1 : 0] += from_hex(digits);
  }
  return streams;
}

class tshark_follow : public testing::TestWithParam<std::string> {};

TEST_P(tshark_follow, gives_the_very_bytes_of_every_connection) {
  capture_reader reader(capture_path(GetParam()));
  const std::vector<dialogue> talks = read_dialogues(reader);
  const auto streams = followed(capture_path(GetParam()), talks.size() + 1);
  ASSERT_FALSE(talks.empty());
  for (const dialogue& talk : talks) {
    const both_sides& expected = streams.at(talk.conn - 1);
    EXPECT_TRUE(talk.from(side::client).bytes == expected[0]) << "connection " << talk.conn;
    EXPECT_TRUE(talk.from(side::server).bytes == expected[1]) << "connection " << talk.conn;
    EXPECT_FALSE(expected[0].empty() && expected[1].empty()) << "connection " << talk.conn;
  }
  const auto none = streams.find(talks.size());
  EXPECT_TRUE(none == streams.end() || none->second == both_sides{}) << "tshark has one connection more";
}

INSTANTIATE_TEST_SUITE_P(captures, tshark_follow, testing::ValuesIn(capture_names()), [](const auto& instance) {
  std::string name = instance.param;
  name.erase(std::remove(name.begin(), name.end(), '-'), name.end());
  return name;
});

TEST(tshark_follow, covers_all_bundled_captures) { EXPECT_EQ(capture_names().size(), 12u); }

}  // namespace
}  // namespace asynchat::traces
