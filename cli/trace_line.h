#pragma once

#include <asynchat/transport/side.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace asynchat::cli {

/// The line, from 1, of the chunk that holds the byte at `offset` of one direction of a connection; of its last chunk
/// where the offset is its end. Nothing where the file is no trace, for a capture has no lines. Throws input_error.
std::optional<std::uint64_t> trace_line(const std::string& path, std::uint64_t conn, side from, std::size_t offset);

}  // namespace asynchat::cli
