#include <asynchat/engine/match_cursor.h>

#include <algorithm>
#include <tuple>

#include "matching/find.h"

namespace asynchat {

namespace {

/// So much of a pattern for which the vector unit has no function is looked for by it.
constexpr std::size_t head_size = 16;

/// In the order of matcher::path; the automaton reads on where find_many_bytes found the pattern's head.
constexpr find_function find_functions[] = {matching::find_one_byte, matching::find_two_bytes,
                                            matching::find_four_bytes, matching::find_many_bytes,
                                            matching::find_many_bytes};

}  // namespace

bool occurrences::find_in_next_block(std::size_t from) {
  static_assert(block_max == matching::places_max);
  static_assert(std::tuple_size_v<decltype(places_)> == block_max + matching::places_slack);
  const std::size_t begin = std::max(from, block_end_);
  const std::size_t places_end = text_.size() + 1 - std::min(pattern_.size(), text_.size() + 1);
  if (begin >= places_end) return false;
  const std::size_t count = std::min(block_size_, places_end - begin);
  found_ = find_(text_.data() + begin, count, pattern_.data(), pattern_.size(), places_.data());
  taken_ = 0;
  block_ = begin;
  block_end_ = begin + count;
  block_size_ = std::min(4 * block_size_, block_max);
  return true;
}

match_cursor::match_cursor(matcher& pattern, std::string_view chunk, std::size_t read, std::size_t matched)
    : pattern_(&pattern),
      chunk_(chunk),
      size_(pattern.pattern().size()),
      end_(read - matched),
      automaton_(pattern.path_ == matcher::path::automaton),
      read_(read),
      matched_(matched),
      places_(chunk, automaton_ ? pattern.pattern().substr(0, head_size) : pattern.pattern(),
              find_functions[static_cast<std::size_t>(pattern.path_)]) {}

std::size_t match_cursor::next_of_automaton() {
  while (read_ < chunk_.size()) {
    if (matched_ == 0) {
      // Where no head stands whole, the pattern may still begin in the last bytes.
      const std::size_t place = places_.next(read_);
      const std::size_t tail = chunk_.size() - std::min(chunk_.size(), head_size - 1);
      read_ = std::max(read_, std::min(place, tail));
    }
    matched_ = pattern_->step(matched_, chunk_[read_++]);
    if (matched_ == size_) {
      matched_ = 0;
      end_ = read_;
      return end_ - size_;
    }
  }
  pattern_->held_ = static_cast<std::uint32_t>(matched_);
  return npos;
}

void match_cursor::hold_back() {
  const std::size_t tail = chunk_.size() - std::min(chunk_.size() - end_, size_ - 1);
  std::size_t matched = 0;
  for (const char byte : chunk_.substr(tail)) matched = pattern_->step(matched, byte);
  pattern_->held_ = static_cast<std::uint32_t>(matched);
}

}  // namespace asynchat
