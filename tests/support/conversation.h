#pragma once

#include <asynchat/engine/loop.h>
#include <asynchat/sim/scripted_network.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "recorded_chat.h"

namespace asynchat::support {

/// The plan of a text such as "3 1 b 2 | eof | 1 1 0*".
inline sim::plan planned(std::string_view text) {
  auto result = sim::parse_plan(text);
  if (const auto* error = std::get_if<sim::plan_error>(&result)) {
    ADD_FAILURE() << text << ": at " << error->position << ": " << error->message;
    return {};
  }
  return std::get<sim::plan>(result);
}

/// A recorded_chat whose peer sends a stream as a plan says. In the log, beside the chat's own callbacks, stand
/// `sent(…)`, `blocked`, `send_error` and, for the transport's close, `close`.
class conversation final : private sim::stream_observer {
 public:
  explicit conversation(std::string stream = {}, std::string_view plan = "| open", const sim::script& world = {})
      : conversation(std::move(stream), planned(plan), world) {}
  conversation(std::string stream, sim::plan plan, const sim::script& world = {})
      : stream_(std::move(stream)), plan_(std::move(plan)), network(stream_, plan_, this, world), channels(network) {
    channels.set_log_sink([this](log_level, std::string_view line) { lines += std::string(line) + "\n"; });
    owned = world.connect ? std::make_unique<recorded_chat>(channels, events)
                          : std::make_unique<recorded_chat>(channels, network.take_stream(), events);
  }

  recorded_chat& chat() { return *owned; }
  recorded_chat* operator->() { return owned.get(); }

  /// Makes passes until nothing happens any more; the log since the last take.
  std::string play() {
    for (int passes = 0; !channels.empty(); ++passes) {
      if (passes > 1000 + static_cast<int>(stream_.size()) * 4) {
        ADD_FAILURE() << "the channel does not come to rest";
        break;
      }
      if (channels.poll(std::chrono::hours(1)) == 0) break;
    }
    return log();
  }
  /// Makes one pass.
  std::string pass() {
    channels.poll(duration(0));
    return log();
  }
  std::string log() { return events.take(); }

 private:
  void sent(std::string_view accepted) override {
    output += accepted;
    events.add("sent", accepted);
  }
  void send_blocked() override { events.add("blocked"); }
  void send_failed(std::error_code) override { events.add("send_error"); }
  void closed() override { events.add("close"); }

  const std::string stream_;
  const sim::plan plan_;

 public:
  event_log events;
  std::string output;  ///< all that the transport took
  std::string lines;   ///< what went to the log sink
  sim::scripted_network network;
  loop channels;
  std::unique_ptr<recorded_chat> owned;
};

/// A world whose connect is answered at once, or in the first pass.
inline sim::script connecting(bool in_progress, std::errc outcome = {}) {
  sim::script world;
  world.connect.emplace();
  world.connect->in_progress = in_progress;
  world.connect->ready_pass = 0;
  if (outcome != std::errc{}) world.connect->outcome = std::make_error_code(outcome);
  return world;
}

}  // namespace asynchat::support
