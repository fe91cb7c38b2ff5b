#pragma once

#include <asynchat/protocols/registry.h>

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace asynchat::protocols {

/// Whole frames of a chosen size, as framing_limits counts it: one of `size` bytes is taken where the limit is that,
/// and one of a byte more is refused as "too-long".
using sized_frame = std::function<std::string(std::size_t size)>;

/// For each limit of the spec's framing, on the bytes of that side, how to come near it; `size` is at least
/// sized_frame_bytes_min. None for count, whose frames have one size. The prefix of length:u8 says 255 at most.
std::vector<sized_frame> sized_frames(const framing_spec& spec, side from);

inline constexpr std::size_t sized_frame_bytes_min = 32;

}  // namespace asynchat::protocols
