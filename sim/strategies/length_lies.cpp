#include <asynchat/sim/strategies/length_lies.h>
#include <algorithm>
#include <vector>

#include "frames.h"

namespace asynchat::sim::strategies {

namespace {

constexpr std::uint64_t lies_a_number = 4;
constexpr std::uint64_t lies_a_byte = 2;
constexpr std::size_t digits_max = 18;
constexpr std::size_t header_bytes = 4;

bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

/// The decimal numbers of the stream, in order.
std::vector<std::string_view> numbers_in(std::string_view bytes) {
  std::vector<std::string_view> found;
  for (auto at = bytes.begin(); at != bytes.end();) {
    const auto start = std::find_if(at, bytes.end(), is_digit);
    at = std::find_if_not(start, bytes.end(), is_digit);
    const auto digits = static_cast<std::size_t>(at - start);
    if (digits >= 1 && digits <= digits_max) {
      found.push_back(bytes.substr(static_cast<std::size_t>(start - bytes.begin()), digits));
    }
  }
  return found;
}

/// The offsets of the first bytes of every frame.
std::vector<std::size_t> header_offsets(const stream_shape& shape) {
  std::vector<std::size_t> offsets;
  for (std::size_t frame = 0; frame < shape.frame_ends.size(); ++frame) {
    const std::size_t start = frame_start(shape, frame);
    const std::size_t end = std::min(shape.frame_ends[frame], start + header_bytes);
    for (std::size_t offset = start; offset < end; ++offset) offsets.push_back(offset);
  }
  return offsets;
}

std::string lie_about(std::string_view number, std::uint64_t which) {
  std::int64_t value = 0;
  for (const char digit : number) value = value * 10 + (digit - '0');
  if (which == 0) return std::to_string(value + 1);
  if (which == 1) return std::to_string(value - 1);
  return which == 2 ? std::string(number) + "0" : std::string(20, '9');
}

}  // namespace

std::uint64_t length_lies::changes(const stream_shape& shape) const {
  return lies_a_number * numbers_in(shape.bytes).size() + lies_a_byte * header_offsets(shape).size();
}

edit length_lies::change(const stream_shape& shape, std::uint64_t number) const {
  const std::vector<std::string_view> numbers = numbers_in(shape.bytes);
  if (number < lies_a_number * numbers.size()) {
    const std::string_view told = numbers[number / lies_a_number];
    return {static_cast<std::size_t>(told.data() - shape.bytes.data()), told.size(),
            lie_about(told, number % lies_a_number)};
  }
  const std::uint64_t rest = number - lies_a_number * numbers.size();
  const std::size_t offset = header_offsets(shape)[rest / lies_a_byte];
  const int by = rest % lies_a_byte == 0 ? 1 : -1;
  return {offset, 1, std::string(1, static_cast<char>(static_cast<unsigned char>(shape.bytes[offset]) + by))};
}

}  // namespace asynchat::sim::strategies
