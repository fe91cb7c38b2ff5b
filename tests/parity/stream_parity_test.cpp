#include "in_a_world.h"

#include <gmock/gmock.h>

namespace asynchat::parity {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class stream_parity : public parity_test {};
INSTANTIATE_TEST_SUITE_P(worlds, stream_parity, testing::ValuesIn(all_worlds()), world_name);

TEST_P(stream_parity, bytes_arrive_in_order) {
  const auto end = here().meet({.says = {"one ", "two ", "three"}, .then = peer::end::ends});
  const input got = read(*end);
  EXPECT_EQ(got.bytes, "one two three");
  EXPECT_EQ(got.last, io_result::end_of_stream());
}

TEST_P(stream_parity, a_recv_that_asks_for_less_gets_the_rest_later) {
  const auto end = here().meet({.says = {"abcdefg"}, .then = peer::end::ends});
  EXPECT_EQ(read(*end, 3).bytes, "abc");
  const input rest = read(*end, std::string::npos, 2);
  EXPECT_EQ(rest.bytes, "defg");
  EXPECT_EQ(rest.last, io_result::end_of_stream());
}

TEST_P(stream_parity, a_recv_would_block_while_nothing_has_arrived) {
  const auto end = here().meet({});
  char buffer[8];
  EXPECT_EQ(end->recv(buffer), io_result::would_block());
  EXPECT_EQ(end->recv(buffer), io_result::would_block());
}

TEST_P(stream_parity, all_byte_values_pass_both_ways) {
  std::string bytes;
  for (int value = 0; value < 256; ++value) bytes += static_cast<char>(value);
  const auto end = here().meet({.says = {bytes}});
  EXPECT_EQ(read(*end, bytes.size()).bytes, bytes);
  write(*end, bytes);
  EXPECT_EQ(here().heard(bytes.size()), bytes);
}

TEST_P(stream_parity, the_end_of_the_stream_is_returned_again) {
  const auto end = here().meet({.says = {"x"}, .then = peer::end::ends});
  EXPECT_EQ(read(*end).bytes, "x");
  char buffer[8];
  EXPECT_EQ(end->recv(buffer), io_result::end_of_stream());
  EXPECT_EQ(end->recv(buffer), io_result::end_of_stream());
}

TEST_P(stream_parity, a_reset_is_a_disconnect_and_is_returned_again) {
  const auto end = here().meet({.then = peer::end::resets});
  const input got = read(*end);
  EXPECT_EQ(got.last.what(), io_result::kind::disconnected);
  EXPECT_EQ(got.last.code(), std::errc::connection_reset);
  char buffer[8];
  EXPECT_EQ(end->recv(buffer), got.last);
}

TEST_P(stream_parity, bytes_that_came_before_a_reset_are_read_before_it) {
  const auto end = here().meet({.says = {"last ", "words"}, .then = peer::end::resets});
  for (int step = 0; step < 3; ++step) here().peer_acts();
  const input got = read(*end);
  EXPECT_EQ(got.bytes, "last words");
  EXPECT_EQ(got.last.code(), std::errc::connection_reset);
}

TEST_P(stream_parity, bytes_that_came_before_a_close_are_read_before_it) {
  const auto end = here().meet({.says = {"last ", "words"}, .then = peer::end::closes});
  for (int step = 0; step < 3; ++step) here().peer_acts();
  end->watch(channel, readiness::read);
  EXPECT_THAT(news(), ElementsAre(event(channel, readiness::read)));
  const input got = read(*end, std::string::npos, 3);
  EXPECT_EQ(got.bytes, "last words");
  EXPECT_EQ(got.last, io_result::end_of_stream());
}

TEST_P(stream_parity, what_is_sent_arrives) {
  const auto end = here().meet({});
  EXPECT_EQ(end->send("hello "), io_result::transferred(6));
  EXPECT_EQ(end->send("world"), io_result::transferred(5));
  EXPECT_EQ(here().heard(11), "hello world");
}

TEST_P(stream_parity, sending_nothing_transfers_nothing) {
  const auto end = here().meet({});
  EXPECT_EQ(end->send(""), io_result::transferred(0));
}

TEST_P(stream_parity, a_send_takes_a_part_while_the_peer_does_not_read_and_the_rest_later) {
  std::string bytes;
  while (bytes.size() < (8U << 20U)) bytes += "line " + std::to_string(bytes.size()) + "\r\n";
  const auto end = here().meet({.listens = false});
  EXPECT_GT(write(*end, bytes), 0U);
  EXPECT_TRUE(here().heard(bytes.size()) == bytes);
}

TEST_P(stream_parity, after_shutdown_send_recv_goes_on) {
  const auto end = here().meet({.says = {"still ", "here"}, .then = peer::end::ends});
  EXPECT_FALSE(end->shutdown_send());
  EXPECT_EQ(end->send("x").what(), io_result::kind::disconnected);
  EXPECT_EQ(read(*end).bytes, "still here");
}

TEST_P(stream_parity, after_the_peers_end_send_goes_on) {
  const auto end = here().meet({.says = {"q"}, .then = peer::end::ends});
  EXPECT_EQ(read(*end).last, io_result::end_of_stream());
  EXPECT_EQ(end->send("answer"), io_result::transferred(6));
  EXPECT_EQ(here().heard(6), "answer");
}

TEST_P(stream_parity, both_directions_may_end_one_after_the_other) {
  const auto end = here().meet({.says = {"bye"}, .then = peer::end::ends});
  EXPECT_EQ(read(*end).bytes, "bye");
  EXPECT_EQ(end->send("bye yourself"), io_result::transferred(12));
  EXPECT_FALSE(here().peer_saw_the_end());
  EXPECT_FALSE(end->shutdown_send());
  EXPECT_EQ(here().heard(std::string::npos), "bye yourself");
  EXPECT_TRUE(here().peer_saw_the_end());
  char buffer[8];
  EXPECT_EQ(end->recv(buffer), io_result::end_of_stream());
  EXPECT_EQ(end->send("x").what(), io_result::kind::disconnected);
}

TEST_P(stream_parity, closing_delivers_what_was_taken_and_then_the_end) {
  const auto end = here().meet({});
  const std::string bytes(5000, 'x');
  EXPECT_EQ(end->send(bytes).count(), bytes.size());
  end->close();
  EXPECT_EQ(here().heard(std::string::npos), bytes);
  EXPECT_TRUE(here().peer_saw_the_end());
}

TEST_P(stream_parity, closing_twice_is_harmless_and_then_all_is_disconnected) {
  const auto end = here().meet({.says = {"unread"}});
  end->close();
  end->close();
  char buffer[8];
  EXPECT_EQ(end->recv(buffer).what(), io_result::kind::disconnected);
  EXPECT_EQ(end->send("x").what(), io_result::kind::disconnected);
  EXPECT_TRUE(end->shutdown_send());
}

TEST_P(stream_parity, after_an_abort_all_is_disconnected) {
  const auto end = here().meet({});
  end->abort();
  end->abort();
  end->close();
  char buffer[8];
  EXPECT_EQ(end->recv(buffer).what(), io_result::kind::disconnected);
  EXPECT_EQ(end->send("x").what(), io_result::kind::disconnected);
}

/// Both ends are sockets.
class pair_parity : public parity_test {};
INSTANTIATE_TEST_SUITE_P(worlds, pair_parity, testing::ValuesIn(worlds_of_sockets()), world_name);

/// Sends until a send would block; what was taken. A moment later the system may have room again: its buffers grow.
std::string fill(stream& to) {
  std::string taken;
  std::string block;
  for (;;) {
    block.clear();
    while (block.size() < 65536) block += std::to_string(taken.size() + block.size()) + ' ';
    const io_result sent = to.send(block);
    if (sent.what() != io_result::kind::bytes) {
      EXPECT_EQ(sent, io_result::would_block());
      return taken;
    }
    taken.append(block, 0, sent.count());
  }
}

TEST_P(pair_parity, what_fitted_before_a_send_would_block_arrives_and_then_there_is_room_again) {
  const auto [from, to] = here().pair();
  for (int round = 0; round < 3; ++round) {
    const std::string taken = fill(*from);
    EXPECT_TRUE(read(*to, taken.size()).bytes == taken);
    from->watch(channel, readiness::write);
    EXPECT_THAT(next_news(), ElementsAre(event(channel, readiness::write)));
    from->unwatch();
  }
}

TEST_P(pair_parity, nobody_waits_in_vain_for_room_when_the_peer_is_gone) {
  auto [from, to] = here().pair();
  fill(*from);
  to.reset();
  from->watch(channel, readiness::write);
  const auto events = next_news();
  ASSERT_EQ(events.size(), 1U);
  EXPECT_TRUE(any(events[0].what, readiness::write)) << events[0].what;
  EXPECT_EQ(from->send("x").what(), io_result::kind::disconnected);
  EXPECT_EQ(from->send("x").what(), io_result::kind::disconnected);
}

TEST_P(pair_parity, an_abort_with_unread_data_is_a_reset_behind_what_was_sent) {
  auto [one, other] = here().pair();
  other->send("never read");
  one->watch(channel, readiness::read);
  EXPECT_THAT(next_news(), ElementsAre(event(channel, readiness::read)));
  one->send("sent before");
  // The bytes have arrived before the reset is sent.
  other->watch(next_channel, readiness::read);
  one->unwatch();
  EXPECT_THAT(next_news(), ElementsAre(event(next_channel, readiness::read)));
  EXPECT_EQ(read(*other, 11).bytes, "sent before");
  one->abort();
  EXPECT_EQ(read(*other).last.code(), std::errc::connection_reset);
}

TEST_P(pair_parity, a_close_with_unread_data_delivers_what_was_sent) {
  auto [one, other] = here().pair();
  other->send("never read");
  one->watch(channel, readiness::read);
  EXPECT_THAT(next_news(), ElementsAre(event(channel, readiness::read)));
  one->send("goodbye");
  one->close();
  const input got = read(*other);
  EXPECT_EQ(got.bytes, "goodbye");
  EXPECT_EQ(got.last, io_result::end_of_stream());
}

TEST_P(pair_parity, a_direction_that_was_ended_is_ready_to_say_so) {
  const auto [one, other] = here().pair();
  EXPECT_FALSE(one->shutdown_send());
  one->watch(channel, readiness::write);
  EXPECT_THAT(next_news(), ElementsAre(event(channel, readiness::write)));
}

TEST_P(pair_parity, both_directions_ended_are_a_hangup_behind_what_is_unread) {
  const auto [one, other] = here().pair();
  EXPECT_FALSE(one->shutdown_send());
  other->send("last words");
  EXPECT_FALSE(other->shutdown_send());
  one->watch(channel, readiness::read);
  EXPECT_THAT(next_news(), ElementsAre(event(channel, readiness::read)));
  EXPECT_EQ(read(*one, 10).bytes, "last words");
  one->watch(channel, readiness::none);
  EXPECT_THAT(next_news(), ElementsAre(event(channel, readiness::hangup)));
}

TEST_P(pair_parity, each_end_is_the_others_peer) {
  const auto [one, other] = here().pair();
  EXPECT_EQ(one->peer(), other->local());
  EXPECT_EQ(other->peer(), one->local());
}

}  // namespace

}  // namespace asynchat::parity
