#include <asynchat/engine/dispatcher.h>
#include <gtest/gtest.h>

#include <array>

#include "manual_network.h"
#include "recorded_chat.h"

namespace asynchat {
namespace {

using support::event_log;
using support::fail_with;
using support::manual_network;
using support::recorded_chat;

/// Makes a recorded_chat of each connection that arrives.
class recorded_listener : public dispatcher {
 public:
  recorded_listener(loop& loop, event_log& log) : dispatcher(loop), log_(log) {}

  void handle_accepted(std::unique_ptr<stream> accepted, const endpoint& from) override {
    log_.add("accepted", to_string(from));
    if (on_accepted) on_accepted();
    chats.push_back(std::make_unique<recorded_chat>(owner(), std::move(accepted), log_));
  }
  void handle_error(std::exception_ptr error) override {
    log_.add("error", support::message_of(error));
    dispatcher::handle_error(error);
  }
  void handle_close() override {
    log_.add("handle_close");
    dispatcher::handle_close();
  }

  std::function<void()> on_accepted;
  std::vector<std::unique_ptr<recorded_chat>> chats;

 private:
  event_log& log_;
};

struct a_listener : testing::Test {
  a_listener() {
    channels.set_log_sink(nullptr);
    door.listen(endpoint::inet("here", 7));
  }
  manual_network::arrival out_of(std::errc code) { return {nullptr, std::make_error_code(code)}; }

