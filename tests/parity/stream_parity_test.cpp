#include "world.h"

#include <gmock/gmock.h>

namespace asynchat::parity {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr registration channel{7, 1};
constexpr registration next_channel{7, 2};
constexpr duration at_once{0};

ready_event event(registration who, readiness what) { return {who, what}; }

class stream_parity : public parity_test {};
INSTANTIATE_TEST_SUITE_P(worlds, stream_parity, testing::ValuesIn(all_worlds()), world_name);

class address_parity : public parity_test {};
INSTANTIATE_TEST_SUITE_P(worlds, address_parity, testing::ValuesIn(worlds_with_addresses()), world_name);

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

TEST_P(stream_parity, readiness_lasts_until_it_is_used_up) {
  const auto end = here().meet({.says = {"ab"}});
  end->watch(channel, readiness::read);
  EXPECT_THAT(news(), ElementsAre(event(channel, readiness::read)));
  EXPECT_THAT(news(), ElementsAre(event(channel, readiness::read)));
  EXPECT_EQ(read(*end, 2).bytes, "ab");
  end->watch(channel, readiness::read);
  EXPECT_THAT(news(at_once), IsEmpty());
}

TEST_P(stream_parity, only_what_is_wanted_is_reported) {
  const auto end = here().meet({.says = {"ab"}});
  end->watch(channel, readiness::write);
  EXPECT_THAT(news(), ElementsAre(event(channel, readiness::write)));
  end->watch(channel, readiness::read);
  EXPECT_THAT(news(), ElementsAre(event(channel, readiness::read)));
  end->watch(channel, readiness::read | readiness::write);
  EXPECT_THAT(news(), ElementsAre(event(channel, readiness::read | readiness::write)));
}

TEST_P(stream_parity, watching_for_nothing_reports_nothing_while_the_peer_is_there) {
  const auto end = here().meet({.says = {"ab"}});
  end->watch(channel, readiness::none);
  EXPECT_THAT(news(at_once), IsEmpty());
  EXPECT_THAT(news(at_once), IsEmpty());
  end->watch(channel, readiness::read);
  EXPECT_THAT(news(), ElementsAre(event(channel, readiness::read)));
}

TEST_P(stream_parity, watching_for_nothing_reports_the_hangup_of_a_reset) {
  const auto end = here().meet({.then = peer::end::resets});
  end->watch(channel, readiness::none);
  EXPECT_THAT(news(), ElementsAre(event(channel, readiness::hangup)));
  EXPECT_THAT(news(), ElementsAre(event(channel, readiness::hangup)));
}

TEST_P(stream_parity, an_error_is_ready_to_be_read) {
  const auto end = here().meet({.then = peer::end::resets});
  end->watch(channel, readiness::read);
  const auto events = news();
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].who, channel);
  EXPECT_TRUE(any(events[0].what, readiness::read)) << events[0].what;
}

TEST_P(stream_parity, unwatch_silences_until_the_next_watch) {
  const auto end = here().meet({.says = {"ab"}});
  end->watch(channel, readiness::read | readiness::write);
  EXPECT_THAT(news(), testing::SizeIs(1));
  end->unwatch();
  end->unwatch();
  EXPECT_THAT(news(at_once), IsEmpty());
  end->watch(channel, readiness::read | readiness::write);
  EXPECT_THAT(news(), ElementsAre(event(channel, readiness::read | readiness::write)));
}

TEST_P(stream_parity, close_silences) {
  const auto end = here().meet({.says = {"ab"}});
  end->watch(channel, readiness::read | readiness::write);
  EXPECT_THAT(news(), testing::SizeIs(1));
  end->close();
  EXPECT_THAT(news(at_once), IsEmpty());
}

TEST_P(stream_parity, news_bears_the_generation_of_the_last_watch) {
  const auto end = here().meet({.says = {"ab"}});
  end->watch(channel, readiness::read);
  EXPECT_THAT(news(), ElementsAre(event(channel, readiness::read)));
  end->watch(next_channel, readiness::read);
  EXPECT_THAT(news(), ElementsAre(event(next_channel, readiness::read)));
}

