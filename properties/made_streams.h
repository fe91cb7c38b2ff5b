#pragma once

#include <asynchat/properties/check.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace asynchat::properties {

/// A stream that was made for a law, and how it is delivered.
struct made_case {
  made_stream stream;
  std::vector<sim::plan> plans;
};

/// For epochs: what the stream begins with, up to the end of a message, twice in succession, as on a connection that is
/// kept alive; and, for each pair of kinds of frames that follow one another, the stream up to the end of the first
/// such pair. Each is cut in every way about the seam. None without a
/// reference: what a format that ends once makes of a second message is not known.
std::vector<made_case> epoch_cases(const checked_stream& stream, const reference& model);

/// For limits: a frame whose size is one byte below, at and one byte above the limit, and behind it one that
/// is below.
std::vector<made_case> limit_cases(const limit_probe& probe);

/// For linear_cost.
enum class cost_kind : std::uint8_t {
  frames_in_one_read,  ///< the beginning of the stream over and over
  frames_bytewise,
  endless_frame,  ///< one frame that does not end, byte by byte
};

inline constexpr std::array all_cost_kinds{cost_kind::frames_in_one_read, cost_kind::frames_bytewise,
                                           cost_kind::endless_frame};

/// A stream of 128 KiB in one read, or 16 KiB byte by byte, times `scale`. The stream that it is made of is not empty.
made_case cost_case(const checked_stream& stream, const reference& model, cost_kind kind, std::size_t scale);

}  // namespace asynchat::properties
