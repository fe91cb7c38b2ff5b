#pragma once

#include <asynchat/properties/check.h>

#include <cstdint>
#include <string_view>

#include "framing_map.h"

namespace asynchat::properties {

/// Whether a delivery does anything to its stream, and whether that reached the parser.
///
/// What it does is the first of these that its plan has: a send that is taken in part, blocked or failed; a read that
/// brings nothing or fails; other bytes; another end; a cut. So a plan that cuts and resets is one that resets.
struct delivery_effect {
  bool offered = false;  ///< false for the whole stream in one read, with its own end
  bool fired = false;
};
delivery_effect effect_of(const sim::delivery& what, const checked_stream& stream, const played_steps& played);

/// Counts, while a stream is checked, which faults have their effect, and which places of a channel's framing are
/// reached by what.
class survey {
 public:
  /// All is borrowed; counts into the report.
  survey(const subject& parser, const checked_stream& stream, check_report& report);

  /// The cells that this stream has are to be reached.
  void demand_places() { map_.note_possible(report_.places); }
  /// The strategy has no plan for this stream, perhaps.
  void knows(const sim::strategy& what) { report_.faults.add(what.name(), 0, 0); }
  void played(const sim::strategy& what, const sim::delivery& made, const played_steps& played);
  /// A sweep made it from saved states: it was played to where the parser stops reading.
  void swept(const sim::strategy& what, const sim::delivery& made);
  void acted(callback_deed what, bool happened);

 private:
  played_steps all_of(const sim::delivery& made) const;

  const checked_stream& stream_;
  check_report& report_;
  framing_map map_;
};

}  // namespace asynchat::properties
