#pragma once

#include <cstddef>
#include <string>

#include "palette.h"
#include "trace_diff.h"

namespace asynchat::cli {

/// What there is to say of a pair of connections, for a person: what differs first in each direction, what one has
/// more, how they end, and what changed in time and chunks. Bytes are shown as far as the width has room for them.
std::string text_of(const connection_diff& pair, std::size_t width, const palette& ink);

/// The same as a JSON object on one line. Bytes and names stand in it as C escapes, times are nanoseconds.
std::string json_of(const connection_diff& pair);

/// "2 connections the same, 1 different, 1 only in A".
std::string text_of(const diff_totals& totals);

}  // namespace asynchat::cli
