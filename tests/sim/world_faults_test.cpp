#include <gtest/gtest.h>

#include "two_hosts.h"

namespace asynchat::sim {
namespace {

TEST(world_faults, a_partition_holds_everything_back) {
  two_hosts both;
  both.connect();
  both.net.add_fault({both.net.now(), world_fault::partition, "client", "server", 10s});
  both.near->send("in time");
  both.far->send("from the other side");
  both.pass(9s);
  EXPECT_EQ(read(*both.far), "(would block)");
  EXPECT_EQ(read(*both.near), "(would block)");
  both.pass(1s);
  EXPECT_EQ(read(*both.far), "in time");
  EXPECT_EQ(read(*both.near), "from the other side");
}

TEST(world_faults, a_partition_is_where_connects_wait) {
  two_hosts both;
  both.net.add_fault({both.net.now(), world_fault::partition, "client", "server", 10s});
  const auto waiting = both.client_host->connect(endpoint::inet("server", 7)).connecting;
  both.pass(10s);
  EXPECT_EQ(waiting->finish_connect(), std::errc::operation_in_progress);
  both.pass(10s);
  EXPECT_FALSE(waiting->finish_connect());
}

TEST(world_faults, a_clog_is_one_way) {
  two_hosts both;
  both.connect();
  both.net.add_fault({both.net.now(), world_fault::clog, "client", "server", 10s});
  both.near->send("one");
  both.near->send("two");
  both.far->send("back");
  both.pass(5s);
  EXPECT_EQ(read(*both.far), "(would block)");
  EXPECT_EQ(read(*both.near), "back");
  both.pass(5s);
  EXPECT_EQ(read_all(*both.far), "onetwo");
}

TEST(world_faults, a_sender_gives_up_in_a_long_partition) {
  two_hosts both({.send_timeout = 60s});
  both.connect();
  both.net.add_fault({both.net.now(), world_fault::partition, "client", "server", 24h});
  both.near->send("anyone?");
  both.pass(59s);
  EXPECT_EQ(read(*both.near), "(would block)");
  both.pass(2s);
  EXPECT_EQ(read(*both.near), "(Connection timed out)");
}

TEST(world_faults, who_has_given_up_answers_what_comes_later_with_a_reset) {
  two_hosts both({.send_timeout = 60s});
  both.connect();
  both.net.add_fault({both.net.now(), world_fault::partition, "client", "server", 2h});
  both.near->send("anyone?");
  both.pass(1h);
  EXPECT_EQ(read(*both.near), "(Connection timed out)");
  both.pass(1h);
  EXPECT_EQ(read(*both.far), "anyone?");
  EXPECT_EQ(both.far->send("who is there?"), io_result::transferred(13));
  both.pass(1s);
  EXPECT_EQ(read(*both.far), "(Connection reset by peer)");
}

TEST(world_faults, the_answer_to_a_connect_is_held_back_too) {
  two_hosts both({.connect_timeout = 60s});
  both.net.add_fault({both.net.now(), world_fault::clog, "server", "client", 10s});
  const auto waiting = both.client_host->connect(endpoint::inet("server", 7)).connecting;
  both.pass(9s);
  EXPECT_EQ(waiting->finish_connect(), std::errc::operation_in_progress);
  both.pass(2s);
  EXPECT_FALSE(waiting->finish_connect());
}

TEST(world_faults, two_partitions_of_one_link_end_with_the_longer_one) {
  two_hosts both;
  both.connect();
  both.net.add_fault({both.net.now(), world_fault::partition, "client", "server", 10s});
  both.net.add_fault({both.net.now(), world_fault::partition, "server", "client", 20s});
  both.near->send("x");
  both.pass(19s);
  EXPECT_EQ(read(*both.far), "(would block)");
  both.pass(1s);
  EXPECT_EQ(read(*both.far), "x");
}

TEST(world_faults, a_crash_ends_the_connections_of_a_program) {
  two_hosts both;
  both.connect();
  both.net.add_fault({both.net.now(), world_fault::crash, "server", {}, {}});
  both.pass(1s);
  EXPECT_EQ(read(*both.near), "(end)");
  EXPECT_EQ(both.far->send("x").code(), std::errc::bad_file_descriptor);
}

TEST(world_faults, a_crash_with_unread_bytes_is_a_reset) {
  two_hosts both;
  both.connect();
  both.near->send("unread");
  both.pass(1s);
  both.net.add_fault({both.net.now(), world_fault::crash, "server", {}, {}});
  both.pass(1s);
  EXPECT_EQ(read(*both.near), "(Connection reset by peer)");
}

TEST(world_faults, nobody_hears_of_a_power_loss_before_the_restart) {
  two_hosts both;
  both.connect();
  both.net.add_fault({both.net.now(), world_fault::power_loss, "server", {}, {}});
  both.net.add_fault({both.net.now() + 10s, world_fault::restart, "server", {}, {}});
  both.near->send("anyone?");
  both.pass(9s);
  EXPECT_EQ(read(*both.near), "(would block)");
  both.pass(2s);
  EXPECT_EQ(read(*both.near), "(Connection reset by peer)");
}

TEST(world_faults, stop_when_they_are_called_off) {
  two_hosts both({.reset = {1'000'000}});
  both.connect();
  both.net.add_fault({both.net.now(), world_fault::partition, "client", "server", 24h});
  both.net.add_fault({both.net.now() + 1h, world_fault::crash, "server", {}, {}});
  both.pass(1s);
  both.net.end_faults();
  both.near->send("at last");
  both.pass(2h);
  EXPECT_EQ(read(*both.far), "at last");
}

TEST(world_faults, name_hosts_that_exist) {
  two_hosts both;
  EXPECT_DEATH(both.net.add_fault({both.net.now(), world_fault::crash, "nobody", {}, {}}), "names hosts of its world");
  EXPECT_DEATH(both.net.add_fault({both.net.now(), world_fault::jitter, "client", {}, {}}), "what has a time is");
}

TEST(world_faults, links_that_cannot_be_are_a_checked_error) {
  world net(1);
  EXPECT_DEATH(net.set_links({.slice = {1'000'001}}), "complaint_about");
}

}  // namespace
}  // namespace asynchat::sim
