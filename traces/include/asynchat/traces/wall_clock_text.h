#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace asynchat::traces {

/// RFC 3339 in UTC with nanoseconds, "2026-11-20T20:55:01.123456789Z", of a time since 1970; nothing for one that has
/// no such text (before 1970, after 9999).
std::optional<std::string> wall_clock_text(std::int64_t seconds, std::int64_t nanoseconds);

/// The time that an RFC 3339 text says, in nanoseconds since 1970; nothing for another text, and for a time before 1970
/// or after 2400.
std::optional<std::uint64_t> wall_clock_ns(std::string_view text);

}  // namespace asynchat::traces