  manual_network network;
  manual_network::far_end far, second_far;
  event_log log;
  loop channels{network};
  recorded_listener door{channels, log};
};

TEST_F(a_listener, accepts_and_is_not_connected) {
  EXPECT_TRUE(door.accepting());
  EXPECT_FALSE(door.connected());
  EXPECT_EQ(door.local(), endpoint::inet("here", 7));
  network.arrivals = {{&far, {}}};
  channels.poll(duration(0));
  EXPECT_EQ(log.take(), "accepted(far:2)");
  EXPECT_EQ(channels.size(), 2u);
}

TEST_F(a_listener, takes_one_connection_a_pass) {
  network.arrivals = {{&far, {}}, {&second_far, {}}};
  channels.poll(duration(0));
  EXPECT_EQ(door.chats.size(), 1u);
  channels.poll(duration(0));
  EXPECT_EQ(door.chats.size(), 2u);
}

TEST_F(a_listener, does_nothing_about_a_connection_that_has_gone_again) {
  network.arrivals = {{nullptr, {}}};
  channels.poll(duration(0));
  EXPECT_EQ(log.take(), "");
  EXPECT_TRUE(door.accepting());
}

TEST_F(a_listener, accepts_nothing_once_closed) {
  door.close();
  EXPECT_FALSE(door.accepting());
  network.arrivals = {{&far, {}}};
  channels.poll(duration(0));
  EXPECT_EQ(network.accept_calls, 0);
}

TEST_F(a_listener, survives_an_exception_of_handle_accepted_only_if_handle_error_says_so) {
  network.arrivals = {{&far, {}}};
  door.on_accepted = [] { fail_with("no"); };
  channels.poll(duration(0));
  EXPECT_EQ(log.take(), "accepted(far:2) error(no) handle_close");
  EXPECT_TRUE(far.closed);
}

TEST_F(a_listener, closes_on_an_error_that_is_no_want_of_resources) {
  network.arrivals = {out_of(std::errc::io_error)};
  channels.poll(duration(0));
  EXPECT_EQ(log.take(), "error(Input/output error) handle_close");
}

class a_listener_out_of : public a_listener, public testing::WithParamInterface<std::errc> {};

TEST_P(a_listener_out_of, resources_rests_and_accepts_afterwards) {
  network.arrivals = {out_of(GetParam()), {&far, {}}};
  const time_point start = channels.now();
  channels.poll(duration(0));
  EXPECT_EQ(log.take(), "error(" + std::make_error_code(GetParam()).message() + ")");
  EXPECT_TRUE(door.accepting());
  channels.poll(duration(0));
  EXPECT_EQ(network.accept_calls, 1) << "it rests";
  while (door.chats.empty() && network.accept_calls < 3) channels.poll(std::chrono::hours(1));
  EXPECT_EQ(log.take(), "accepted(far:2)");
  EXPECT_EQ(channels.now() - start, std::chrono::milliseconds(100));
}

INSTANTIATE_TEST_SUITE_P(errors, a_listener_out_of,
                         testing::Values(std::errc::too_many_files_open, std::errc::too_many_files_open_in_system,
                                         std::errc::no_buffer_space, std::errc::not_enough_memory));

TEST_F(a_listener, that_rests_may_be_closed) {
  network.arrivals = {out_of(std::errc::too_many_files_open)};
  channels.poll(duration(0));
  door.close();
  channels.poll(std::chrono::hours(1));
  EXPECT_FALSE(door.accepting());
}

TEST_F(a_listener, that_runs_out_twice_and_is_destroyed_leaves_no_timer_behind) {
  network.arrivals = {out_of(std::errc::too_many_files_open), out_of(std::errc::too_many_files_open)};
  auto impatient = std::make_unique<recorded_listener>(channels, log);
  impatient->listen({});
  impatient->accept();
  impatient->accept();
  impatient.reset();
  for (int i = 0; i < 3; ++i) channels.poll(std::chrono::milliseconds(100));
  EXPECT_EQ(channels.size(), 1u);
}

TEST_F(a_listener, that_fails_to_listen_is_closed) {
  network.refuse_to_listen = true;
  dispatcher other(channels);
  EXPECT_EQ(other.listen({}), std::errc::address_in_use);
  EXPECT_TRUE(other.closed());
}

TEST_F(a_listener, may_be_destroyed_in_handle_accepted) {
  auto brief = std::make_unique<recorded_listener>(channels, log);
  recorded_listener& itself = *brief;
  door.close();
  itself.listen({});
  itself.on_accepted = [&] { channels.destroy_later(std::move(brief)); };
  network.arrivals = {{&far, {}}};
  channels.poll(duration(0));
  EXPECT_TRUE(channels.empty());
  EXPECT_TRUE(far.closed);
}

struct a_dispatcher : testing::Test {
  a_dispatcher() {
    channels.set_log_sink([this](log_level level, std::string_view line) {
      lines += (level == log_level::warning ? "warning: " : "") + std::string(line) + "\n";
    });
  }
  manual_network network;
  manual_network::far_end far;
  std::string lines;
  loop channels{network};
};

TEST_F(a_dispatcher, knows_its_endpoints) {
  dispatcher one(channels, network.stream_to(far));
  EXPECT_EQ(one.local(), endpoint::inet("near", 1));
  EXPECT_EQ(one.peer(), endpoint::inet("far", 2));
  EXPECT_TRUE(one.connected());
  EXPECT_EQ(dispatcher(channels).peer(), endpoint());
}

TEST_F(a_dispatcher, receives_and_sends) {
  far.in = "ab";
  dispatcher one(channels, network.stream_to(far));
  std::array<char, 8> buffer{};
  EXPECT_EQ(one.recv(buffer), io_result::transferred(2));
  EXPECT_EQ(one.recv(buffer), io_result::would_block());
  EXPECT_EQ(one.send("xyz"), io_result::transferred(3));
  EXPECT_EQ(far.out, "xyz");
}

TEST_F(a_dispatcher, that_reads_the_end_is_closed) {
  far.eof = true;
  dispatcher one(channels, network.stream_to(far));
  std::array<char, 8> buffer{};
  EXPECT_EQ(one.recv(buffer), io_result::end_of_stream());
  EXPECT_TRUE(one.closed());
}

TEST_F(a_dispatcher, that_finds_the_peer_gone_when_it_sends_is_closed) {
  far.send_error = std::make_error_code(std::errc::broken_pipe);
  dispatcher one(channels, network.stream_to(far));
  EXPECT_EQ(one.send("x").what(), io_result::kind::disconnected);
  EXPECT_TRUE(one.closed());
}

TEST_F(a_dispatcher, logs_the_events_that_nobody_handles) {
  far.in = "a";
  dispatcher one(channels, network.stream_to(far));
  channels.poll(duration(0));
  EXPECT_EQ(lines, "warning: unhandled read event\nwarning: unhandled write event\n");
}

TEST_F(a_dispatcher, closes_what_nobody_accepts) {
  dispatcher door(channels);
  door.listen({});
  network.arrivals = {{&far, {}}};
  channels.poll(duration(0));
  EXPECT_TRUE(far.closed);
  EXPECT_EQ(lines, "warning: unhandled accepted event\n");
}

TEST_F(a_dispatcher, whose_connect_is_refused_is_closed_and_not_registered) {
  dispatcher one(channels);
  EXPECT_EQ(one.connect({}), std::errc::connection_refused);
  EXPECT_TRUE(one.closed());
  EXPECT_TRUE(channels.empty());
}

TEST_F(a_dispatcher, may_live_beside_async_chats_in_one_loop) {
  manual_network::far_end other;
  event_log log;
  dispatcher one(channels, network.stream_to(far));
  recorded_chat chat(channels, network.stream_to(other), log);
  other.in = "a";
  channels.poll(duration(0));
  EXPECT_EQ(log.take(), "collect(a)");
  EXPECT_EQ(lines, "warning: unhandled write event\n");
}

using dispatcher_death_test = a_dispatcher;

TEST_F(dispatcher_death_test, accept_without_listening_is_a_mistake) {
  dispatcher one(channels);
  EXPECT_DEATH(one.accept(), "listening channel");
}

TEST_F(dispatcher_death_test, recv_without_a_stream_is_a_mistake) {
  dispatcher one(channels);
  std::array<char, 8> buffer{};
  EXPECT_DEATH(one.recv(buffer), "needs a stream");
  EXPECT_DEATH(one.send("a"), "needs a stream");
  EXPECT_DEATH(dispatcher(channels, nullptr), "has a stream");
}

}  // namespace
}  // namespace asynchat
