#include <asynchat/protocols/netstring.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

namespace asynchat::protocols {

namespace {

constexpr std::string_view colon = ":";

/// The value of digits that are known to fit.
std::uint64_t value_of(std::string_view digits) {
  std::uint64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

}  // namespace

netstring_framing::netstring_framing(loop& owner, std::unique_ptr<stream> source, frame_sink& sink,
                                     const framing_limits& limits)
    : placed_framing(owner, std::move(source), sink, limits) {
  set_terminator(colon);
}

void netstring_framing::collect_incoming_data(std::string_view data) {
  if (place_.length.ends_with(colon)) {
    place_.content.append(data);
    return;
  }
  for (const char byte : data) {
    if (!closed()) take_digit(byte);
  }
}

void netstring_framing::found_terminator() {
  if (place_.length.ends_with(colon)) {
    end_content();
  } else {
    begin_content();
  }
}

void netstring_framing::finish() {
  if (!place_.length.empty()) emit("incomplete", place_.length + std::string(place_.content.view()));
}

void netstring_framing::take_digit(char byte) {
  if (byte < '0' || byte > '9' || place_.length == "0") return fail("length");
  // The comma is awaited with the string, and must not make the count overflow.
  const std::uint64_t max = std::min(limits().frame_bytes_max, std::numeric_limits<std::uint64_t>::max() - 1);
  const auto digit = static_cast<std::uint64_t>(byte - '0');
  if (digit > max || value_of(place_.length) > (max - digit) / 10) return fail("too-long");
  place_.length += byte;
}

void netstring_framing::begin_content() {
  if (place_.length.empty()) return fail("length");
  const std::uint64_t size = value_of(place_.length);
  place_.length += colon;
  set_terminator(byte_count(size + 1));
}

void netstring_framing::end_content() {
  const gathered_bytes content = std::exchange(place_, {}).content;
  std::string_view bytes = content.view();
  if (!bytes.ends_with(',')) return fail("comma");
  bytes.remove_suffix(1);
  set_terminator(colon);
  emit("frame", bytes);
}

}  // namespace asynchat::protocols
