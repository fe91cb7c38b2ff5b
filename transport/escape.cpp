#include <asynchat/transport/escape.h>

namespace asynchat {

namespace {

void append_escaped(std::string& out, char byte) {
  static constexpr char digits[] = "0123456789abcdef";
  switch (byte) {
    case '\r':
      out += "\\r";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\t':
      out += "\\t";
      return;
    case '\0':
      out += "\\0";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '"':
      out += "\\\"";
      return;
    default:
      break;
  }
  const auto code = static_cast<unsigned char>(byte);
  if (code >= 0x20 && code < 0x7f) {
    out += byte;
  } else {
    out += "\\x";
    out += digits[code >> 4];
    out += digits[code & 15];
  }
}

}  // namespace

std::string escaped(std::string_view bytes) {
  std::string out;
  for (const char byte : bytes) append_escaped(out, byte);
  return out;
}

std::string quote(std::string_view bytes) { return '"' + escaped(bytes) + '"'; }

}  // namespace asynchat
