// What every server must live through, whatever it speaks: after each, it serves as before, and holds no descriptor
// more.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "process.h"
#include "raw_client.h"
#include "temporary_file.h"

namespace asynchat::examples {
namespace {

using testing::HasSubstr;

/// A server, and what is said to it.
struct subject {
  const char* name;
  /// A request with its answer; `#` is a number that no other request has.
  std::string request;
  std::string answer;
  /// Everything that a client may say.
  std::string conversation;
};
std::ostream& operator<<(std::ostream& out, const subject& one) { return out << one.name; }

const subject subjects[] = {
    {"http_server", "GET / HTTP/1.0\r\n\r\n", "200 OK",
     "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nab\r\n0\r\nA: b\r\n\r\n"
     "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabcGET"},
    {"smtp_sink", "NOOP\r\n", "250 ",
     "EHLO a\r\nMAIL FROM:<a>\r\nRCPT TO:<b>\r\nDATA\r\nx\r\n..y\r\n.\r\nRSET\r\nQUIT\r\nNOOP\r\n"},
    {"line_chat", "p#\n", "* p# joined", "ann\nhello\r\nbye\n"},
    {"resp_server", "*1\r\n$4\r\nPING\r\n", "+PONG",
     "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$3\r\nabc\r\nGET k\r\n*3\r\n$5\r\nLPUSH\r\n$1\r\nl\r\n$1\r\nx\r\n*0\r\n"},
    {"file_sender", "raw\n", "some text", "base64\nraw\n"},
};

class bad_input : public testing::TestWithParam<subject> {
 protected:
  void start(std::vector<std::string> arguments = {}) {
    if (GetParam().name == std::string("file_sender")) arguments.push_back(file_.path());
    server_ = std::make_unique<running_server>(GetParam().name, arguments);
    descriptors_ = server_->open_descriptors();
    expect_it_serves();
  }

  raw_client connect() const { return raw_client(server_->port()); }

  void expect_it_serves() {
    const std::string number = std::to_string(++requests_);
    raw_client client = connect();
    EXPECT_TRUE(client.send(numbered(GetParam().request, number)));
    const std::string answer = numbered(GetParam().answer, number);
    EXPECT_THAT(client.receive_through(answer), HasSubstr(answer));
  }

  void expect_it_is_as_before() {
    EXPECT_TRUE(server_->comes_down_to(descriptors_, [this] { expect_it_serves(); })) << server_->open_descriptors();
  }

  static std::string numbered(std::string text, const std::string& number) {
    if (const std::size_t place = text.find('#'); place != std::string::npos) text.replace(place, 1, number);
    return text;
  }

