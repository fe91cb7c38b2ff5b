#include <asynchat/protocols/registry.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "every_cut.h"
#include "seeded_random.h"

namespace asynchat::protocols {
namespace {

using support::framing_input;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

/// One generated input under one generated delivery.
struct case_of {
  framing_input input;
  std::vector<std::size_t> cuts;
  std::size_t offset = 0;  ///< in the input
  stream_end end = stream_end::open;
};

enum class input_kind : std::uint8_t { valid, damaged };

case_of make_case(const framing_spec& spec, side from, input_kind kind, std::uint64_t seed) {
  support::seeded_random random(~seed);
  const support::generated_stream stream = kind == input_kind::valid
                                               ? support::generate_stream(spec, from, seed)
                                               : support::generate_damaged_stream(spec, from, seed);
  case_of one{{spec, from, stream.bytes, stream.heard}, {}, 0, stream_end::open};
  if (random.one_in(4)) one.input.limits = {.frame_bytes_max = 24, .head_bytes_max = 24, .depth_max = 2};
  for (std::size_t cuts = random.below(12); cuts > 0; --cuts) {
    one.cuts.push_back(random.below(one.input.bytes.size() + 1));
  }
  std::sort(one.cuts.begin(), one.cuts.end());
  one.offset = random.below(one.input.bytes.size() + 1);
  one.end = random.one_in(2) ? stream_end::open : stream_end::ended;
  return one;
}

/// A seed has no simpler neighbours, and any is as good at the first case as at the last.
std::uint64_t any_seed() {
  return *rc::gen::noShrink(rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<std::uint64_t>()));
}

/// Tries the law on every framing from both sides, on inputs of that kind; it returns what it found wrong.
template <class Law>
void holds_for(input_kind kind, Law law) {
  const std::uint64_t seed = any_seed();
  for (const framing_spec& spec : support::all_framings()) {
    for (const side from : {side::client, side::server}) {
      const std::string difference = law(make_case(spec, from, kind, seed));
      if (!difference.empty()) RC_FAIL(difference);
    }
  }
}

template <class Law>
void holds(Law law) {
  holds_for(input_kind::valid, law);
  holds_for(input_kind::damaged, law);
}

RC_GTEST_PROP(framings, agree_with_their_references_under_any_cuts, ()) {
  holds([](const case_of& one) { return differs_under_cuts(one.input, one.cuts, one.end); });
}

RC_GTEST_PROP(framings, report_each_frame_with_its_last_byte, ()) {
  holds([](const case_of& one) { return differs_byte_by_byte(one.input, one.end); });
}

RC_GTEST_PROP(framings, agree_with_their_references_when_the_stream_ends_early, ()) {
  holds([](const case_of& one) {
    const framing_input early = prefix(one.input, one.offset);
    return differs_under_cuts(early, {one.offset / 2}, stream_end::ended);
  });
}

RC_GTEST_PROP(framings, go_on_from_a_restored_state, ()) {
  holds([](const case_of& one) { return differs_when_restored(one.input, one.offset); });
}

RC_GTEST_PROP(framings, do_not_care_how_early_they_hear_the_other_side, ()) {
  holds_for(input_kind::valid, [](const case_of& one) {
    return differs_under_cuts(one.input, one.cuts, one.end, support::hearing::early);
  });
}

TEST(framings, take_every_generated_stream_without_an_error) {
  for (const framing_spec& spec : support::all_framings()) {
    for (const side from : {side::client, side::server}) {
      for (std::uint64_t seed = 0; seed < 2000; ++seed) {
        const support::generated_stream stream = support::generate_stream(spec, from, seed);
        const auto frames = reference(spec, from, stream.bytes, stream_end::ended, stream.heard);
        ASSERT_THAT(support::lines(frames), Not(Contains(HasSubstr("error ")))) << to_string(spec) << " seed " << seed;
      }
    }
  }
}

TEST(framings, reach_every_error_with_damaged_streams) {
  std::vector<std::string> reached;
  for (const framing_spec& spec : support::all_framings()) {
    for (const side from : {side::client, side::server}) {
      for (std::uint64_t seed = 0; seed < 4000; ++seed) {
        const support::generated_stream stream = support::generate_damaged_stream(spec, from, seed);
        for (const reference_frame& one : reference(spec, from, stream.bytes, stream_end::ended, stream.heard)) {
          if (one.name == "error") reached.push_back(one.bytes);
        }
      }
    }
  }
  for (
      const char* const reason :
      {"bare-lf",         "bare-cr",    "start-line", "header-line", "obs-fold",  "content-length", "transfer-encoding",
       "length-conflict", "chunk-size", "chunk-end",  "type",        "integer",   "length",         "bulk-end",
       "overlong",        "too-long",   "comma",      "block-line",  "block-end", "direction",      "flags",
       "reply-line",      "reply-code"}) {
    EXPECT_THAT(reached, Contains(reason));
  }
}

}  // namespace
}  // namespace asynchat::protocols
