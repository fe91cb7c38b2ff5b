#pragma once

#include <asynchat/protocols/registry.h>
#include <asynchat/transport/side.h>

#include <cstdint>
#include <string>
#include <vector>

namespace asynchat::support {

/// One direction of a dialogue, and what the other side said meanwhile.
struct generated_stream {
  std::string bytes;
  std::vector<heard_frame> heard;
};

/// A stream that the framing takes without an error: up to about ten frames, a few hundred bytes, the last one
/// sometimes unfinished. The same seed gives the same stream everywhere. Frames are full of what might be taken for
/// their ends.
generated_stream generate_stream(const protocols::framing_spec& spec, side from, std::uint64_t seed);

/// The same stream with some bytes changed, lost, doubled or swapped.
generated_stream generate_damaged_stream(const protocols::framing_spec& spec, side from, std::uint64_t seed);

/// Every framing, with small and awkward parameters.
const std::vector<protocols::framing_spec>& all_framings();

}  // namespace asynchat::support
