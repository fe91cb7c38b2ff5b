#pragma once

#include <asynchat/properties/counterexample.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace asynchat::properties {

/// Where the event of that number, from 0, lies in the stream: bytes [begin, end).
struct ruler_frame {
  std::size_t number = 0;
  std::size_t begin = 0;
  std::size_t end = 0;
  bool found = true;  ///< false where its bytes are not in the stream: it was expected there

  friend bool operator==(const ruler_frame&, const ruler_frame&) = default;
};

/// What one delivery made of the bytes.
struct ruler_track {
  std::string label;                ///< "whole", "cut"; at most 7 characters
  std::vector<ruler_frame> frames;  ///< in ascending order, none inside another
};

/// What a byte ruler shows.
struct ruler {
  std::string_view bytes;
  std::vector<std::size_t> cuts;                ///< ascending
  std::vector<ruler_track> tracks;              ///< below the bytes, a line each
  std::optional<std::size_t> first_difference;  ///< the offset that matters most
};

/// What stands before and behind a part that is to be told from the rest, such as escape sequences of a terminal.
struct ruler_ink {
  std::string cut;         ///< before a bar
  std::string difference;  ///< before the caret
  std::string track;       ///< before a line of frames
  std::string plain;       ///< behind each of these
};

struct ruler_options {
  std::size_t width = 100;   ///< characters in a line, at least 40
  std::size_t rows_max = 6;  ///< of the stream; a longer one is shown around its first cut and its first difference
  ruler_ink ink = {};
};

/// A picture of the bytes in ASCII: a bar at each cut, the frames of both deliveries numbered below, a caret at the
/// first difference. A number that its frame has no room for is a '#'; a frame without bytes is its number alone; one
/// whose bytes are not in the stream has question marks.
///
///         0         8
/// bytes   USER al\r|\nPASS x\r\n
/// whole   1-----------2---------
/// cut     1---------------------
///                     ^
std::string draw(const ruler& picture, const ruler_options& options = {});

/// The ruler of a counterexample: what was expected, and what was observed. Events that the reference, where there is
/// one, knows too lie where it says. Others lie where their bytes are found next, a short way on; those that are not
/// found lie where the reference's next event does.
ruler ruler_of(const counterexample& example, const reference& model);

}  // namespace asynchat::properties
