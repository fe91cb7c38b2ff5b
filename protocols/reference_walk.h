#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reference_text.h"

namespace asynchat::protocols {

/// A reference decoder on its way through the bytes: what it has found so far, and how that ends.
class reference_walk {
 protected:
  reference_walk(std::string_view bytes, stream_end end, const framing_limits& limits)
      : bytes_(bytes), end_(end), limits_(limits) {}

  /// Adds a frame that ends here; adjacent "data" is one.
  void add(const std::string& name, std::string_view bytes);
  /// The walk ends here with an error.
  void fail(std::string_view reason);
  /// The rest is unfinished, and ends the walk; what of it the framing has not told yet is `unreported`.
  void stop(std::string_view unreported);

  /// Walks over lines and their ending; false where there is no whole one, and then `unreported` is as in stop().
  bool take_lines(const std::string& ending, std::uint64_t size_max, std::string& found, std::string_view unreported);
  /// Walks over that many bytes of "data"; false where they are not all there.
  bool take_data(std::uint64_t size);
  void rest_is_data();

  std::string_view bytes_;
  stream_end end_;
  framing_limits limits_;
  std::size_t at_ = 0;
  bool done_ = false;
  std::vector<reference_frame> frames_;
};

}  // namespace asynchat::protocols
