#pragma once

#include <asynchat/engine/loop.h>
#include <asynchat/traces/event_source.h>
#include <asynchat/transport/endpoint.h>

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <system_error>
#include <vector>

#include "connection_sorter.h"
#include "event_track.h"

namespace asynchat::cli {

/// Plays the server of a recording for real clients: the connection that is accepted as the n-th plays the n-th
/// recorded one, by itself, since clients of another day come in another order. It is done when all recorded
/// connections, or as many as were asked for, have been played; further clients are turned away.
class serving_replay {
 public:
  /// All is borrowed but the sink; settings.mine is the server.
  serving_replay(loop& owner, traces::event_source& source, const replay_settings& settings, replay_totals& totals,
                 event_track::result_sink told,
                 std::uint64_t connections_max = std::numeric_limits<std::uint64_t>::max());
  serving_replay(const serving_replay&) = delete;
  serving_replay& operator=(const serving_replay&) = delete;
  ~serving_replay();

  /// Zero, or why it cannot listen there. Port 0 lets the system choose: see local().
  std::error_code listen(const endpoint& where);
  endpoint local() const;

  /// Asked between passes of the loop; may read on in the source.
  bool done();
  /// Ends all that is played.
  void stop();

 private:
  class door;

  void serve(std::unique_ptr<stream> accepted);
  bool has_next();

  loop& owner_;
  const replay_settings& settings_;
  replay_totals& totals_;
  const event_track::result_sink told_;
  connection_sorter events_;
  std::uint64_t left_;                 ///< connections that may still be played
  std::optional<std::uint64_t> next_;  ///< the one that the next client plays, where that is known
  std::unique_ptr<door> door_;
  std::vector<std::unique_ptr<event_track>> tracks_;
};

}  // namespace asynchat::cli
