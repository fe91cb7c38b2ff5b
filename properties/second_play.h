#pragma once

#include <asynchat/properties/check.h>
#include <asynchat/properties/evaluation.h>
#include <asynchat/sim/tier.h>

#include <vector>

#include "tally.h"

namespace asynchat::properties {

/// Plays the whole stream again, and a few deliveries of the tier twice. False when they do not tell the same: then
/// there is nothing to judge.
bool judge_replay(evaluation& player, const checked_stream& stream, const std::vector<sim::selection>& tier,
                  const sim::stream_shape& shape, tally& counts, const check_report& report);

/// Plays the first failure and what it was compared with again. Where they are not what they were, the report is of
/// law::replay alone: a parser that is not deterministic is to be accused of nothing else. A failure on a stream that
/// was made for its law is believed.
void doubt_failures(evaluation& player, tally& counts, check_report& report);

/// Plays the stream as it was recorded, and a short one byte by byte, in the other worlds,
/// until the check is stopped.
void judge_parity(const checked_stream& stream, const check_options& options, tally& counts);

}  // namespace asynchat::properties
