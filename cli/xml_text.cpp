#include "xml_text.h"

#include <fmt/core.h>

#include <cstddef>
#include <cstdint>

namespace asynchat::cli {

namespace {

/// The size of the UTF-8 character that the bytes begin with; 0 when that is none, or one that XML 1.0 cannot hold.
std::size_t character_size(std::string_view bytes) {
  const auto first = static_cast<unsigned char>(bytes.front());
  if (first < 0x80) return first >= 0x20 || first == '\t' || first == '\n' || first == '\r' ? 1 : 0;
  const std::size_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || bytes.size() < size) return 0;
  std::uint32_t code = first & (0xffu >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    const auto next = static_cast<unsigned char>(bytes[i]);
    if ((next & 0xc0u) != 0x80) return 0;
    code = code << 6 | (next & 0x3fu);
  }
  const bool too_long = (size == 3 && code < 0x800) || (size == 4 && code < 0x10000);
  const bool no_character = (code >= 0xd800 && code < 0xe000) || code == 0xfffe || code == 0xffff || code > 0x10ffff;
  return too_long || no_character ? 0 : size;
}

}  // namespace

std::string xml_text(std::string_view bytes) {
  std::string text;
  while (!bytes.empty()) {
    const std::size_t size = character_size(bytes);
    switch (size == 0 ? '\0' : bytes.front()) {
      case '\0':
        text += fmt::format("\\x{:02x}", static_cast<unsigned char>(bytes.front()));
        break;
      case '&':
        text += "&amp;";
        break;
      case '<':
        text += "&lt;";
        break;
      case '>':
        text += "&gt;";
        break;
      case '"':
        text += "&quot;";
        break;
      case '\r':
        text += "&#13;";
        break;
      default:
        text += bytes.substr(0, size);
    }
    bytes.remove_prefix(size == 0 ? 1 : size);
  }
  return text;
}

std::string xml_attribute(std::string_view bytes) {
  std::string text;
  for (const char each : xml_text(bytes)) {
    if (each == '\n' || each == '\t') {
      text += each == '\n' ? "&#10;" : "&#9;";
    } else {
      text += each;
    }
  }
  return text;
}

}  // namespace asynchat::cli
