#pragma once

#include <asynchat/engine/async_chat.h>
#include <asynchat/properties/subject.h>
#include <asynchat/traces/trace_event.h>
#include <asynchat/transport/side.h>

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "subjects.h"

namespace asynchat::cli {

/// The frames of a trace while its events go by: each side of each open connection has a parser, which hears the frames
/// of the other side as they are completed. Memory grows with the open connections and their unfinished frames.
class frame_listener {
 public:
  explicit frame_listener(framing_choice framing) : framing_(std::move(framing)) {}

  /// What the framing tells when this event comes, all of it of the side `event.from`; valid until the next call. A
  /// payload that goes on is an event "data" for each chunk. What comes after a gap is not followed, since nobody knows
  /// where a frame begins there.
  std::span<const properties::event> take(const traces::trace_event& event);

  /// True while the frames of that direction are told: its connection is open, and nothing of it was missed.
  bool follows(std::uint64_t conn, side from) const;

  /// The terminator that is live behind the last byte of that direction; none where it is not followed, or the parser
  /// cannot tell. The pattern is valid until the next call of take().
  std::optional<asynchat::boundary> boundary(std::uint64_t conn, side from) const;

 private:
  struct direction {
    checked_parser parser;
    std::unique_ptr<properties::session> reader;  ///< null after a gap
    properties::log_mark passed_on = {};          ///< how much of its log has been told
  };
  using connection = std::array<direction, 2>;

  direction begin(side from) const;
  /// Appends what the parser told since the last time.
  void pass_on(direction& one);

  framing_choice framing_;
  std::map<std::uint64_t, connection> open_;
  std::vector<properties::event> told_;
};

}  // namespace asynchat::cli
