#include <gmock/gmock.h>

#include "chats.h"
#include "in_a_world.h"

namespace asynchat::parity {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class connect_parity : public parity_test {};
INSTANTIATE_TEST_SUITE_P(worlds, connect_parity, testing::ValuesIn(worlds_with_addresses()), world_name);

TEST_P(connect_parity, a_refused_connect_is_an_error_at_once_or_later) {
  const outcome result = connect(here().nowhere());
  EXPECT_EQ(result.error, std::errc::connection_refused);
}

TEST_P(connect_parity, finish_connect_tells_the_same_again) {
  const endpoint where = here().nowhere();
  const connect_result attempt = here().net().connect(where);
  if (!attempt.in_progress) GTEST_SKIP() << "here a connect has its outcome at once";
  attempt.connecting->watch(channel, readiness::read | readiness::write);
  const auto events = next_news();
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].who, channel);
  EXPECT_TRUE(any(events[0].what, readiness::read | readiness::write)) << events[0].what;
  EXPECT_EQ(attempt.connecting->finish_connect(), std::errc::connection_refused);
  EXPECT_EQ(attempt.connecting->finish_connect(), std::errc::connection_refused);
}

TEST_P(connect_parity, a_connect_ends_in_a_stream_that_works) {
  const outcome result = connect(here().address_of({.says = {"welcome"}, .then = peer::end::ends}));
  ASSERT_TRUE(result.made) << result.error.message();
  EXPECT_FALSE(result.made->finish_connect());
  EXPECT_EQ(read(*result.made).bytes, "welcome");
  write(*result.made, "thanks");
  EXPECT_EQ(here().heard(6), "thanks");
}

TEST_P(connect_parity, a_stream_that_is_closed_before_it_is_connected_is_silent) {
  for (const bool aborted : {false, true}) {
    start_anew();
    const endpoint where = here().address_of({.says = {"welcome"}});
    const connect_result attempt = here().net().connect(where);
    attempt.connecting->watch(channel, readiness::read | readiness::write);
    aborted ? attempt.connecting->abort() : attempt.connecting->close();
    EXPECT_THAT(news(at_once), IsEmpty());
    EXPECT_THAT(news(at_once), IsEmpty());
    EXPECT_TRUE(attempt.connecting->finish_connect());
  }
}

TEST_P(connect_parity, a_channel_whose_connect_is_refused_is_closed) {
  const endpoint where = here().nowhere();
  loop channels(here().net());
  reader client(channels);
  const std::error_code at_once_error = client.connect(where);
  if (at_once_error) {
    EXPECT_EQ(at_once_error, std::errc::connection_refused);
    EXPECT_EQ(client.closes, 0) << "the caller has the error";
    EXPECT_TRUE(channels.empty());
  } else {
    run(channels);
    EXPECT_THAT(client.failures, ElementsAre(std::make_error_code(std::errc::connection_refused)));
    EXPECT_EQ(client.closes, 1);
  }
  EXPECT_TRUE(client.closed());
  EXPECT_FALSE(client.connected() || client.connecting());
  EXPECT_EQ(client.connects, 0);
}

TEST_P(connect_parity, a_channel_that_connects_talks_as_one_that_was_accepted) {
  const endpoint where = here().address_of({.says = {"hel", "lo\r\n"}, .then = peer::end::ends});
  loop channels(here().net());
  echo client(channels);
  ASSERT_FALSE(client.connect(where));
  client.push("first\r\n");
  run(channels);
  EXPECT_EQ(client.connects, 1);
  EXPECT_THAT(client.lines, ElementsAre("hello"));
  EXPECT_EQ(here().heard(14), "first\r\nhello\r\n");
}

TEST_P(connect_parity, a_channel_that_is_closed_while_it_connects_hears_nothing) {
  const endpoint where = here().address_of({.says = {"hello\r\n"}});
  loop channels(here().net());
  reader client(channels);
  ASSERT_FALSE(client.connect(where));
  const int connects_before = client.connects;
  client.close();
  linger(channels);
  EXPECT_EQ(client.connects, connects_before);
  EXPECT_EQ(client.closes, 0);
  EXPECT_THAT(client.lines, IsEmpty());
}

/// Pushes its greeting in handle_connect.
class greeter final : public reader {
 public:
  using reader::reader;
  void handle_connect() override {
    reader::handle_connect();
    EXPECT_FALSE(connected());
    push("hello ");
    push("world");
    close_when_done();
  }
};

TEST_P(connect_parity, what_handle_connect_pushes_is_sent) {
  const endpoint where = here().address_of({});
  loop channels(here().net());
  greeter client(channels);
  ASSERT_FALSE(client.connect(where));
  run(channels);
  EXPECT_EQ(here().heard(11), "hello world");
  EXPECT_EQ(client.closes, 1);
}

class socket_connect_parity : public parity_test {};
INSTANTIATE_TEST_SUITE_P(worlds, socket_connect_parity, testing::ValuesIn(crowded_worlds()), world_name);

TEST_P(socket_connect_parity, a_connected_stream_knows_whom_it_called) {
  const endpoint where = here().address_of({});
  const outcome result = connect(where);
  ASSERT_TRUE(result.made) << result.error.message();
  EXPECT_EQ(result.made->peer(), where);
}

TEST_P(socket_connect_parity, a_channel_knows_its_ends_until_it_is_closed) {
  const endpoint where = here().address_of({});
  loop channels(here().net());
  reader client(channels);
  ASSERT_FALSE(client.connect(where));
  run_until(channels, [&] { return client.connected(); });
  EXPECT_EQ(client.peer(), where);
  EXPECT_EQ(client.local().kind, where.kind == endpoint::family::inet ? where.kind : endpoint::family::unnamed);
  client.close();
  EXPECT_EQ(client.peer(), endpoint());
}

}  // namespace

}  // namespace asynchat::parity
