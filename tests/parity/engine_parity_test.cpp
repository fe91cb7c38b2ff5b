#include "world.h"

#include <asynchat/engine/async_chat.h>
#include <asynchat/engine/loop.h>

#include <gmock/gmock.h>
#include <exception>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace asynchat::parity {

namespace {

using testing::ElementsAre;

/// Reads lines and keeps a diary.
class reader : public async_chat {
 public:
  explicit reader(loop& owner) : async_chat(owner) { set_terminator("\r\n"); }
  reader(loop& owner, std::unique_ptr<stream> connected) : async_chat(owner, std::move(connected)) {
    set_terminator("\r\n");
  }

  void collect_incoming_data(std::string_view data) override { unfinished += data; }
  void found_terminator() override { lines.push_back(std::exchange(unfinished, {})); }
  void handle_connect() override { ++connects; }
  void handle_close() override {
    ++closes;
    async_chat::handle_close();
  }
  void handle_error(std::exception_ptr error) override {
    try {
      std::rethrow_exception(error);
    } catch (const std::system_error& failure) {
      failures.push_back(failure.code());
    }
    notify_close();
  }

  std::vector<std::string> lines;
  std::string unfinished;
  std::vector<std::error_code> failures;
  int connects = 0;
  int closes = 0;
};

/// Answers each line with itself.
class echo final : public reader {
 public:
  using reader::reader;

  void found_terminator() override {
    reader::found_terminator();
    if (lines.back() == "quit") close_when_done();
    push(lines.back() + "\r\n");
  }
};

class engine_parity : public parity_test {
 protected:
  /// Runs until every channel is closed, the peer making a step before each pass.
  void run(loop& channels) {
    for (int empty_waits = 0; empty_waits < empty_waits_max && !channels.empty();) {
      here().peer_acts();
      if (channels.poll(patience) == 0) ++empty_waits;
    }
    EXPECT_TRUE(channels.empty());
  }
};

INSTANTIATE_TEST_SUITE_P(worlds, engine_parity, testing::ValuesIn(all_worlds()), world_name);

class engine_address_parity : public engine_parity {};
INSTANTIATE_TEST_SUITE_P(worlds, engine_address_parity, testing::ValuesIn(worlds_with_addresses()), world_name);

TEST_P(engine_parity, lines_in_pieces_are_echoed_until_the_end_of_the_stream) {
  auto end = here().meet({.says = {"he", "llo\r", "\nwor", "ld\r\n\r\n"}, .then = peer::end::ends});
  loop channels(here().net());
  echo channel(channels, std::move(end));
  run(channels);
  EXPECT_THAT(channel.lines, ElementsAre("hello", "world", ""));
  EXPECT_EQ(channel.closes, 1);
  EXPECT_EQ(here().heard(16), "hello\r\nworld\r\n\r\n");
}

TEST_P(engine_parity, bytes_held_back_at_the_end_of_the_stream_are_collected) {
  auto end = here().meet({.says = {"whole\r\n", "half\r"}, .then = peer::end::ends});
  loop channels(here().net());
  echo channel(channels, std::move(end));
  run(channels);
  EXPECT_THAT(channel.lines, ElementsAre("whole"));
  EXPECT_EQ(channel.unfinished, "half\r");
}

TEST_P(engine_parity, a_reset_closes_once_after_what_came_before_it) {
  auto end = here().meet({.says = {"one\r\n", "tw"}, .then = peer::end::resets});
  for (int step = 0; step < 3; ++step) here().peer_acts();
  loop channels(here().net());
  reader channel(channels, std::move(end));
  run(channels);
  EXPECT_THAT(channel.lines, ElementsAre("one"));
  EXPECT_EQ(channel.unfinished, "tw");
  EXPECT_EQ(channel.closes, 1);
}

TEST_P(engine_parity, close_when_done_sends_what_was_queued_before_it) {
  auto end = here().meet({.says = {"hello\r\n", "quit\r\n"}});
  loop channels(here().net());
  echo channel(channels, std::move(end));
  run(channels);
  EXPECT_THAT(channel.lines, ElementsAre("hello", "quit"));
  EXPECT_EQ(here().heard(7), "hello\r\n");
}

TEST_P(engine_parity, a_long_answer_is_sent_whole_to_a_peer_that_reads_late) {
  const std::string block(100000, 'x');
  auto end = here().meet({.listens = false});
  loop channels(here().net());
  echo channel(channels, std::move(end));
  for (int blocks = 0; blocks < 50; ++blocks) channel.push(block);
  channel.close_when_done();
  channels.poll(duration(0));
  here().peer_listens();
  run(channels);
  EXPECT_TRUE(here().heard(50 * block.size()) == std::string(50 * block.size(), 'x'));
}

TEST_P(engine_address_parity, a_refused_connect_is_an_error_and_closes) {
  const endpoint where = here().nowhere();
  loop channels(here().net());
  reader channel(channels);
  ASSERT_FALSE(channel.connect(where));
  run(channels);
  EXPECT_THAT(channel.failures, ElementsAre(std::make_error_code(std::errc::connection_refused)));
  EXPECT_EQ(channel.connects, 0);
  EXPECT_EQ(channel.closes, 1);
}

TEST_P(engine_address_parity, a_channel_that_connects_talks_as_one_that_was_accepted) {
  const endpoint where = here().address_of({.says = {"hel", "lo\r\n"}, .then = peer::end::ends});
  loop channels(here().net());
  echo channel(channels);
  ASSERT_FALSE(channel.connect(where));
  channel.push("first\r\n");
  run(channels);
  EXPECT_EQ(channel.connects, 1);
  EXPECT_THAT(channel.lines, ElementsAre("hello"));
  EXPECT_EQ(here().heard(14), "first\r\nhello\r\n");
}

}  // namespace

}  // namespace asynchat::parity
