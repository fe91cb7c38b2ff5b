#include <asynchat/sim/inside.h>
#include <asynchat/sim/world.h>

#include <asynchat/engine/async_chat.h>
#include <asynchat/engine/loop.h>

#include <gtest/gtest.h>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace asynchat::sim {
namespace {

using namespace std::chrono_literals;

/// An ordinary line server, which knows nothing of the simulation.
class echo final : public async_chat {
 public:
  echo(loop& owner, std::unique_ptr<stream> accepted) : async_chat(owner, std::move(accepted)) { set_terminator("\n"); }
  void collect_incoming_data(std::string_view data) override { line_ += data; }
  void found_terminator() override { push(std::exchange(line_, {}) + '\n'); }

 private:
  std::string line_;
};

class echo_server final : public dispatcher {
 public:
  explicit echo_server(loop& owner) : dispatcher(owner) { listen(endpoint::inet("0.0.0.0", 7), {.backlog = 4096}); }
  void handle_accepted(std::unique_ptr<stream> accepted, const endpoint&) override {
    chats_.push_back(std::make_unique<echo>(owner(), std::move(accepted)));
  }

 private:
  std::vector<std::unique_ptr<echo>> chats_;
};

/// What the clients of one world have heard.
struct tally {
  std::uint64_t lines = 0;
  std::uint64_t losses = 0;
};

/// Says a line each second, and counts the answers.
class asker final : public async_chat {
 public:
  asker(loop& owner, tally& heard, int lines) : async_chat(owner), heard_(heard), left_(lines), missing_(lines) {
    set_terminator("\n");
    connect(endpoint::inet("server", 7));
  }
  void handle_connect() override { ask(); }
  void collect_incoming_data(std::string_view) override {}
  void found_terminator() override {
    ++heard_.lines;
    if (--missing_ == 0) close();
  }
  void handle_close() override {
    if (missing_ > 0) ++heard_.losses;
    async_chat::handle_close();
  }
  void handle_error(std::exception_ptr) override { notify_close(); }

 private:
  void ask() {
    if (closed() || left_-- == 0) return;
    push("a line of text\n");
    owner().call_later(1s, [this] { ask(); });
  }

  tally& heard_;
  int left_;     ///< lines to say
  int missing_;  ///< lines to hear
};

template <class Channels>
class on_a_loop final : public program {
 public:
  template <class... Args>
  explicit on_a_loop(host& at, Args&&... args) : loop_(at), channels_(loop_, std::forward<Args>(args)...) {
    loop_.set_log_sink(nullptr);
  }
  void pass() override { loop_.poll(std::nullopt); }

 private:
  loop loop_;
  Channels channels_;
};

class askers {
 public:
  askers(loop& owner, tally& heard, int count, int lines) {
    for (int i = 0; i < count; ++i) all_.push_back(std::make_unique<asker>(owner, heard, lines));
  }

 private:
  std::vector<std::unique_ptr<asker>> all_;
};

void add_server(world& net) {
  net.add_host("server").run([](host& at) { return std::make_unique<on_a_loop<echo_server>>(at); });
}

void add_clients(world& net, tally& heard, int hosts, int each, int lines) {
  for (int i = 0; i < hosts; ++i) {
    net.add_host("client" + std::to_string(i)).run([&heard, each, lines](host& at) {
      return std::make_unique<on_a_loop<askers>>(at, heard, each, lines);
    });
  }
}

struct run_result {
  tally heard;
  std::uint64_t digest = 0;
  std::uint64_t events = 0;
  time_point ended;
  friend bool operator==(const run_result& a, const run_result& b) { return a.digest == b.digest; }
};

run_result run_rough_world(std::uint64_t seed) {
  run_result result;
  world net(seed);
  net.set_links({.latency = 5ms, .jitter = 20ms, .coalesce = 1ms, .slice = {300'000}, .short_read = {200'000}});
  add_server(net);
  add_clients(net, result.heard, 8, 4, 20);
  net.add_fault({time_point(3s), world_fault::crash, "client3", {}, {}});
  net.add_fault({time_point(7s), world_fault::restart, "client3", {}, {}});
  net.add_fault({time_point(5s), world_fault::partition, "client1", "server", 4s});
  EXPECT_EQ(net.run(), run_end::idle);
  result.digest = net.digest();
  result.events = net.events();
  result.ended = net.now();
  return result;
}

TEST(world_programs, are_servers_and_clients_that_know_nothing_of_it) {
  world net(1);
  tally heard;
  add_server(net);
  add_clients(net, heard, 1, 10, 5);
  EXPECT_EQ(net.run(), run_end::idle);
  EXPECT_EQ(heard.lines, 50u);
  EXPECT_GE(net.now(), time_point(5s));
}

TEST(world_programs, run_on_a_thousand_hosts) {
  world net(1);
  tally heard;
  add_server(net);
  add_clients(net, heard, 1000, 1, 3);
  EXPECT_EQ(net.run(), run_end::idle);
  EXPECT_EQ(heard.lines, 3000u);
}

TEST(world_programs, begin_anew_after_a_restart) {
  const run_result rough = run_rough_world(5);
  EXPECT_EQ(rough.heard.losses, 0u);
  EXPECT_GT(rough.heard.lines, 32u * 20u);
}

TEST(world_programs, start_where_a_crash_came_before_them) {
  world net(1);
  tally heard;
  add_server(net);
  net.add_host("late");
  net.add_fault({time_point(1s), world_fault::crash, "late", {}, {}});
  net.run(time_point(2s));
  net.find_host("late")->run([&heard](host& at) { return std::make_unique<on_a_loop<askers>>(at, heard, 1, 1); });
  net.run(time_point(3s));
  EXPECT_EQ(heard.lines, 0u);
  net.end_faults();
  net.run();
  EXPECT_EQ(heard.lines, 1u);
}

/// As a scenario brings late comers.
TEST(world_programs, start_where_all_faults_ended_before_them) {
  world net(1);
  tally heard;
  add_server(net);
  net.add_host("late");
  net.add_fault({time_point(1s), world_fault::crash, "late", {}, {}});
  net.run(time_point(2s));
  net.end_faults();
  net.find_host("late")->run([&heard](host& at) { return std::make_unique<on_a_loop<askers>>(at, heard, 1, 1); });
  net.run();
  EXPECT_EQ(heard.lines, 1u);
}

TEST(world_programs, do_the_same_for_the_same_seed) {
  EXPECT_EQ(run_rough_world(5).digest, run_rough_world(5).digest);
  EXPECT_NE(run_rough_world(5).digest, run_rough_world(6).digest);
}

/// The number that every compiler, build and machine must come to.
TEST(world_programs, have_one_digest_everywhere) { EXPECT_EQ(run_rough_world(5).digest, 11364393868571326002u); }

TEST(world_programs, wait_for_a_slow_host) {
  tally heard;
  world net(1);
  net.add_host("server", {.pass_time = 2s}).run([](host& at) { return std::make_unique<on_a_loop<echo_server>>(at); });
  add_clients(net, heard, 4, 4, 3);
  EXPECT_EQ(net.run(), run_end::idle);
  EXPECT_EQ(heard.lines, 48u);
}

TEST(world_programs, are_told_what_is_ready_in_the_seeds_order) {
  world net(1);
  tally heard;
  add_server(net);
  add_clients(net, heard, 1, 10, 2);
  net.run();
  EXPECT_GT(net.faults().fired[static_cast<std::size_t>(world_fault::ready_order)], 0u);
}

TEST(world_programs, do_nothing_during_a_pause) {
  tally heard;
  world net(1);
  add_server(net);
  add_clients(net, heard, 1, 1, 3);
  net.add_fault({time_point(500ms), world_fault::pause, "server", {}, 10s});
  net.run(time_point(9s));
  EXPECT_EQ(heard.lines, 1u);
  net.run();
  EXPECT_EQ(heard.lines, 3u);
}

class restless final : public program {
 public:
  explicit restless(host& at) : at_(at) {}
  void pass() override {
    std::vector<ready_event> ready;
    at_.wait(0ms, ready);
  }

