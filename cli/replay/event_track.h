#pragma once

#include <asynchat/engine/loop.h>
#include <asynchat/traces/trace_event.h>
#include <asynchat/transport/side.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>

#include "replayed_connection.h"

namespace asynchat::cli {

/// How a recording is played again.
struct replay_settings {
  side mine = side::client;     ///< the side that is played
  std::optional<double> speed;  ///< 1: as recorded, 10: ten times as fast; none: as the order of the dialogue allows
  double time_limit_seconds = 10;
  const line_mask* masks = nullptr;  ///< borrowed
};

/// What has been played so far.
struct replay_totals {
  std::uint64_t events = 0;
  std::uint64_t connections = 0;  ///< that stood
  std::uint64_t same = 0;
  std::uint64_t differing = 0;
  std::uint64_t incomplete = 0;
  std::uint64_t sent_bytes = 0;
  std::uint64_t come_bytes = 0;
};

/// Plays events in their order: each once the one before is done, that is, what one side was to say has been sent, and
/// what the other had said in the recording has come, on whatever connection. So nothing is sent earlier, as seen from
/// all that was to come before it, than it was in the recording.
///
/// It works in timers of the loop, one event in memory at a time. What `next` throws leaves the loop.
class event_track {
 public:
  using event_maker = std::function<std::optional<traces::trace_event>()>;
  /// Gives a connection that is opened its wire.
  using wire_maker = std::function<std::unique_ptr<wire>(replayed_connection&)>;
  /// What became of a connection, and the connection, which is about to go.
  using result_sink = std::function<void(const connection_result&, const replayed_connection&)>;

  /// All is borrowed but the functions.
  event_track(loop& owner, const replay_settings& settings, replay_totals& totals, event_maker next, wire_maker connect,
              result_sink told);
  event_track(const event_track&) = delete;
  event_track& operator=(const event_track&) = delete;
  ~event_track();

  void begin() { advance_soon(); }
  /// Every event has been played.
  bool done() const { return done_; }
  /// Ends here: tells of the connections as far as they came.
  void stop();

 private:
  void advance_soon();
  void advance();
  bool fetch();
  bool is_due();
  bool play(const traces::trace_event& event);
  void wait_for_far_side();
  void end_connection(std::uint64_t conn);
  replayed_connection& open(const traces::trace_event& event);

  loop& owner_;
  const replay_settings& settings_;
  replay_totals& totals_;
  const event_maker next_;
  const wire_maker connect_;
  const result_sink told_;
  std::map<std::uint64_t, std::unique_ptr<replayed_connection>> open_;
  std::optional<traces::trace_event> event_;
  std::optional<timer_id> soon_;
  std::optional<timer_id> later_;
  std::optional<time_point> origin_;  ///< when the recording's time 0 was
  bool done_ = false;
};

}  // namespace asynchat::cli
