#pragma once

#include <asynchat/sim/plan.h>
#include <asynchat/transport/network.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace asynchat::properties {

/// A world of one connection, whose input is handed over chunk by chunk as it goes, and which takes all output. Time
/// stands still.
class hand_network final : public network {
 public:
  /// A new connected end, with no input yet; the one before it is closed by then.
  std::unique_ptr<stream> connect_again();

  /// Makes a chunk readable, borrowed until it has been read; an empty one makes the stream ready for one read that
  /// would block.
  void offer(std::string_view chunk);
  /// The input ends.
  void end(sim::ending how) { end_ = how; }
  /// True while a chunk has not been read to its end, or an end not been noticed.
  bool has_news() const { return !unread_.empty() || ready_in_vain_ || (end_ != sim::ending::open && !end_seen_); }
  /// Bytes read since the last call.
  std::size_t take_received();

  connect_result connect(const endpoint& where) override;
  listen_result listen(const endpoint& where, const listen_options& options) override;
  void wait(std::optional<duration> timeout, std::vector<ready_event>& ready) override;
  /// Its wait never waits.
  void wake() override {}
  time_point now() const override { return {}; }

 private:
  class hand_stream;

  std::string_view unread_;
  bool ready_in_vain_ = false;
  sim::ending end_ = sim::ending::open;
  bool end_seen_ = false;
  std::size_t received_ = 0;
  std::optional<registration> watcher_;
  readiness wanted_ = readiness::none;
};

}  // namespace asynchat::properties
