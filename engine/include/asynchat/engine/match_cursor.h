#pragma once

#include <asynchat/engine/matcher.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace asynchat {

/// Finds the places of a pattern in a text; see find.h, which is private.
using find_function = std::size_t (*)(const char* text, std::size_t count, const char* pattern, std::size_t size,
                                      std::uint16_t* places);

/// The places where a pattern stands in a text, overlapping ones too, in ascending order. The vector unit lists them
/// block by block. Blocks begin small, for those who ask only once, and grow.
class occurrences {
 public:
  static constexpr std::size_t npos = std::string_view::npos;

  /// Text and pattern outlive it.
  occurrences(std::string_view text, std::string_view pattern, find_function find)
      : text_(text), pattern_(pattern), find_(find) {}

  /// The first place at or behind `from`, or npos. `from` does not fall from call to call.
  std::size_t next(std::size_t from) {
    do {
      while (taken_ < found_) {
        const std::size_t place = block_ + places_[taken_++];
        if (place >= from) return place;
      }
    } while (find_in_next_block(from));
    return npos;
  }

 private:
  static constexpr std::size_t block_max = 4096;

  /// False when no place at or behind `from` is left to look at.
  bool find_in_next_block(std::size_t from);

  std::string_view text_;
  std::string_view pattern_;
  find_function find_;

  std::size_t block_ = 0;
  std::size_t block_end_ = 0;
  /// Places to look at in the next block.
  std::size_t block_size_ = 256;
  std::size_t found_ = 0;
  std::size_t taken_ = 0;
  /// Relative to the block.
  std::array<std::uint16_t, block_max + 4> places_;
};

/// The finds of a matcher in one chunk, one after the other, as fast as memory: what matcher::scan would find there
/// call by call. Finds do not overlap.
///
/// Cost: linear in the chunk. Patterns to 64 bytes are found by the vector unit alone. Of longer ones it finds where
/// they begin, and Knuth, Morris and Pratt's automaton reads on from there.
class match_cursor {
 public:
  static constexpr std::size_t npos = occurrences::npos;

  /// `pattern` holds nothing back; it and the chunk outlive the cursor.
  match_cursor(matcher& pattern, std::string_view chunk) : match_cursor(pattern, chunk, 0, 0) {}

  /// Where the next find begins in the chunk, or npos. The bytes before it, from end() as it was, are data; so are, at
  /// npos, the rest of the chunk but for the bytes that the matcher holds back from then on.
  std::size_t next() {
    if (automaton_) return next_of_automaton();
    const std::size_t start = places_.next(end_);
    if (start == npos) {
      hold_back();
    } else {
      end_ = start + size_;
    }
    return start;
  }

  /// Just past the last find; 0 before the first.
  std::size_t end() const { return end_; }

 private:
  friend class matcher;

  /// The chunk's first `read` bytes have been read; the last `matched` of them, all in this chunk, begin the pattern.
  match_cursor(matcher& pattern, std::string_view chunk, std::size_t read, std::size_t matched);

  std::size_t next_of_automaton();
  void hold_back();

  matcher* pattern_;
  std::string_view chunk_;
  std::size_t size_;
  std::size_t end_;
  bool automaton_;
  /// The automaton's: the bytes read, and how many of the last ones begin the pattern.
  std::size_t read_;
  std::size_t matched_;
  occurrences places_;
};

}  // namespace asynchat
