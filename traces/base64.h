#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace asynchat::traces {

/// RFC 4648 section 4, with padding.
std::string to_base64(std::string_view bytes);

/// The only text that to_base64 gives for some bytes is accepted: whole groups of four, padding where it must be, and
/// no stray bits in the last group.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace asynchat::traces
