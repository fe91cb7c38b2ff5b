#pragma once

#include <asynchat/protocols/framing.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace asynchat::protocols {

/// What a reference finds when it looks for the end of a text at the front of its input.
struct reference_text {
  enum class kind : std::uint8_t { whole, unfinished, wrong };

  kind what = kind::unfinished;
  std::size_t size = 0;     ///< of a whole text, without its ending
  std::string_view reason;  ///< of a wrong one
  std::size_t seen = 0;     ///< bytes of the input that show it wrong
};

/// The text before the first `ending`. One of more than `size_max` bytes is wrong, "too-long"; bytes that might still
/// begin the ending do not count, unless the stream ends after them.
reference_text find_reference_text(std::string_view input, std::string_view ending, std::uint64_t size_max,
                                   stream_end end);

/// The same where each LF follows a CR; else it is wrong, "bare-lf".
reference_text find_reference_lines(std::string_view input, std::string_view ending, std::uint64_t size_max,
                                    stream_end end);

/// Decimal digits, at least one, of a number up to `bound`; zeros may stand in front of it.
bool is_reference_number(const std::string& text, const std::string& bound);

}  // namespace asynchat::protocols
