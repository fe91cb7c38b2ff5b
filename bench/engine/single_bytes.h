#pragma once

#include "engine/frames.h"

namespace asynchat::bench {

/// A view of each byte in memory goes to the callback: no stream, no search.
void call_for_each_byte(const frames& work, tally& notes);
/// The matcher is given a view of each byte in memory: no stream.
void match_each_byte(const frames& work, tally& notes);

}  // namespace asynchat::bench
