#pragma once

#include <asynchat/properties/check.h>

#include <cstdint>
#include <optional>
#include <string_view>

#include "course.h"
#include "survey.h"
#include "tally.h"

namespace asynchat::properties {

/// What its plays are called among the strategies.
inline constexpr std::string_view callbacks_strategy = "callbacks";

/// Plays the stream with each deed in each call of each callback of a channel, in one read, byte by byte and in reads
/// of seven bytes, of a stream over 16 KiB in larger ones; of the calls about so many that `plays_max` suffices, evenly
/// spread, the first one always. Does nothing for what is no channel.
void play_callbacks(const subject& parser, const checked_stream& stream, std::uint64_t plays_max, tally& counts,
                    std::optional<survey>& seen, course& way, check_report& report);

}  // namespace asynchat::properties
