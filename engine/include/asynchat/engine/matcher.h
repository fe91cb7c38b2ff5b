#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace asynchat {

/// What matcher::scan found at the front of a chunk. In stream order: `released` bytes, equal to the first bytes of
/// the pattern, that earlier scans had held back and that are data after all; then the chunk's first `data` bytes,
/// data too; then, when `found`, the pattern, whose last byte is the chunk's byte `consumed - 1`.
struct match {
  std::size_t released = 0;
  std::size_t data = 0;
  std::size_t consumed = 0;  ///< bytes of the chunk used up; all of them unless found
  bool found = false;

  friend bool operator==(const match&, const match&) = default;
};

/// Finds a string of bytes in a stream that comes in chunks: a regular value that knows no channel and stores no
/// input. What has been read and might still begin the pattern is held back; it is always a prefix of the pattern, so
/// a length tells all of it.
///
/// Invariant: held() is the length of the longest proper prefix of the pattern that ends the stream so far, counted
/// from the last find; so held() < pattern().size().
///
/// Cost: linear in the stream for every pattern and every cut. Whole chunks are searched by the vector unit, see
/// match_cursor; where a pattern may have begun in an earlier chunk it is Knuth, Morris and Pratt, "Fast Pattern
/// Matching in Strings", SIAM J. Comput. 6(2), 1977.
class matcher {
 public:
  /// A shorter chunk is read byte by byte: setting up a match_cursor costs as much.
  static constexpr std::size_t few_bytes = 32;

  /// `pattern` is not empty.
  explicit matcher(std::string_view pattern);

  /// Reads on in the stream, to the end of the first pattern or of the chunk.
  match scan(std::string_view chunk) {
    // Input that trickles in byte by byte is mostly this.
    if (chunk.size() == 1 && held_ == 0 && chunk[0] != first_byte()) return {0, 1, 1, false};
    return scan_chunk(chunk);
  }

  /// Valid as long as this matcher is neither changed nor destroyed.
  std::string_view pattern() const {
    return long_ != nullptr ? std::string_view(long_->bytes) : std::string_view(short_.data(), short_size_);
  }
  /// Bytes read but neither released nor matched: the first held() bytes of the pattern.
  std::size_t held() const { return held_; }

  /// Forgets what is held back.
  void reset() { held_ = 0; }

  /// Same pattern, same bytes held.
  friend bool operator==(const matcher& a, const matcher& b) {
    return a.held_ == b.held_ && a.pattern() == b.pattern();
  }

 private:
  friend class match_cursor;

  static constexpr std::size_t short_max = 6;
  static constexpr unsigned border_bits = 4;

  /// How whole chunks are searched, chosen once for the pattern's length.
  enum class path : std::uint8_t { one_byte, two_bytes, four_bytes, many_bytes, automaton };
  static path best_path(std::size_t size);

  struct long_pattern {
    std::string bytes;
    /// border(n) at n - 1.
    std::vector<std::uint32_t> borders;
  };

  char first_byte() const { return long_ != nullptr ? long_->bytes[0] : short_[0]; }
  /// The longest proper prefix of pattern[0, length) that also ends it.
  std::size_t border(std::size_t length) const {
    if (long_ != nullptr) return long_->borders[length - 1];
    return (short_borders_ >> (border_bits * (length - 1))) & ((1u << border_bits) - 1);
  }
  /// How much of the pattern ends the stream after `byte`, where `matched`, less than all of it, did before.
  std::size_t step(std::size_t matched, char byte) const;
  /// Steps over the bytes of `text` from `at` on that go on with the pattern, and over the first one that does not.
  /// Advances `at`, which is not the end of the text; returns how much of the pattern ends what was read.
  std::size_t read(std::size_t matched, std::string_view text, std::size_t& at) const;
  match scan_chunk(std::string_view chunk);

  /// Copies of a long pattern share it. A short one is in place, so that a change of terminator allocates nothing: its
  /// bytes, zeros behind them, and its borders of 4 bits each.
  std::shared_ptr<const long_pattern> long_;
  std::array<char, short_max> short_{};
  std::uint8_t short_size_ = 0;
  path path_;
  std::uint32_t short_borders_ = 0;
  std::uint32_t held_ = 0;
};

/// The length of the longest proper prefix of `needle` that ends `haystack`; 0 where there is none, and for an empty
/// needle. Linear in the needle's length. Python's asynchat.find_prefix_at_end.
std::size_t find_prefix_at_end(std::string_view haystack, std::string_view needle);

}  // namespace asynchat
