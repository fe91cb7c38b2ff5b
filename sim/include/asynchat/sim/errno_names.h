#pragma once

#include <optional>
#include <string_view>

namespace asynchat::sim {

/// The name of an error number that a stream can meet ("ECONNRESET"), the first where it has two; empty for another
/// number.
std::string_view errno_name(int number);

/// The number of such a name; none for another word.
std::optional<int> errno_number(std::string_view name);

}  // namespace asynchat::sim
