#pragma once

#include <asynchat/properties/fuzz/vocabulary.h>

#include <string_view>
#include <vector>

#include "streams.h"
#include "subjects.h"

namespace asynchat::cli {

/// What means something in a framing: its terminators, words and some whole frames of either side. For a canary, those
/// of the framing that it should have been, and the stream of its right example.
properties::vocabulary vocabulary_for(const framing_choice& framing);

/// What the framing's frames in these streams begin with and the names of their header lines, the most frequent first;
/// each in a few bytes.
std::vector<std::string> words_in(const std::vector<recorded_stream>& streams, const framing_choice& framing);

}  // namespace asynchat::cli
