#include <gmock/gmock.h>

#include "chats.h"
#include "in_a_world.h"

namespace asynchat::parity {

namespace {

using testing::ElementsAre;

class engine_parity : public parity_test {};
INSTANTIATE_TEST_SUITE_P(worlds, engine_parity, testing::ValuesIn(all_worlds()), world_name);

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

class gone_peer_parity : public parity_test {};
INSTANTIATE_TEST_SUITE_P(worlds, gone_peer_parity, testing::ValuesIn(worlds_of_sockets()), world_name);

/// Stays open whatever happens.
class stubborn final : public reader {
 public:
  using reader::reader;
  void handle_close() override { ++closes; }
};

TEST_P(gone_peer_parity, a_channel_that_handle_close_leaves_open_rests_once_its_peer_is_gone) {
  auto end = here().meet({.then = peer::end::resets, .listens = false});
  loop channels(here().net());
  stubborn one(channels, std::move(end));
  one.push(std::string(8U << 20U, 'x'));
  run_until(channels, [&] { return one.closes > 0; });
  linger(channels);
  EXPECT_EQ(channels.poll(at_once), 0U) << "the loop spins";
  EXPECT_EQ(one.closes, 1);
}

}  // namespace

}  // namespace asynchat::parity
