#pragma once

#include <cstddef>
#include <cstdint>
#include <istream>
#include <string>

namespace asynchat::traces {

/// Takes a text apart into its lines, holding one at a time and never more than `bytes_max` of it.
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

  /// Replaces `line`.
  result next(std::string& line);

  /// The number of the line that next() gave last, from 1.
  std::uint64_t number() const { return number_; }

 private:
  std::istream& in_;
  std::size_t bytes_max_;
  std::uint64_t number_ = 0;
};

}  // namespace asynchat::traces
