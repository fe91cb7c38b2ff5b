#pragma once

#include <string>
#include <string_view>

namespace asynchat {

/// The bytes as ASCII with C escapes: \r, \n, \t, \0, \\, \" and \xHH. Different bytes give different texts.
std::string escaped(std::string_view bytes);

/// escaped() in double quotes.
std::string quote(std::string_view bytes);

}  // namespace asynchat
