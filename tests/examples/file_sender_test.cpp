#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "process.h"
#include "raw_client.h"
#include "temporary_file.h"

namespace asynchat::examples {
namespace {

using testing::EndsWith;

/// Bytes of every kind.
std::string noise(std::size_t size) {
  std::string bytes;
  std::uint32_t state = 20260721;
  while (bytes.size() < size) {
    state = state * 1664525 + 1013904223;
    bytes += static_cast<char>(state >> 24);
  }
  return bytes;
}

std::string received_by_netcat(const running_server& server, const std::string& request) {
  return run_client({"nc", "-N", "127.0.0.1", server.port_text()}, request).out;
}

TEST(file_sender, sends_a_file_byte_for_byte) {
  const temporary_file file(noise(5'000'001));
  const running_server server("file_sender", {file.path()});
  EXPECT_TRUE(received_by_netcat(server, "raw\n") == file.content());
}

// Gopher is a line of a request, and then bytes to the end.
TEST(file_sender, sends_a_file_to_curl) {
  const temporary_file file(noise(200'000));
  const running_server server("file_sender", {file.path()});
  const auto run = run_client({"curl", "--noproxy", "*", "-sS", "gopher://" + server.address() + "/0raw"});
  EXPECT_TRUE(run.out == file.content()) << run.err;
}

TEST(file_sender, sends_base64_that_decodes_to_the_file) {
  for (const std::size_t size : {0u, 1u, 2u, 3u, 4u, 49'151u, 49'152u, 49'153u, 3'000'001u}) {
    const temporary_file file(noise(size));
    const running_server server("file_sender", {file.path()});
    const auto decoded = run_client({"base64", "-d"}, received_by_netcat(server, "base64\n"));
    EXPECT_EQ(decoded.status, 0) << size;
    EXPECT_TRUE(decoded.out == file.content()) << size;
  }
}

TEST(file_sender, says_what_it_can_send) {
  const temporary_file file("x");
  const running_server server("file_sender", {file.path()});
  EXPECT_EQ(received_by_netcat(server, "else\n"), "Ask for raw or base64.\n");
  std::filesystem::remove(file.path());
  EXPECT_EQ(received_by_netcat(server, "raw\n"), "The file cannot be opened.\n");
}

TEST(file_sender, never_holds_more_than_a_block_for_each_reader) {
  const std::size_t size = std::size_t{64} * 1024 * 1024;
  const temporary_file file("");
  std::filesystem::resize_file(file.path(), size);
  const running_server server("file_sender", {file.path()});
  const std::size_t before = server.resident_bytes();
  raw_client slow(server.port());
  slow.send("raw\n");
  for (const char* encoding : {"raw\n", "base64\n"}) {
    EXPECT_GE(received_by_netcat(server, encoding).size(), size);
  }
  slow.end_output();
  EXPECT_EQ(slow.receive_all().size(), size);
  if (memory_is_measured()) {
    EXPECT_LT(server.resident_bytes_peak(), before + std::size_t{2} * 1024 * 1024);
  }
}

TEST(file_sender, does_not_begin_without_a_file) {
  EXPECT_EQ(run_client({program_path("file_sender"), "/none", "127.0.0.1:0"}).err, "cannot open /none\n");
  EXPECT_EQ(run_client({program_path("file_sender")}).status, 2);
}

}  // namespace
}  // namespace asynchat::examples
