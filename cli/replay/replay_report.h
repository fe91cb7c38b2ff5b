#pragma once

#include <asynchat/properties/events.h>

#include <optional>
#include <string>

#include "event_track.h"
#include "replayed_connection.h"

namespace asynchat::cli {

/// A connection that was not as recorded, for a person: the sentence, the bytes of both under each other, and the frame
/// in which they part, where that is known.
std::string told_of(const connection_result& result, const std::optional<properties::event>& frame);
/// The same as a line of JSON.
std::string json_line_of(const connection_result& result, const std::optional<properties::event>& frame);

/// The last line: what was played, and how many connections differed.
std::string told_of(const replay_totals& totals);
std::string json_line_of(const replay_totals& totals);

}  // namespace asynchat::cli
