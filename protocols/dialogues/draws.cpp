#include "draws.h"

#include <algorithm>
#include <array>
#include <bit>

namespace asynchat::protocols {

namespace {

using namespace std::string_view_literals;

/// What ends or begins something in some protocol here, and what is mistaken for it.
constexpr std::array noises{
    "\r"sv,
    "\n"sv,
    "\r\n"sv,
    "\n\r"sv,
    "\r\r\n"sv,
    "\r\n\r\n"sv,
    "."sv,
    "\r\n.\r\n"sv,
    "\n.\n"sv,
    "\r\n.\n"sv,
    "\r\n..\r"sv,
    "0\r\n\r\n"sv,
    "5\r\nhello\r\n"sv,
    "$-1\r\n"sv,
    "*1\r\n"sv,
    "+OK\r\n"sv,
    "END\r\n"sv,
    ":"sv,
    "3:abc,"sv,
    ","sv,
    "0"sv,
    "123"sv,
    "-1"sv,
    "\0"sv,
    "\0\0\0\1"sv,
    "\x7f"sv,
    "\x80"sv,
    "\xff\xff"sv,
    "\xc0\0"sv,
    " "sv,
    "QUIT\r\n"sv,
    "HTTP/1.1 200 OK\r\n"sv,
    "VALUE k 0 1\r\n"sv,
    "\xe2\x82\xac"sv,
};

constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

}  // namespace

std::size_t draws::size(std::size_t max) {
  const std::uint64_t kind = below(8);
  if (kind == 0) return 0;
  if (kind == 1) return max;
  const std::size_t power = std::size_t{1} << below(static_cast<std::uint64_t>(std::bit_width(max)) + 1);
  if (kind == 2) return std::min(max, power - 1 + below(3));
  return std::min(max, static_cast<std::size_t>(below(power)));
}

std::string draws::word(std::size_t size_max) {
  std::string made;
  const std::size_t wanted = std::max<std::size_t>(1, size(size_max));
  while (made.size() < wanted) made += letters[between(0, letters.size() - 1)];
  return made;
}

std::string draws::text(std::size_t size_max) {
  std::string made;
  const std::size_t wanted = size(size_max);
  while (made.size() < wanted) made += static_cast<char>(between(' ', '~'));
  if (made.starts_with(' ')) made.front() = ':';
  if (made.ends_with(' ')) made.back() = '.';
  return made;
}

std::string draws::payload_before(std::string_view terminator, std::size_t size_max) {
  std::string made;
  const std::size_t wanted = size(size_max);
  while (made.size() < wanted) {
    const std::string next = piece(terminator);
    if (!next.empty() && (terminator.empty() || next.find(terminator) == std::string::npos)) {
      made += next;
    } else {
      made += terminator == "x" ? 'y' : 'x';
    }
  }
  made.resize(wanted);
  // Pieces may have become a terminator together, or with the one behind them.
  if (!terminator.empty()) made.resize((made + std::string(terminator)).find(terminator));
  return made;
}

std::string draws::piece(std::string_view terminator) {
  const std::uint64_t kind = below(8);
  if (kind < 2 && terminator.size() > 1) return std::string(terminator.substr(0, between(1, terminator.size() - 1)));
  if (kind < 5) {
    const std::string_view noise = one_of(noises);
    return std::string(noise.substr(0, between(1, noise.size())));
  }
  const std::size_t times = between(1, 12);
  return std::string(times, static_cast<char>(below(256)));
}

}  // namespace asynchat::protocols
