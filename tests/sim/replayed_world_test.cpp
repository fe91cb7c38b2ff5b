#include <asynchat/engine/async_chat.h>
#include <asynchat/engine/loop.h>
#include <asynchat/sim/recorded_fate.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>
#include <utility>

#include "questions.h"

namespace asynchat::sim {
namespace {

using namespace std::chrono_literals;

class echo final : public async_chat {
 public:
  echo(loop& owner, std::unique_ptr<stream> accepted) : async_chat(owner, std::move(accepted)) { set_terminator("\n"); }
  void collect_incoming_data(std::string_view data) override { line_ += data; }
  void found_terminator() override { push(std::exchange(line_, {}) + '\n'); }
  void handle_error(std::exception_ptr) override { notify_close(); }

 private:
  std::string line_;
};

class echo_server final : public dispatcher {
 public:
  explicit echo_server(loop& owner) : dispatcher(owner) { listen(endpoint::inet("0.0.0.0", 7), {}); }
  void handle_accepted(std::unique_ptr<stream> accepted, const endpoint&) override {
    chats_.push_back(std::make_unique<echo>(owner(), std::move(accepted)));
  }
  void handle_error(std::exception_ptr) override {}

 private:
  std::vector<std::unique_ptr<echo>> chats_;
};

/// Says three lines, reads until one has come back, and closes a little later.
class talker final : public async_chat {
 public:
  explicit talker(loop& owner) : async_chat(owner) {
    set_terminator("\n");
    connect(endpoint::inet("server", 7));
  }
  void handle_connect() override {
    for (const std::size_t bytes : {10u, 3000u, 3000u}) push(std::string(bytes, 'x') + '\n');
  }
  void collect_incoming_data(std::string_view) override {}
  void found_terminator() override {
    if (std::exchange(has_heard_, true)) return;
    owner().call_later(100ms, [this] { close(); });
  }
  bool readable() const override { return !has_heard_ && async_chat::readable(); }
  void handle_error(std::exception_ptr) override { notify_close(); }

 private:
  bool has_heard_ = false;
};

template <class Channel, std::size_t Count>
class on_a_loop final : public program {
 public:
  explicit on_a_loop(host& at) : loop_(at) {
    loop_.set_log_sink(nullptr);
    for (std::size_t i = 0; i < Count; ++i) channels_.push_back(std::make_unique<Channel>(loop_));
  }
  void pass() override { loop_.poll(std::nullopt); }

 private:
  loop loop_;
  std::vector<std::unique_ptr<Channel>> channels_;
};

struct outcome {
  std::uint64_t digest = 0;
  std::uint64_t events = 0;
  fault_counts faults;

  friend bool operator==(const outcome&, const outcome&) = default;
};

outcome run(fate& decides, const circumstances& setting) {
  world net(decides, {2'000'000});
  set_up(net, setting);
  net.find_host("server")->run([](host& at) { return std::make_unique<on_a_loop<echo_server, 1>>(at); });
  for (const char* name : {"client1", "client2"}) {
    net.find_host(name)->run([](host& at) { return std::make_unique<on_a_loop<talker, 4>>(at); });
  }
  net.run(time_point(20s));
  net.end_faults();
  net.run(time_point(24h));
  return {net.digest(), net.events(), net.faults()};
}

TEST(replayed_world, repeats_the_run_of_any_seed_from_its_lines) {
  const auto seeds = std::getenv("ASYNCHAT_LONG") != nullptr ? 2000u : 100u;
  fault_counts all;
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    const circumstances setting = small_swarm(seed);
    seeded_fate seeded(seed);
    recording_fate recording(seeded, setting);
    const outcome first = run(recording, setting);
    const auto lines = to_lines(recording.recorded());
    const auto read = parse_schedule(lines);
    ASSERT_TRUE(std::holds_alternative<schedule>(read)) << std::get<schedule_error>(read).message;
    recorded_fate recorded(std::get<schedule>(read));
    ASSERT_EQ(run(recorded, recorded.recorded().setting), first) << "seed " << seed;
    for (std::size_t i = 0; i < world_fault_count; ++i) all.fired[i] += first.faults.fired[i];
  }
  for (std::size_t i = 0; i < world_fault_count; ++i) {
    EXPECT_GT(all.fired[i], 0u) << to_string(static_cast<world_fault>(i)) << " never fired";
  }
}

}  // namespace
}  // namespace asynchat::sim
