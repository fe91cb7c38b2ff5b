#include <asynchat/engine/terminator.h>

namespace asynchat {

namespace {

std::string quoted(const std::string& bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\r') {
      out += "\\r";
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte >= 0x7f) {
      out += "\\x";
      out += digits[byte >> 4];
      out += digits[byte & 15];
    } else {
      out += c;
    }
  }
  return out + '"';
}

}  // namespace

std::string to_string(const terminator& value) {
  if (const auto* bytes = std::get_if<std::string>(&value)) return quoted(*bytes);
  if (const auto* count = std::get_if<byte_count>(&value)) return "count " + std::to_string(count->value);
  return "none";
}

}  // namespace asynchat
