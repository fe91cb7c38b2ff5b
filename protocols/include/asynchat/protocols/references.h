#pragma once

#include <asynchat/protocols/framing.h>
#include <asynchat/protocols/length.h>
#include <asynchat/transport/side.h>

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace asynchat::protocols {

/// What each framing must report of `bytes`, the start of a stream: naive decoders of whole inputs that share no
/// function with the framings. Adjacent "data" is one frame. `end` says whether the stream ends after `bytes`; then
/// what is unfinished is reported as the framing does.

std::vector<reference_frame> delimiter_reference(std::string_view bytes, std::string_view delimiter, stream_end end,
                                                 const framing_limits& limits = {});

std::vector<reference_frame> count_reference(std::string_view bytes, std::uint64_t frame_bytes, stream_end end,
                                             const framing_limits& limits = {});

std::vector<reference_frame> length_reference(std::string_view bytes, length_prefix prefix, stream_end end,
                                              const framing_limits& limits = {});

/// `heard` are the "head" frames of the other side, in order.
std::vector<reference_frame> http1_reference(std::string_view bytes, side from, std::span<const heard_frame> heard,
                                             stream_end end, const framing_limits& limits = {});

std::vector<reference_frame> resp_reference(std::string_view bytes, side from, stream_end end,
                                            const framing_limits& limits = {});

std::vector<reference_frame> netstring_reference(std::string_view bytes, stream_end end,
                                                 const framing_limits& limits = {});

std::vector<reference_frame> memcache_reference(std::string_view bytes, side from, stream_end end,
                                                const framing_limits& limits = {});

std::vector<reference_frame> mqtt_reference(std::string_view bytes, side from, stream_end end,
                                            const framing_limits& limits = {});
/// `heard` are the "reply" frames of the server, or the "command" and "response" frames of the client, in order.
std::vector<reference_frame> smtp_reference(std::string_view bytes, side from, std::span<const heard_frame> heard,
                                            stream_end end, const framing_limits& limits = {});

}  // namespace asynchat::protocols
