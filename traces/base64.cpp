#include "base64.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace asynchat::traces {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t no_digit = 0xff;

constexpr std::array<std::uint8_t, 256> digits = [] {
  std::array<std::uint8_t, 256> result{};
  result.fill(no_digit);
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    result[static_cast<std::uint8_t>(alphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return result;
}();

std::uint32_t digit(char c) { return digits[static_cast<std::uint8_t>(c)]; }
std::uint32_t byte(char c) { return static_cast<std::uint8_t>(c); }

void put_digits(char* out, std::uint32_t bits) {
  out[0] = alphabet[bits >> 18];
  out[1] = alphabet[bits >> 12 & 63];
  out[2] = alphabet[bits >> 6 & 63];
  out[3] = alphabet[bits & 63];
}

void put_bytes(char* out, std::uint32_t bits) {
  out[0] = static_cast<char>(bits >> 16);
  out[1] = static_cast<char>(bits >> 8 & 0xff);
  out[2] = static_cast<char>(bits & 0xff);
}

}  // namespace

std::string to_base64(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4, '=');
  char* out = text.data();
  while (bytes.size() >= 3) {
    put_digits(out, byte(bytes[0]) << 16 | byte(bytes[1]) << 8 | byte(bytes[2]));
    bytes.remove_prefix(3);
    out += 4;
  }
  if (bytes.empty()) return text;
  put_digits(out, byte(bytes[0]) << 16 | (bytes.size() == 2 ? byte(bytes[1]) << 8 : 0u));
  for (std::size_t i = bytes.size() + 1; i < 4; ++i) out[i] = '=';
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  if (text.empty()) return std::string();
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  std::string bytes(text.size() / 4 * 3, '\0');
  char* out = bytes.data();
  std::uint32_t seen = 0;  // the bits of all digits together: one that is none shows in the topmost
  const std::size_t whole = text.size() - (padding > 0 ? 4 : 0);
  for (std::size_t at = 0; at < whole; at += 4, out += 3) {
    const std::uint32_t a = digit(text[at]), b = digit(text[at + 1]), c = digit(text[at + 2]), d = digit(text[at + 3]);
    seen |= a | b | c | d;
    put_bytes(out, a << 18 | b << 12 | c << 6 | d);
  }
  if (padding > 0) {
    const std::uint32_t a = digit(text[whole]), b = digit(text[whole + 1]);
    const std::uint32_t c = padding == 1 ? digit(text[whole + 2]) : 0;
    const std::uint32_t stray = padding == 1 ? c & 3 : b & 15;
    if (stray != 0) return std::nullopt;
    seen |= a | b | c;
    put_bytes(out, a << 18 | b << 12 | c << 6);
    bytes.resize(bytes.size() - padding);
  }
  if ((seen & 0x80) != 0) return std::nullopt;
  return bytes;
}

}  // namespace asynchat::traces
