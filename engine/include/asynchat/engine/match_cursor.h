#pragma once

#include <asynchat/engine/matcher.h>
#include <asynchat/transport/check.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

namespace asynchat {

/// The finds of a matcher in one chunk, as fast as memory: what matcher::scan would find there call by call. Finds do
/// not overlap.
///
/// The chunk is searched block by block, and the finds of a block are listed before the first is told of: asking each
/// byte, or each bit of a mask, whether it is one would be mispredicted by the processor half of the time.
///
/// Cost: linear in the chunk. Patterns to 64 bytes are found by the vector unit alone. Of longer ones it finds where
/// they may begin, and Knuth, Morris and Pratt's automaton reads on from there.
class match_cursor {
 public:
  static constexpr std::size_t npos = std::string_view::npos;
  /// Bytes of the first block. Who may have to begin anew after each find asks for few.
  static constexpr std::size_t usual_first_block = 2048;
  static constexpr std::size_t small_first_block = 128;

  /// `pattern` holds nothing back; it and the chunk outlive the cursor. A cursor that is given up before its end leaves
  /// the matcher as it was.
  match_cursor(matcher& pattern, std::string_view chunk, std::size_t first_block = usual_first_block)
      : match_cursor(pattern, chunk, 0, 0, first_block) {
    ASYNCHAT_CHECK(pattern.held() == 0, "what a matcher holds back is for matcher::scan to read on from");
  }

  /// Where the next find begins in the chunk, or npos. The bytes between the end of the find before and this one are
  /// data; so is, at npos, the rest of the chunk but for the bytes that the matcher holds back from then on.
  std::size_t next() {
    if (taken_ == found_ && !search_block()) return npos;
    return base_ + places_[taken_++];
  }

  /// All finds of the next block that has some, as offsets from base(); none at the end of the chunk, as npos. Valid
  /// until the next call. It is next() for those who have a loop to spare.
  std::span<const std::uint16_t> next_block() {
    if (taken_ == found_ && !search_block()) return {};
    const std::span<const std::uint16_t> all(places_.data(), found_);
    return all.subspan(std::exchange(taken_, found_));
  }
  std::size_t base() const { return base_; }

 private:
  friend class matcher;

  static constexpr std::size_t block_max = 4096;
  /// Some places are written at a time, whether they are there or not.
  static constexpr std::size_t slack = 2;

  /// Of the chunk's first `read` bytes, which have been read, the last `matched` begin the pattern.
  match_cursor(matcher& pattern, std::string_view chunk, std::size_t read, std::size_t matched,
               std::size_t first_block = usual_first_block);

  /// Searches on to a block that has finds. At the end of the chunk there is none, and the matcher holds back what it
  /// must.
  bool search_block();
  void drop_overlapping(std::size_t size);
  bool run_automaton();
  std::size_t next_head() const;

  matcher* pattern_;
  std::string_view chunk_;

  /// The finds of this block are at base_ + places_[i], those from taken_ on not yet told of.
  std::size_t base_ = 0;
  std::size_t found_ = 0;
  std::size_t taken_ = 0;
  /// Where the search goes on: behind the block and its last find.
  std::size_t from_;
  /// The automaton's: how many of the bytes before from_ begin the pattern.
  std::size_t matched_;
  /// Bytes of the next block.
  std::size_t block_size_;
  std::array<std::uint16_t, block_max + slack> places_;
};

}  // namespace asynchat
