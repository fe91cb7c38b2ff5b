#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "streams.h"
#include "subjects.h"

namespace asynchat::cli {

/// The streams of one trace or capture; `port` is the server's in captures that miss a connection's SYN, or 0. What the
/// file lacks is said on stderr. Throws traces::input_error, also where no connection carries bytes.
std::vector<recorded_stream> read_streams(const std::string& path, std::uint16_t port, const framing_choice& framing);

}  // namespace asynchat::cli
