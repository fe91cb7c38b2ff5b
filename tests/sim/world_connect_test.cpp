#include <gtest/gtest.h>

#include "two_hosts.h"

namespace asynchat::sim {
namespace {

std::error_code outcome(two_hosts& both, const endpoint& where, duration wait) {
  const connect_result tried = both.client_host->connect(where);
  if (tried.error) return tried.error;
  both.pass(wait);
  return tried.connecting->finish_connect();
}

TEST(world_connect, tells_both_ends_who_the_other_is) {
  two_hosts both;
  both.connect();
  EXPECT_EQ(both.near->peer(), endpoint::inet("10.0.0.2", 7));
  EXPECT_EQ(both.far->peer(), both.near->local());
  EXPECT_EQ(both.net.connection_from(both.far->peer()), (wire_name{0, 1, side::client}));
}

TEST(world_connect, takes_a_round_trip) {
  two_hosts both({.latency = 10ms});
  EXPECT_EQ(outcome(both, endpoint::inet("server", 7), 19ms), std::errc::operation_in_progress);
  EXPECT_FALSE(outcome(both, endpoint::inet("server", 7), 20ms));
}

TEST(world_connect, is_refused_where_nobody_listens) {
  two_hosts both;
  EXPECT_EQ(outcome(both, endpoint::inet("server", 8), 1s), std::errc::connection_refused);
}

TEST(world_connect, is_refused_by_chance) {
  two_hosts both({.refuse = {1'000'000}});
  EXPECT_EQ(outcome(both, endpoint::inet("server", 7), 1s), std::errc::connection_refused);
}

TEST(world_connect, times_out_without_an_answer) {
  two_hosts both({.connect_timeout = 5s, .no_answer = {1'000'000}});
  EXPECT_EQ(outcome(both, endpoint::inet("server", 7), 4s), std::errc::operation_in_progress);
  EXPECT_EQ(outcome(both, endpoint::inet("server", 7), 5s), std::errc::timed_out);
  EXPECT_EQ(outcome(both, endpoint::inet("10.9.9.9", 7), 5s), std::errc::timed_out);
}

TEST(world_connect, knows_names_and_addresses) {
  two_hosts both;
  both.net.add_name("www.example", *both.server_host);
  EXPECT_FALSE(outcome(both, endpoint::inet("www.example", 7), 1s));
  EXPECT_FALSE(outcome(both, endpoint::inet("10.0.0.2", 7), 1s));
  EXPECT_EQ(outcome(both, endpoint::inet("nowhere.example", 7), 1s), std::errc::address_not_available);
}

TEST(world_connect, fails_where_a_name_is_lost) {
  world net(1);
  host& client = net.add_host("client", {.lost_lookup = {1'000'000}});
  net.add_host("server");
  const connect_result tried = client.connect(endpoint::inet("server", 7));
  net.run();
  EXPECT_EQ(tried.connecting->finish_connect(), std::errc::address_not_available);
}

TEST(world_connect, tries_again_while_too_many_wait_to_be_accepted) {
  two_hosts both;
  const auto narrow = both.server_host->listen(endpoint::inet("0.0.0.0", 9), {.backlog = 1}).listening;
  const auto first = both.client_host->connect(endpoint::inet("server", 9)).connecting;
  const auto second = both.client_host->connect(endpoint::inet("server", 9)).connecting;
  both.pass(500ms);
  EXPECT_FALSE(first->finish_connect());
  EXPECT_EQ(second->finish_connect(), std::errc::operation_in_progress);
  EXPECT_NE(narrow->accept().accepted, nullptr);
  EXPECT_EQ(narrow->accept().accepted, nullptr);
  both.pass(1s);
  EXPECT_FALSE(second->finish_connect());
  EXPECT_EQ(both.net.faults().fired[static_cast<std::size_t>(world_fault::accept_overflow)], 1u);
}

TEST(world_connect, resets_who_waits_when_the_listener_goes) {
  two_hosts both;
  const auto waiting = both.client_host->connect(endpoint::inet("server", 7)).connecting;
  both.pass(1s);
  both.door.reset();
  both.pass(1s);
  EXPECT_EQ(read(*waiting), "(Connection reset by peer)");
}

TEST(world_connect, may_be_given_up) {
  two_hosts both;
  both.client_host->connect(endpoint::inet("server", 7));
  both.pass(1s);
  both.connect();
  both.near->send("x");
  both.pass(1s);
  EXPECT_EQ(read(*both.far), "x");
}

TEST(world_connect, reaches_a_path_on_the_same_host_alone) {
  two_hosts both;
  const auto door = both.client_host->listen(endpoint::unix_path("/run/door"), {}).listening;
  const auto own = both.client_host->connect(endpoint::unix_path("/run/door")).connecting;
  const auto foreign = both.server_host->connect(endpoint::unix_path("/run/door")).connecting;
  both.pass(1s);
  EXPECT_FALSE(own->finish_connect());
  EXPECT_EQ(foreign->finish_connect(), std::errc::connection_refused);
}

TEST(world_connect, gives_a_port_to_one_listener) {
  two_hosts both;
  EXPECT_EQ(both.server_host->listen(endpoint::inet("0.0.0.0", 7), {}).error, std::errc::address_in_use);
  const auto any = both.server_host->listen(endpoint::inet("0.0.0.0", 0), {}).listening;
  EXPECT_NE(any->local().port, 0);
  EXPECT_EQ(both.server_host->listen(endpoint::inet("10.0.0.1", 80), {}).error, std::errc::address_not_available);
}

TEST(world_connect, fails_to_accept_without_descriptors) {
  world net(1);
  host& client = net.add_host("client");
  host& server = net.add_host("server", {.accept_error = {1'000'000}});
  const auto door = server.listen(endpoint::inet("0.0.0.0", 7), {}).listening;
  const auto asking = client.connect(endpoint::inet("server", 7)).connecting;
  net.run();
  EXPECT_EQ(door->accept().error, std::errc::too_many_files_open);
}

}  // namespace
}  // namespace asynchat::sim
