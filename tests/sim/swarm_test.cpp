#include <asynchat/sim/swarm.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "questions.h"

namespace asynchat::sim {
namespace {

using std::chrono::seconds;

TEST(swarm, is_the_same_for_the_same_seed) {
  EXPECT_EQ(small_swarm(5), small_swarm(5));
  EXPECT_NE(small_swarm(5), small_swarm(6));
}

TEST(swarm, says_the_same_on_every_machine) {
  const circumstances swarm = small_swarm(20260721);
  EXPECT_EQ(names_of(faults_on(swarm)),
            "jitter bandwidth nagle coalesce short_write spurious_wakeup send_buffer receive_window slow_close "
            "reset_peer connect_latency connect_refused connect_timeout accept_overflow accept_error partition clog "
            "pause slow_host ready_order");
  EXPECT_EQ(to_string(swarm.other_links),
            "latency=166439ns jitter=1us bytes_per_second=61380950 segment_bytes_max=36 nagle=on send_buffer_bytes=212 "
            "receive_window_bytes=36 close_delay=524553767ns short_write=6.1673% slow_connect=1.3549% "
            "slow_connect_max=91273896ns refuse=0.207% no_answer=2.5707%");
}

TEST(swarm, switches_each_fault_on_in_hundreds_of_a_thousand_seeds) {
  std::array<int, world_fault_count> times{};
  int calm = 0;
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    const std::vector<world_fault> on = faults_on(small_swarm(seed));
    for (const world_fault each : on) ++times[static_cast<std::size_t>(each)];
    calm += on.empty() ? 1 : 0;
  }
  for (std::size_t i = 0; i < world_fault_count; ++i) {
    EXPECT_TRUE(times[i] > 300 && times[i] < 600) << to_string(static_cast<world_fault>(i)) << ": " << times[i];
  }
  EXPECT_TRUE(calm > 30 && calm < 100) << calm;
}

TEST(swarm, has_nothing_that_one_could_complain_about) {
  for (std::uint64_t seed = 0; seed < 5000; ++seed) {
    const circumstances swarm = small_swarm(seed);
    ASSERT_EQ(complaint_about(swarm.other_links), "") << "seed " << seed;
    for (const link_circumstances& each : swarm.links) ASSERT_EQ(complaint_about(each.options), "") << "seed " << seed;
    for (const host_circumstances& each : swarm.hosts) ASSERT_EQ(complaint_about(each.options), "") << "seed " << seed;
  }
}

TEST(swarm, begins_its_timed_faults_in_order_and_within_its_span) {
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    const circumstances swarm = small_swarm(seed);
    EXPECT_TRUE(std::is_sorted(swarm.faults.begin(), swarm.faults.end(),
                               [](const timed_fault& a, const timed_fault& b) { return a.at < b.at; }));
    for (const timed_fault& each : swarm.faults) {
      EXPECT_TRUE(each.what == world_fault::restart || each.at < time_point(seconds(10)));
    }
  }
}

TEST(swarm, befalls_servers_and_clients) {
  std::set<std::string> crashed;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    for (const timed_fault& each : small_swarm(seed).faults) {
      if (each.what == world_fault::crash) crashed.insert(each.host);
    }
  }
  EXPECT_EQ(crashed, (std::set<std::string>{"client1", "client2", "server"}));
}

TEST(swarm, of_more_clients_leaves_the_links_of_the_first_as_they_were) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const circumstances two = small_swarm(seed);
    const circumstances three = make_swarm(seed, {{"server"}, {"client1", "client2", "client3"}, seconds(10)});
    ASSERT_LE(two.links.size(), three.links.size());
    EXPECT_TRUE(std::equal(two.links.begin(), two.links.end(), three.links.begin())) << "seed " << seed;
  }
}

TEST(swarm, sets_up_a_world) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    world in(seed);
    const circumstances swarm = small_swarm(seed);
    set_up(in, swarm);
    EXPECT_NE(in.find_host("client2"), nullptr);
    in.run();
    const bool some_fault_was_offered = in.faults() != fault_counts{};
    EXPECT_EQ(some_fault_was_offered, !swarm.faults.empty()) << "seed " << seed;
  }
}

TEST(swarm, is_named_in_a_line) {
  EXPECT_EQ(names_of({}), "none");
  EXPECT_EQ(names_of({world_fault::slicer, world_fault::crash}), "slicer crash");
}

}  // namespace
}  // namespace asynchat::sim
