#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace asynchat::properties {

/// "1 byte", "2 bytes".
std::string bytes_text(std::size_t count);

/// The bytes escaped(), cut after about `width_max` characters, then "..." if something was left out.
std::string shortened(std::string_view bytes, std::size_t width_max);

}  // namespace asynchat::properties
