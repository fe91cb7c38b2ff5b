#include <gtest/gtest.h>
#include <string>

#include "two_hosts.h"

namespace asynchat::sim {
namespace {

TEST(world_streams, bring_bytes_after_the_links_latency) {
  two_hosts both({.latency = 20ms});
  both.connect();
  EXPECT_EQ(both.near->send("hello"), io_result::transferred(5));
  both.pass(19ms);
  EXPECT_EQ(read(*both.far), "(would block)");
  both.pass(1ms);
  EXPECT_EQ(read(*both.far), "hello");
}

TEST(world_streams, keep_their_order_under_jitter) {
  two_hosts both({.jitter = 1s});
  both.connect();
  std::string sent;
  for (char letter = 'a'; letter <= 'z'; ++letter) {
    both.near->send({&letter, 1});
    sent += letter;
    both.pass(1ms);
  }
  both.pass(2s);
  EXPECT_EQ(read_all(*both.far), sent);
  EXPECT_GT(both.net.faults().fired[static_cast<std::size_t>(world_fault::jitter)], 20u);
}

TEST(world_streams, take_the_time_that_the_bandwidth_asks_for) {
  two_hosts both({.latency = 0ms, .bytes_per_second = 1000, .segment_bytes_max = 100});
  both.connect();
  both.near->send(std::string(1000, 'x'));
  both.pass(500ms);
  EXPECT_EQ(read_all(*both.far).size(), 500u);
  both.pass(500ms);
  EXPECT_EQ(read_all(*both.far).size(), 500u);
}

TEST(world_streams, hold_no_more_than_window_and_buffer) {
  two_hosts both({.send_buffer_bytes = 1000, .receive_window_bytes = 300});
  both.connect();
  EXPECT_EQ(both.near->send(std::string(5000, 'x')), io_result::transferred(1000));
  EXPECT_EQ(both.near->send("y"), io_result::would_block());
  both.pass(1s);
  EXPECT_EQ(both.near->send(std::string(5000, 'x')), io_result::transferred(300));
  both.pass(1s);
  EXPECT_EQ(both.near->send("y"), io_result::would_block());
  EXPECT_EQ(read(*both.far).size(), 300u);
  both.pass(1s);
  EXPECT_EQ(read(*both.far).size(), 300u);
  EXPECT_EQ(both.near->send(std::string(5000, 'x')), io_result::transferred(300));
}

TEST(world_streams, tell_a_sender_that_waits_when_there_is_room_again) {
  two_hosts both({.send_buffer_bytes = 10});
  both.connect();
  both.near->send(std::string(10, 'x'));
  both.near->watch({0, 0}, readiness::write);
  std::vector<ready_event> ready;
  both.client_host->wait(0ms, ready);
  EXPECT_TRUE(ready.empty());
  both.client_host->wait(1s, ready);
  ASSERT_EQ(ready.size(), 1u);
  EXPECT_EQ(ready[0].what, readiness::write);
}

TEST(world_streams, send_one_small_segment_at_a_time_by_nagles_rule) {
  two_hosts both({.latency = 10ms, .nagle = true});
  both.connect();
  for (const char* word : {"a", "b", "c"}) both.near->send(word);
  both.pass(10ms);
  EXPECT_EQ(read(*both.far), "a");
  both.pass(20ms);
  EXPECT_EQ(read(*both.far), "bc");
}

TEST(world_streams, hand_segments_over_together_where_they_coalesce) {
  two_hosts both({.latency = 1ms, .coalesce = 10ms});
  both.connect();
  for (int i = 0; i < 5; ++i) {
    both.near->send("x");
    both.pass(1ms);
  }
  EXPECT_EQ(read(*both.far), "(would block)");
  both.pass(10ms);
  EXPECT_EQ(read(*both.far), "xxxxx");
}

TEST(world_streams, are_sliced_to_any_part) {
  two_hosts both({.slice = {1'000'000}});
  both.connect();
  std::vector<ready_event> ready;
  both.near->send(std::string(1000, 'x'));
  both.pass(1s);
  EXPECT_EQ(read_all(*both.far), std::string(1000, 'x'));
  EXPECT_GT(both.net.faults().fired[static_cast<std::size_t>(world_fault::slicer)], 1u);
}

TEST(world_streams, stop_a_read_where_it_is_cut) {
  two_hosts both({.short_read = {1'000'000}});
  both.connect();
  both.near->send("hello, world");
  both.pass(1s);
  const std::string first = read(*both.far);
  EXPECT_LT(first.size(), 12u);
  EXPECT_EQ(first + read(*both.far), "hello, world");
}

TEST(world_streams, wake_for_nothing_once) {
  two_hosts both({.spurious_wakeup = {1'000'000}});
  both.connect();
  both.near->send("hello");
  both.pass(1s);
  EXPECT_EQ(read(*both.far), "(would block)");
  EXPECT_EQ(read(*both.far), "hello");
}

TEST(world_streams, take_part_of_a_send) {
  two_hosts both({.short_write = {1'000'000}});
  both.connect();
  EXPECT_LT(both.near->send("hello, world").count(), 12u);
}

TEST(world_streams, end_in_one_direction_and_go_on_in_the_other) {
  two_hosts both;
  both.connect();
  both.near->send("question");
  EXPECT_FALSE(both.near->shutdown_send());
  both.pass(1s);
  EXPECT_EQ(read(*both.far), "question");
  EXPECT_EQ(read(*both.far), "(end)");
  both.far->send("answer");
  both.pass(1s);
  EXPECT_EQ(read(*both.near), "answer");
  EXPECT_EQ(both.near->send("more").code(), std::errc::broken_pipe);
}

TEST(world_streams, deliver_what_was_sent_before_a_close) {
  two_hosts both({.receive_window_bytes = 10});
  both.connect();
  both.near->send(std::string(100, 'x'));
  both.near->close();
  std::string all;
  for (int i = 0; i < 20; ++i) {
    both.pass(1s);
    all += read_all(*both.far);
  }
  EXPECT_EQ(all.size(), 100u);
  EXPECT_EQ(read(*both.far), "(end)");
}

TEST(world_streams, end_late_where_closes_are_slow) {
  two_hosts both({.close_delay = 2s}, 3);
  both.connect();
  both.near->send("bye");
  both.near->close();
  both.pass(1ms);
  EXPECT_EQ(read(*both.far), "bye");
  EXPECT_EQ(read(*both.far), "(would block)");
  both.pass(2s);
  EXPECT_EQ(read(*both.far), "(end)");
}

TEST(world_streams, reset_after_what_had_arrived) {
  two_hosts both;
  both.connect();
  both.near->send("last words");
  both.near->abort();
  both.pass(1s);
  EXPECT_EQ(read(*both.far), "last words");
  EXPECT_EQ(read(*both.far), "(Connection reset by peer)");
  EXPECT_EQ(both.far->send("x").code(), std::errc::connection_reset);
}

TEST(world_streams, may_lose_unread_bytes_to_a_reset) {
  two_hosts both({.reset_discards = {1'000'000}});
  both.connect();
  both.near->send("last words");
  both.near->abort();
  both.pass(1s);
  EXPECT_EQ(read(*both.far), "(Connection reset by peer)");
}

TEST(world_streams, answer_bytes_for_a_closed_end_with_a_reset) {
  two_hosts both;
  both.connect();
  both.far->close();
  both.pass(1s);
  EXPECT_EQ(read(*both.near), "(end)");
  both.near->send("anyone?");
  both.pass(1s);
  EXPECT_EQ(both.near->send("hello?").code(), std::errc::connection_reset);
}

TEST(world_streams, reset_when_closed_with_unread_bytes_where_the_system_does_so) {
  two_hosts both({.reset_on_close = {1'000'000}});
  both.connect();
  both.near->send("unread");
  both.pass(1s);
  both.far->close();
  both.pass(1s);
  EXPECT_EQ(read(*both.near), "(Connection reset by peer)");
}

TEST(world_streams, let_a_sender_with_a_full_window_find_out_that_the_other_end_has_closed) {
  two_hosts both({.send_buffer_bytes = 8, .receive_window_bytes = 4});
  both.connect();
  both.near->send("12345678");
  both.pass(1s);
  both.far->close();
  both.pass(1s);
  EXPECT_EQ(both.near->send("more").code(), std::errc::connection_reset);
}

TEST(world_streams, are_reset_in_the_middle) {
  two_hosts both({.reset = {1'000'000}});
  both.connect();
  both.near->send("lost");
  both.pass(1s);
  EXPECT_EQ(read(*both.far), "(Connection reset by peer)");
  EXPECT_EQ(read(*both.near), "(Connection reset by peer)");
}

}  // namespace
}  // namespace asynchat::sim