TEST_P(stream_parity, wait_appends_to_what_is_there) {
  const auto end = here().meet({.says = {"ab"}});
  end->watch(channel, readiness::write);
  std::vector<ready_event> ready{event(channel, readiness::hangup)};
  here().net().wait(patience, ready);
  EXPECT_THAT(ready, ElementsAre(event(channel, readiness::hangup), event(channel, readiness::write)));
}

TEST_P(stream_parity, time_never_goes_back_and_passes_in_wait) {
  const auto end = here().meet({});
  const time_point start = here().net().now();
  time_point before = start;
  for (int waits = 0; waits < 1000 && before < start + std::chrono::milliseconds(3); ++waits) {
    EXPECT_THAT(news(std::chrono::microseconds(500)), IsEmpty());
    EXPECT_GE(here().net().now(), before);
    before = here().net().now();
  }
  EXPECT_GE(before, start + std::chrono::milliseconds(3));
}

TEST_P(stream_parity, a_wake_ends_the_next_wait_and_takes_no_news_away) {
  const auto end = here().meet({});
  here().net().wake();
  std::vector<ready_event> ready;
  here().net().wait(std::nullopt, ready);
  EXPECT_THAT(ready, IsEmpty());
  end->watch(channel, readiness::write);
  here().net().wake();
  std::vector<ready_event> events;
  for (int waits = 0; waits < empty_waits_max && events.empty(); ++waits) events = news();
  EXPECT_THAT(events, ElementsAre(event(channel, readiness::write)));
}

TEST_P(address_parity, a_refused_connect_is_told_by_finish_connect) {
  const endpoint where = here().nowhere();
  const connect_result attempt = here().net().connect(where);
  ASSERT_FALSE(attempt.error) << attempt.error.message();
  ASSERT_TRUE(attempt.in_progress);
  attempt.connecting->watch(channel, readiness::read | readiness::write);
  std::vector<ready_event> events;
  for (int waits = 0; waits < empty_waits_max && events.empty(); ++waits) events = news();
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].who, channel);
  EXPECT_TRUE(any(events[0].what, readiness::read | readiness::write)) << events[0].what;
  EXPECT_EQ(attempt.connecting->finish_connect(), std::errc::connection_refused);
  EXPECT_EQ(attempt.connecting->finish_connect(), std::errc::connection_refused);
}

TEST_P(address_parity, a_connect_ends_in_a_stream_that_works) {
  const endpoint where = here().address_of({.says = {"welcome"}, .then = peer::end::ends});
  const connect_result attempt = here().net().connect(where);
  ASSERT_TRUE(attempt.in_progress) << attempt.error.message();
  attempt.connecting->watch(channel, readiness::write);
  std::vector<ready_event> events;
  for (int waits = 0; waits < empty_waits_max && events.empty(); ++waits) events = news();
  EXPECT_THAT(events, ElementsAre(event(channel, readiness::write)));
  EXPECT_FALSE(attempt.connecting->finish_connect());
  EXPECT_EQ(read(*attempt.connecting).bytes, "welcome");
  write(*attempt.connecting, "thanks");
  EXPECT_EQ(here().heard(6), "thanks");
}

TEST_P(address_parity, a_listener_is_ready_while_one_waits_and_accepts_it_once) {
  const auto door = here().invite({.says = {"let me in"}, .then = peer::end::ends});
  door->watch(channel, readiness::read);
  EXPECT_THAT(news(), ElementsAre(event(channel, readiness::read)));
  const accept_result first = door->accept();
  ASSERT_TRUE(first.accepted) << first.error.message();
  const accept_result second = door->accept();
  EXPECT_FALSE(second.accepted);
  EXPECT_FALSE(second.error);
  EXPECT_THAT(news(at_once), IsEmpty());
  EXPECT_EQ(read(*first.accepted).bytes, "let me in");
}

TEST_P(address_parity, a_closed_listener_is_silent_and_accepts_nobody) {
  const auto door = here().invite({});
  door->watch(channel, readiness::read);
  door->close();
  door->close();
  EXPECT_THAT(news(at_once), IsEmpty());
  const accept_result result = door->accept();
  EXPECT_FALSE(result.accepted);
  EXPECT_FALSE(result.error);
}

}  // namespace

}  // namespace asynchat::parity
