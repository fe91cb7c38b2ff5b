#include <asynchat/sockets/network.h>

#include <gtest/gtest.h>
#include <unistd.h>
#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "no_descriptors_left.h"
#include "vocabulary.h"

namespace asynchat::sockets {

namespace {

bool can_listen(const endpoint& where) {
  network world;
  return world.listen(where, {}).listening != nullptr;
}

struct place {
  const char* name;
  endpoint where;
};
std::ostream& operator<<(std::ostream& out, const place& one) { return out << one.name; }

class connection_by_address : public testing::TestWithParam<place> {
 protected:
  void SetUp() override {
    if (!can_listen(GetParam().where)) GTEST_SKIP() << "this machine cannot listen on " << GetParam();
  }
};

std::vector<place> places() {
  const std::string abstract_name = std::string(1, '\0') + "asynchat-test-" + std::to_string(getpid());
  return {{"ipv4", endpoint::inet("127.0.0.1", 0)},
          {"ipv6", endpoint::inet("::1", 0)},
          {"localhost", endpoint::inet("localhost", 0)},
          {"unix", endpoint::unix_path(abstract_name)}};
}

INSTANTIATE_TEST_SUITE_P(families, connection_by_address, testing::ValuesIn(places()),
                         [](const auto& one) { return std::string(one.param.name); });

TEST_P(connection_by_address, carries_bytes_both_ways_and_knows_its_ends) {
  network world;
  const listen_result door = world.listen(GetParam().where, {});
  const connection made = connect_to(world, *door.listening);
  ASSERT_TRUE(made.client && made.server);
  EXPECT_EQ(made.client->peer(), made.server->local());
  EXPECT_EQ(made.client->local(), made.server->peer());
  EXPECT_EQ(made.server->local(), door.listening->local());
  EXPECT_EQ(made.client->send("ping"), io_result::transferred(4));
  EXPECT_EQ(made.server->send("pong!"), io_result::transferred(5));
  std::string at_server;
  std::string at_client;
  recv_when_ready(world, *made.server, at_server);
  recv_when_ready(world, *made.client, at_client);
  EXPECT_EQ(at_server, "ping");
  EXPECT_EQ(at_client, "pong!");
}

TEST_P(connection_by_address, ends_in_one_direction_at_a_time) {
  network world;
  const listen_result door = world.listen(GetParam().where, {});
  const connection made = connect_to(world, *door.listening);
  EXPECT_FALSE(made.client->shutdown_send());
  std::string ignored;
  EXPECT_EQ(recv_when_ready(world, *made.server, ignored), io_result::end_of_stream());
  EXPECT_EQ(made.server->send("still open"), io_result::transferred(10));
  std::string at_client;
  recv_when_ready(world, *made.client, at_client);
  EXPECT_EQ(at_client, "still open");
}

TEST_P(connection_by_address, that_is_closed_with_unread_input_delivers_what_was_sent) {
  network world;
  const listen_result door = world.listen(GetParam().where, {});
  const connection made = connect_to(world, *door.listening);
  made.client->send("nobody reads this");
  made.server->watch(channel, readiness::read);
  wait_for(world, channel);
  made.server->send("goodbye");
  made.server->close();
  const input got = read_to_end(world, *made.client);
  EXPECT_EQ(got.bytes, "goodbye");
  EXPECT_EQ(got.last, io_result::end_of_stream());
}

class a_tcp_connection : public testing::Test {
 protected:
  network world_;
  listen_result door_ = world_.listen(endpoint::inet("127.0.0.1", 0), {});
};

TEST_F(a_tcp_connection, that_is_aborted_is_a_reset_for_the_peer) {
  const connection made = connect_to(world_, *door_.listening);
  made.client->abort();
  std::string ignored;
  EXPECT_EQ(recv_when_ready(world_, *made.server, ignored).code(), std::errc::connection_reset);
}

TEST_F(a_tcp_connection, whose_reset_was_told_to_send_has_no_end_of_stream_for_recv) {
  const connection made = connect_to(world_, *door_.listening);
  made.client->abort();
  made.server->watch(channel, readiness::write | readiness::read);
  wait_for(world_, channel);
  const io_result sent = made.server->send("x");
  EXPECT_EQ(sent.code(), std::errc::connection_reset);
  EXPECT_EQ(made.server->send("x"), sent);
  char buffer[8];
  EXPECT_EQ(made.server->recv(buffer).code(), std::errc::connection_reset);
  EXPECT_EQ(made.server->recv(buffer).code(), std::errc::connection_reset);
}

TEST_F(a_tcp_connection, that_was_given_up_before_accept_is_a_dead_stream_or_none) {
  connect_result attempt = world_.connect(door_.listening->local());
  attempt.connecting->abort();
  const accept_result result = door_.listening->accept();
  EXPECT_FALSE(result.error) << result.error.message();
  if (!result.accepted) return;
  char buffer[8];
  EXPECT_EQ(result.accepted->recv(buffer).what(), io_result::kind::disconnected);
  EXPECT_EQ(result.accepted->peer(), endpoint{});
}

TEST_F(a_tcp_connection, is_still_being_made_when_finish_connect_is_asked_too_early) {
  // The queue of a listener that accepts nobody fills up, and further calls are not answered.
  const listen_result narrow = world_.listen(endpoint::inet("127.0.0.1", 0), {.backlog = 0});
  std::vector<std::unique_ptr<stream>> callers;
  std::error_code last;
  for (int calls = 0; calls < 8 && last != std::errc::operation_in_progress; ++calls) {
    callers.push_back(world_.connect(narrow.listening->local()).connecting);
    last = callers.back()->finish_connect();
  }
  EXPECT_EQ(last, std::errc::operation_in_progress);
}

TEST_F(a_tcp_connection, that_finds_no_descriptor_waits_until_there_is_one) {
  const endpoint here = door_.listening->local();
  const connect_result attempt = world_.connect(here);
  std::error_code accepting;
  std::error_code connecting;
  std::error_code listening;
  {
    const support::no_descriptors_left shortage;
    accepting = door_.listening->accept().error;
    connecting = world_.connect(here).error;
    listening = world_.listen(here, {}).error;
  }
  EXPECT_TRUE(is_out_of_resources(accepting)) << accepting.message();
  EXPECT_TRUE(is_out_of_resources(connecting)) << connecting.message();
  EXPECT_TRUE(is_out_of_resources(listening)) << listening.message();
  EXPECT_NE(accept_one(world_, *door_.listening), nullptr);
}

TEST(network_death, checks_that_its_streams_are_closed) {
  EXPECT_DEATH(
      {
        auto world = std::make_unique<network>();
        const auto ends = socketpair(*world);
        world.reset();
      },
      "close every stream and listener before their network");
}

TEST(network, may_be_destroyed_while_closed_streams_remain) {
  auto world = std::make_unique<network>();
  const auto [one, two] = socketpair(*world);
  one->watch(channel, readiness::read);
  one->close();
  two->close();
  world.reset();
  EXPECT_EQ(one->send("x").what(), io_result::kind::disconnected);
}

}  // namespace

}  // namespace asynchat::sockets