 private:
  host& at_;
};

TEST(world_programs, that_never_rest_are_ended_by_the_bound_of_events) {
  world net(1, {.events_max = 1000, .time_max = 1h});
  net.add_host("busy").run([](host& at) { return std::make_unique<restless>(at); });
  EXPECT_EQ(net.run(), run_end::events_max);
}

class ticking final : public program {
 public:
  explicit ticking(host& at) : loop_(at) { tick(); }
  void pass() override { loop_.poll(std::nullopt); }

 private:
  void tick() {
    loop_.call_later(1s, [this] { tick(); });
  }
  loop loop_;
};

TEST(world_programs, that_never_rest_do_not_stop_the_clock) {
  tally heard;
  world net(1);
  net.add_host("busy").run([](host& at) { return std::make_unique<restless>(at); });
  add_server(net);
  add_clients(net, heard, 1, 1, 3);
  EXPECT_EQ(net.run(time_point(3s)), run_end::time_came);
  EXPECT_EQ(heard.lines, 3u);
}

TEST(world_programs, have_time_pass_when_a_test_polls_without_waiting) {
  world net(1);
  add_server(net);
  host& own = net.add_host("tester");
  loop here(own);
  tally heard;
  asker chat(here, heard, 2);
  for (int polls = 0; polls < 3'000'000 && heard.lines < 2; ++polls) here.poll(0s);
  EXPECT_EQ(heard.lines, 2u);
}

TEST(world_programs, that_never_end_are_ended_by_the_bound_of_time) {
  world net(1, {.events_max = 1'000'000, .time_max = 1h});
  net.add_host("clock").run([](host& at) { return std::make_unique<ticking>(at); });
  EXPECT_EQ(net.run(), run_end::time_max);
  EXPECT_EQ(net.events(), 3600u);
}

class stopping final : public program {
 public:
  explicit stopping(world& net, host& at) : net_(net), at_(at) {}
  void pass() override {
    EXPECT_EQ(inside_simulation(), "one");
    net_.stop();
    std::vector<ready_event> ready;
    at_.wait(std::nullopt, ready);
  }

 private:
  world& net_;
  host& at_;
};

TEST(world_programs, may_stop_the_run) {
  world net(1);
  net.add_host("one").run([&net](host& at) { return std::make_unique<stopping>(net, at); });
  EXPECT_EQ(net.run(), run_end::stopped);
  EXPECT_EQ(inside_simulation(), "");
}

TEST(world_programs, meet_a_loop_that_a_test_polls_itself) {
  world net(1);
  add_server(net);
  host& own = net.add_host("tester");
  loop here(own);
  tally heard;
  asker chat(here, heard, 2);
  here.run(30s);
  EXPECT_EQ(heard.lines, 2u);
}

TEST(world_programs, leave_a_log_that_is_the_same_each_time) {
  const auto logged = [] {
    std::vector<std::string> lines;
    tally heard;
    world net(1);
    net.set_event_log([&](std::string_view line) { lines.emplace_back(line); });
    add_server(net);
    add_clients(net, heard, 1, 1, 1);
    net.run();
    return lines;
  };
  const std::vector<std::string> lines = logged();
  EXPECT_EQ(lines, logged());
  ASSERT_GT(lines.size(), 5u);
  EXPECT_EQ(lines[0], "0 connect client0/1> 7");
}

}  // namespace
}  // namespace asynchat::sim
