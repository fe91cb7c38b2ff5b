#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace asynchat::properties {

/// The bytes as ASCII with C escapes: \r, \n, \t, \0, \\, \" and \xHH.
std::string escaped(std::string_view bytes);

/// escaped() in double quotes.
std::string quoted(std::string_view bytes);

/// "1 byte", "2 bytes".
std::string bytes_text(std::size_t count);

/// escaped(), cut after about `width_max` characters, then "..." if something was left out.
std::string shortened(std::string_view bytes, std::size_t width_max);

}  // namespace asynchat::properties