  const temporary_file file_{"some text"};
  std::unique_ptr<running_server> server_;
  std::size_t descriptors_ = 0;
  int requests_ = 0;
};

TEST_P(bad_input, garbage_harms_nobody) {
  start();
  std::uint32_t state = 20260721;
  for (int i = 0; i < 50; ++i) {
    std::string garbage;
    for (int byte = 0; byte < 3000; ++byte) {
      state = state * 1664525 + 1013904223;
      // Every third byte may steer the protocol.
      garbage += state >> 30 == 0 ? "\r\n*$.: 12"[state >> 20 & 7] : static_cast<char>(state >> 22);
    }
    raw_client client = connect();
    client.send(garbage);
    client.end_output();
    client.receive_all();
  }
  expect_it_is_as_before();
}

TEST_P(bad_input, an_endless_line_ends_its_connection) {
  start();
  raw_client client = connect();
  const std::string piece(1024, 'a');
  const std::size_t bytes_max = 1024 * piece.size();
  std::size_t sent = 0;
  while (sent < bytes_max && !client.has_ended(0) && client.send(piece)) sent += piece.size();
  EXPECT_TRUE(client.has_ended(60'000));
  client.reset();
  expect_it_is_as_before();
  if (memory_is_measured()) {
    EXPECT_LT(server_->resident_bytes_peak(), std::size_t{16} * 1024 * 1024);
  }
}

TEST_P(bad_input, a_reset_after_each_byte_harms_nobody) {
  start();
  const std::string& conversation = GetParam().conversation;
  for (std::size_t size = 0; size <= conversation.size(); ++size) {
    raw_client client = connect();
    EXPECT_TRUE(client.send(conversation.substr(0, size)));
    client.reset();
  }
  expect_it_is_as_before();
}

TEST_P(bad_input, an_end_after_each_byte_harms_nobody) {
  start();
  const std::string& conversation = GetParam().conversation;
  for (std::size_t size = 0; size <= conversation.size(); ++size) {
    raw_client client = connect();
    EXPECT_TRUE(client.send(conversation.substr(0, size)));
    client.end_output();
    client.receive_all();
  }
  expect_it_is_as_before();
}

TEST_P(bad_input, a_thousand_silent_connections_harm_nobody) {
  allow_many_descriptors_here();
  start();
  std::vector<raw_client> silent;
  for (int i = 0; i < 1000; ++i) silent.push_back(connect());
  expect_it_serves();
  for (raw_client& one : silent) one.reset();
  expect_it_is_as_before();
}

TEST_P(bad_input, who_says_nothing_is_let_go) {
  start({"--idle", "0.1"});
  raw_client silent = connect();
  EXPECT_TRUE(silent.has_ended(60'000));
  expect_it_is_as_before();
}

TEST_P(bad_input, who_says_a_byte_now_and_then_is_let_go) {
  start({"--idle", "0.1"});
  raw_client slow = connect();
  int bytes = 0;
  while (bytes < 5000 && slow.send("a") && !slow.has_ended(10)) ++bytes;
  EXPECT_TRUE(slow.has_ended(60'000));
  EXPECT_LT(bytes, 500);
  expect_it_is_as_before();
}

INSTANTIATE_TEST_SUITE_P(servers, bad_input, testing::ValuesIn(subjects),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST(many_connections, above_the_maximum_wait_for_their_turn) {
  const running_server server("resp_server", {"--connections", "2"});
  raw_client one(server.port());
  raw_client two(server.port());
  raw_client three(server.port());
  for (raw_client* client : {&one, &two, &three}) client->send("PING\r\n");
  EXPECT_EQ(two.receive_through("\r\n"), "+PONG\r\n");
  EXPECT_FALSE(three.has_input());
  one.reset();
  EXPECT_EQ(three.receive_through("\r\n"), "+PONG\r\n");
}

TEST(many_connections, ten_thousand_silent_ones_harm_nobody) {
  constexpr std::size_t spare = 100;
  const std::size_t count = std::min<std::size_t>(10'000, allow_many_descriptors_here() - spare);
  const running_server server("http_server");
  const std::size_t before = server.resident_bytes();
  std::vector<raw_client> silent;
  for (std::size_t i = 0; i < count; ++i) silent.emplace_back(server.port());
  raw_client speaker(server.port());
  speaker.send("GET / HTTP/1.0\r\n\r\n");
  EXPECT_THAT(speaker.receive_through("200 OK"), HasSubstr("200 OK"));
  if (memory_is_measured()) {
    const std::size_t each = (server.resident_bytes() - before) / count;
    std::cout << count << " silent connections, " << each << " bytes of the server's memory each\n";
    EXPECT_LT(each, 4096u);
  }
  for (raw_client& one : silent) one.reset();
}

TEST(vanishing_clients, in_the_middle_of_a_response_harm_nobody) {
  const temporary_file file(std::string(20'000'000, 'x'));
  const running_server server("file_sender", {file.path()});
  const std::size_t descriptors = server.open_descriptors();
  for (const char* request : {"raw\n", "base64\n"}) {
    for (int i = 0; i < 20; ++i) {
      raw_client client(server.port());
      client.send(request);
      client.receive_through(request == std::string("raw\n") ? "x" : "e");
      client.reset();
    }
  }
  const auto ask = [&] {
    raw_client client(server.port());
    client.send("?\n");
    EXPECT_EQ(client.receive_through("\n"), "Ask for raw or base64.\n");
  };
  EXPECT_TRUE(server.comes_down_to(descriptors, ask)) << server.open_descriptors();
}

TEST(vanishing_clients, in_the_middle_of_an_echo_harm_nobody) {
  const running_server server("http_server");
  const std::string body(1'000'000, 'x');
  const std::string post = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n" + body;
  for (int i = 0; i < 20; ++i) {
    raw_client client(server.port());
    EXPECT_TRUE(client.send(post));
    EXPECT_THAT(client.receive_through("200 OK"), HasSubstr("200 OK"));
    client.send(std::string_view(post).substr(0, 500'000));
    client.reset();
  }
  EXPECT_EQ(run_client({"curl", "--noproxy", "*", "-sS", "-d", "hi", server.url()}).out, "hi");
}

}  // namespace
}  // namespace asynchat::examples
