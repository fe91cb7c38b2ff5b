#pragma once

#include "framing_streams.h"

#include <asynchat/protocols/registry.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace asynchat::support {

/// A framing and all that decides what it reports.
struct framing_input {
  protocols::framing_spec spec;
  side from = side::client;
  std::string bytes;
  std::vector<heard_frame> heard = {};
  protocols::framing_limits limits = {};
};

/// One frame a line: `name "bytes"`, and with `positions` ` @end`. It is what a person reads in a failure.
std::vector<std::string> lines(const std::vector<protocols::reference_frame>& frames, bool positions = false);

/// When a framing hears what the other side said before a byte: just before that byte, for which the chunk is cut once
/// more, or before the chunk that the byte is in.
enum class hearing : std::uint8_t { in_time, early };

/// What the framing reports when its input arrives cut at these offsets, which are in order.
std::vector<protocols::reference_frame> run_framing(const framing_input& input, const std::vector<std::size_t>& cuts,
                                                    protocols::stream_end end, hearing when = hearing::in_time);

/// What the reference reports.
std::vector<protocols::reference_frame> run_reference(const framing_input& input, protocols::stream_end end);

/// Each of these returns the empty string, or a sentence and two logs that differ.
///
/// That the framing reports what the reference does, under those cuts.
std::string differs_under_cuts(const framing_input& input, const std::vector<std::size_t>& cuts,
                               protocols::stream_end end, hearing when = hearing::in_time);
/// That byte by byte each frame is reported with its last byte.
std::string differs_byte_by_byte(const framing_input& input, protocols::stream_end end);
/// That a framing restored at that offset goes on as the one whose state it got, and that whole and byte-by-byte
/// delivery of the bytes before it lead to equal states.
std::string differs_when_restored(const framing_input& input, std::size_t offset);

/// The first `size` bytes of it.
framing_input prefix(const framing_input& input, std::size_t size);

/// Runs it whole, byte by byte, at every cut, ended at every byte, restored at every byte, and with another stream
/// after it, and expects the framing to agree with its reference each time. Returns what the reference reports of the
/// whole, as lines().
std::vector<std::string> expect_at_every_cut(const framing_input& input);

}  // namespace asynchat::support
