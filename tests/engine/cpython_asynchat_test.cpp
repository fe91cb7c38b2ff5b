// CPython's Lib/test/test_asynchat.py, test by test, over a peer that echoes: what the client sends is what it
// receives, in pieces of 1, 2 and 3 bytes. README.md lists which test stands for which.

#include <asynchat/engine/matcher.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "conversation.h"

namespace asynchat {
namespace {

using support::conversation;
using support::planned;

/// The plan of an echo of that many bytes.
sim::plan echo_of(std::size_t bytes, std::size_t piece) {
  sim::plan steps;
  steps.recv.push_back(sim::block{});
  for (std::size_t left = bytes; left > 0; left -= std::min(left, piece)) {
    steps.recv.push_back(sim::deliver{std::min(left, piece)});
  }
  return steps;
}

class TestAsynchat : public testing::TestWithParam<std::size_t> {
 protected:
  using sender = std::function<void(async_chat&)>;

  /// Sends, gets the echo, and closes: the client of CPython's tests.
  void echo(const std::string& text, const terminator& end, const sender& send) {
    conversation talk(text, echo_of(text.size(), GetParam()));
    talk->set_terminator(end);
    send(*talk.owned);
    talk.play();
    EXPECT_TRUE(talk->closed());
    EXPECT_EQ(talk.output, text);
    contents = talk->messages;
    buffer = talk->unfinished;
  }

  void line_terminator_check(const std::string& end) {
    echo("hello world" + end + "I'm not dead yet!" + end, end, [&](async_chat& chat) {
      chat.push("hello ");
      chat.push("world" + end);
      chat.push("I'm not dead yet!" + end);
    });
    EXPECT_EQ(contents, both_lines);
  }

  void numeric_terminator_check(std::size_t length) {
    const std::string data = "hello world, I'm not dead yet!\n";
    echo(data, byte_count(length), [&](async_chat& chat) { chat.push(data); });
    EXPECT_EQ(contents, std::vector<std::string>{data.substr(0, length)});
  }

  const std::vector<std::string> both_lines{"hello world", "I'm not dead yet!"};
  std::vector<std::string> contents;
  std::string buffer;
};

TEST_P(TestAsynchat, line_terminator1) { line_terminator_check("\n"); }
TEST_P(TestAsynchat, line_terminator2) { line_terminator_check("\r\n"); }
TEST_P(TestAsynchat, line_terminator3) { line_terminator_check("qqq"); }

TEST_P(TestAsynchat, numeric_terminator1) { numeric_terminator_check(1); }
TEST_P(TestAsynchat, numeric_terminator2) { numeric_terminator_check(6); }

TEST_P(TestAsynchat, none_terminator) {
  const std::string data = "hello world, I'm not dead yet!\n";
  echo(data, no_terminator{}, [&](async_chat& chat) { chat.push(data); });
  EXPECT_TRUE(contents.empty());
  EXPECT_EQ(buffer, data);
}

TEST_P(TestAsynchat, simple_producer) {
  const std::string data = "hello world\nI'm not dead yet!\n";
  echo(data, "\n",
       [&](async_chat& chat) { chat.push_with_producer(std::make_unique<asynchat::simple_producer>(data, 8)); });
  EXPECT_EQ(contents, both_lines);
}

TEST_P(TestAsynchat, string_producer) {
  const std::string data = "hello world\nI'm not dead yet!\n";
  echo(data, "\n", [&](async_chat& chat) { chat.push_with_producer(data); });
  EXPECT_EQ(contents, both_lines);
}

TEST_P(TestAsynchat, empty_line) {
  const std::string data = "hello world\n\nI'm not dead yet!\n";
  echo(data, "\n", [&](async_chat& chat) { chat.push(data); });
  EXPECT_EQ(contents, (std::vector<std::string>{"hello world", "", "I'm not dead yet!"}));
}

TEST_P(TestAsynchat, close_when_done) {
  const std::string data = "hello world\nI'm not dead yet!\n";
  // The peer sends nothing until the client has closed.
  conversation talk(data, planned("w1s " + std::to_string(data.size()) + " | eof"));
  talk->set_terminator("\n");
  talk->push(data);
  talk->close_when_done();
  talk.play();
  EXPECT_TRUE(talk->messages.empty());
  EXPECT_EQ(talk.output, data);
}

TEST_P(TestAsynchat, push) {
  const std::string data = "bytes\nstring\nview\n";
  echo(data, "\n", [](async_chat& chat) {
    chat.push("bytes\n");
    chat.push(std::string("string\n"));
    chat.push(std::string_view("view\n"));
  });
  EXPECT_EQ(contents, (std::vector<std::string>{"bytes", "string", "view"}));
}

INSTANTIATE_TEST_SUITE_P(pieces_of, TestAsynchat, testing::Values(1, 2, 3));

TEST(TestAsynchatMocked, blockingioerror) {
  conversation talk("", "f(EAGAIN) | open");
  talk->handle_read();
  EXPECT_EQ(talk.log(), "");
}

TEST(TestHelperFunctions, find_prefix_at_end) {
  EXPECT_EQ(find_prefix_at_end("qwerty\r", "\r\n"), 1u);
  EXPECT_EQ(find_prefix_at_end("qwertydkjf", "\r\n"), 0u);
}

TEST(TestNotConnected, disallow_negative_terminator) {
  conversation talk;
  EXPECT_DEATH(talk->set_terminator(byte_count(-1)), "not negative");
}

}  // namespace
}  // namespace asynchat
