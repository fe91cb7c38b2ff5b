#pragma once

#include <asynchat/properties/counterexample.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace asynchat::properties {

/// What a byte ruler shows.
struct ruler {
  std::string_view bytes;
  std::vector<std::size_t> cuts;                ///< ascending
  std::vector<std::size_t> frame_ends;          ///< ascending
  std::optional<std::size_t> first_difference;  ///< the offset that matters most
};

struct ruler_options {
  std::size_t width = 100;    ///< characters in a line, at least 40
  std::size_t rows_max = 12;  ///< of the stream; a longer one is shown around its first difference
};

/// A picture of the bytes in ASCII: a bar at each cut, the frames numbered below, a caret at the first difference.
///
///         0        8  9
///         USER al\r|\nPASS x\r\n
///         1----------2---------
///                    ^
std::string draw(const ruler& picture, const ruler_options& options = {});

/// The ruler of a counterexample; its frames are those of the reference, where there is one.
ruler ruler_of(const counterexample& example, const reference& model);

}  // namespace asynchat::properties
