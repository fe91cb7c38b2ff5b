#include <asynchat/engine/match_cursor.h>

#include <algorithm>

#include "matching/find.h"

namespace asynchat {

namespace {

using find_function = std::size_t (*)(const char* text, std::size_t count, const char* pattern, std::size_t size,
                                      std::uint16_t* places);

/// In the order of matcher::path. Where the automaton reads, it begins at the pattern's head.
constexpr find_function find_functions[] = {matching::find_one_byte, matching::find_two_bytes,
                                            matching::find_four_bytes, matching::find_many_bytes};

constexpr std::size_t head_size = 16;

/// The end of the places in a text at which a pattern of that size has room.
std::size_t end_of_places(std::string_view text, std::size_t size) {
  return text.size() < size ? 0 : text.size() - size + 1;
}

}  // namespace

match_cursor::match_cursor(matcher& pattern, std::string_view chunk, std::size_t read, std::size_t matched,
                           std::size_t first_block)
    : pattern_(&pattern),
      chunk_(chunk),
      from_(read),
      matched_(matched),
      block_size_(std::clamp(first_block, std::size_t{1}, block_max)) {
  // Only the automaton reads on in the middle of the pattern.
  if (pattern.path_ != matcher::path::automaton) from_ -= std::exchange(matched_, 0);
}

bool match_cursor::search_block() {
  static_assert(block_max == matching::places_max && slack == matching::places_slack);
  if (pattern_->path_ == matcher::path::automaton) return run_automaton();
  const std::string_view pattern = pattern_->pattern();
  const find_function find = find_functions[static_cast<std::size_t>(pattern_->path_)];
  const std::size_t end = end_of_places(chunk_, pattern.size());
  taken_ = 0;
  while (from_ < end) {
    const std::size_t count = std::min(block_size_, end - from_);
    found_ = find(chunk_.data() + from_, count, pattern.data(), pattern.size(), places_.data());
    block_size_ = std::min(4 * block_size_, block_max);
    base_ = std::exchange(from_, from_ + count);
    if (found_ == 0) continue;
    if (pattern_->border(pattern.size()) > 0) drop_overlapping(pattern.size());
    from_ = std::max(from_, base_ + places_[found_ - 1] + pattern.size());
    return true;
  }
  found_ = 0;
  while (from_ < chunk_.size()) matched_ = pattern_->step(matched_, chunk_[from_++]);
  pattern_->held_ = static_cast<std::uint32_t>(matched_);
  return false;
}

void match_cursor::drop_overlapping(std::size_t size) {
  std::size_t kept = 0;
  std::size_t end = 0;
  for (const std::uint16_t place : std::span(places_).first(found_)) {
    if (place < end) continue;
    places_[kept++] = place;
    end = place + size;
  }
  found_ = kept;
}

/// Finds one, which is a block by itself.
bool match_cursor::run_automaton() {
  const std::size_t size = pattern_->pattern().size();
  taken_ = 0;
  while (from_ < chunk_.size()) {
    if (matched_ == 0) from_ = next_head();
    matched_ = pattern_->read(matched_, chunk_, from_);
    if (matched_ < size) continue;
    matched_ = 0;
    base_ = from_ - size;
    places_[0] = 0;
    found_ = 1;
    return true;
  }
  found_ = 0;
  pattern_->held_ = static_cast<std::uint32_t>(matched_);
  return false;
}

/// Where the pattern's head stands next, or where it has no room any more. It is asked anew for each head, so it looks
/// at few places first.
std::size_t match_cursor::next_head() const {
  std::uint16_t heads[block_max + slack];
  const std::size_t end = end_of_places(chunk_, head_size);
  std::size_t from = from_;
  for (std::size_t size = 64; from < end; size = std::min(4 * size, block_max)) {
    const std::size_t count = std::min(size, end - from);
    const char* const pattern = pattern_->pattern().data();
    if (matching::find_many_bytes(chunk_.data() + from, count, pattern, head_size, heads) > 0) return from + heads[0];
    from += count;
  }
  return from;
}

}  // namespace asynchat
