#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "process.h"
#include "raw_client.h"
#include "simulated_serve.h"
#include "temporary_file.h"

// The main() of each example, which this program is compiled with as it is; see CMakeLists.txt.
int http_server_main(int argc, char** argv);
int resp_server_main(int argc, char** argv);
int smtp_sink_main(int argc, char** argv);
int line_chat_main(int argc, char** argv);
int file_sender_main(int argc, char** argv);

namespace asynchat::examples {
namespace {

using testing::HasSubstr;

std::string heard_over_loopback(const std::string& name, const std::vector<std::string>& arguments,
                                const std::string& says) {
  const running_server server(name, arguments);
  raw_client client(server.port());
  client.send(says);
  client.end_output();
  return client.receive_all();
}

/// The server says in a simulated world what it says over loopback, and that this holds `part`.
void expect_the_same(const std::string& name, example_main server, const std::vector<std::string>& arguments,
                     const std::string& says, const std::string& part) {
  const std::string expected = heard_over_loopback(name, arguments, says);
  EXPECT_THAT(expected, HasSubstr(part));
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    EXPECT_TRUE(heard_in_a_world(server, arguments, says, seed) == expected) << "seed " << seed;
  }
}

TEST(simulated_examples, http_server_answers_in_a_world) {
  expect_the_same("http_server", http_server_main, {},
                  "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
                  "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
                  "GET /nothing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                  "abcde");
}

TEST(simulated_examples, resp_server_answers_in_a_world) {
  expect_the_same("resp_server", resp_server_main, {},
                  "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$4\r\na\r\nb\r\n*2\r\n$3\r\nGET\r\n$1\r\nk\r\nPING\r\n",
                  "$4\r\na\r\nb\r\n");
}

TEST(simulated_examples, smtp_sink_answers_in_a_world) {
  expect_the_same("smtp_sink", smtp_sink_main, {},
                  "EHLO test\r\nMAIL FROM:<a@a.test>\r\nRCPT TO:<b@b.test>\r\nDATA\r\nhello\r\n..dot\r\n.\r\nQUIT\r\n",
                  "250 2.0.0 Ok, and gone\r\n221 2.0.0 Bye\r\n");
}

TEST(simulated_examples, line_chat_answers_in_a_world) {
  expect_the_same("line_chat", line_chat_main, {}, "a b\r\nann\r\nhello\n",
                  "At most 20 letters, no blanks. Your name?\n* ann joined\n");
}

TEST(simulated_examples, file_sender_answers_in_a_world) {
  std::string content;
  while (content.size() < 200'000) content += "line " + std::to_string(content.size()) + '\n';
  const temporary_file file(content);
  expect_the_same("file_sender", file_sender_main, {file.path()}, "raw\n", content);
}

}  // namespace
}  // namespace asynchat::examples
