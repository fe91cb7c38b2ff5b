#include <asynchat/protocols/sized_frames.h>

#include <gtest/gtest.h>

#include "framing_streams.h"

namespace asynchat::protocols {
namespace {

/// How many of the frames are errors of that reason; no other error is expected.
std::size_t too_long(const framing_spec& spec, side from, std::string_view bytes, std::size_t limit) {
  const framing_limits limits{.frame_bytes_max = limit, .head_bytes_max = limit};
  std::size_t count = 0;
  for (const reference_frame& one : reference(spec, from, bytes, stream_end::ended, {}, limits)) {
    EXPECT_NE(one.name, "incomplete") << to_string(spec);
    if (one.name != "error") continue;
    EXPECT_EQ(one.bytes, "too-long") << to_string(spec);
    ++count;
  }
  return count;
}

TEST(sized_frames, are_taken_at_a_limit_and_refused_above_it) {
  for (const framing_spec& spec : support::all_framings()) {
    for (const side from : {side::client, side::server}) {
      for (const sized_frame& make : sized_frames(spec, from)) {
        for (const std::size_t limit : {33, 48, 130, 250}) {
          EXPECT_EQ(too_long(spec, from, make(limit - 1) + make(limit), limit), 0u) << to_string(spec) << limit;
          EXPECT_EQ(too_long(spec, from, make(limit + 1), limit), 1u) << to_string(spec) << limit;
        }
      }
    }
  }
}

TEST(sized_frames, are_there_for_every_framing_with_a_limit) {
  for (const framing_spec& spec : support::all_framings()) {
    const bool counted = std::holds_alternative<count_spec>(spec);
    EXPECT_EQ(sized_frames(spec, side::client).empty(), counted) << to_string(spec);
  }
}

}  // namespace
}  // namespace asynchat::protocols
