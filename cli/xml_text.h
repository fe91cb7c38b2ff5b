#pragma once

#include <string>
#include <string_view>

namespace asynchat::cli {

/// Any bytes as the text of an XML 1.0 element: its UTF-8 with markup escaped, and `\xHH` for each byte of what XML
/// cannot hold, control characters and what is no UTF-8.
std::string xml_text(std::string_view bytes);

/// The same inside an attribute's double quotes: line ends and tabs survive there too.
std::string xml_attribute(std::string_view bytes);

}  // namespace asynchat::cli
