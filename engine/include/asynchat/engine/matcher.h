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
/// Cost: linear in the stream for every pattern and every cut. A run of bytes that cannot begin the pattern is skipped
/// by memchr; the rest is Knuth, Morris and Pratt, "Fast Pattern Matching in Strings", SIAM J. Comput. 6(2), 1977.
class matcher {
 public:
  /// `pattern` is not empty.
  explicit matcher(std::string_view pattern);

  /// Reads on in the stream, to the end of the first pattern or of the chunk.
  match scan(std::string_view chunk);

  std::string_view pattern() const { return pattern_; }
  /// Bytes read but neither released nor matched: the first held() bytes of the pattern.
  std::size_t held() const { return held_; }

  /// Forgets what is held back.
  void reset() { held_ = 0; }

  /// Same pattern, same bytes held.
  friend bool operator==(const matcher& a, const matcher& b) { return a.held_ == b.held_ && a.pattern_ == b.pattern_; }

 private:
  static constexpr std::size_t short_pattern_max = 15;

  std::size_t border(std::size_t length) const;

  std::string pattern_;
  std::size_t held_ = 0;
  /// border(n) at n - 1: the longest proper prefix of pattern_[0, n) that also ends it. Short patterns keep it in
  /// place, so that a change of terminator allocates nothing; copies of a long one share it.
  std::array<std::uint8_t, short_pattern_max> short_borders_{};
  std::shared_ptr<const std::vector<std::uint32_t>> long_borders_;
};

/// The length of the longest proper prefix of `needle` that ends `haystack`; 0 where there is none, and for an empty
/// needle. Linear in the needle's length. Python's asynchat.find_prefix_at_end.
std::size_t find_prefix_at_end(std::string_view haystack, std::string_view needle);

}  // namespace asynchat
