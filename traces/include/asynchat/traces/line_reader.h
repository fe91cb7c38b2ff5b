#pragma once

#include <cstddef>
#include <cstdint>
#include <istream>
#include <string>
#include <string_view>

namespace asynchat::traces {

/// Takes a text apart into its lines, holding a block of it at a time, and of a line never much more than `bytes_max`.
///
/// It asks the stream for no more than what has come: a line that a pipe has delivered is given before the next one is
/// waited for.
class line_reader {
 public:
  enum class result : std::uint8_t {
    line,    ///< a whole line; its `\n` is not part of it
    torn,    ///< the rest of the text, without a `\n`
    end,     ///< nothing is left
    long_,   ///< the line is longer than bytes_max
    failed,  ///< the stream cannot be read
  };

  line_reader(std::istream& in, std::size_t bytes_max) : in_(in), bytes_max_(bytes_max) {}

  /// Replaces `line`, which is lent until the next call.
  result next(std::string_view& line);

  /// Replaces `line`.
  result next(std::string& line);

  /// The number of the line that next() gave last, from 1.
  std::uint64_t number() const { return number_; }

 private:
  bool fill();

  std::istream& in_;
  std::size_t bytes_max_;
  std::uint64_t number_ = 0;
  // What was read and not given yet is [begin_, end_) of it.
  std::string block_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace asynchat::traces
