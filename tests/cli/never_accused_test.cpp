#include <asynchat/properties/check.h>
#include <asynchat/properties/explain.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "framing_streams.h"
#include "subjects.h"

namespace asynchat::cli {
namespace {

// Whether a law accuses does not depend on the build; the sanitizers, ten times slower, look at every tenth stream.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::uint64_t stride = 10;
#else
constexpr std::uint64_t stride = 1;
#endif
constexpr std::uint64_t streams_of_each = 700;

std::uint64_t campaign() { return std::getenv("ASYNCHAT_LONG") != nullptr ? 10 * streams_of_each : streams_of_each; }

/// Damage moves bytes to the other side of what was heard between them. Told before all of them, it comes neither early
/// nor late.
support::generated_stream told_first(support::generated_stream stream) {
  for (heard_frame& one : stream.heard) one.before = 0;
  return stream;
}

/// The framings that are right: each is told valid streams and damaged ones, from either side, and no law may accuse
/// it. Together that makes over 10,000 streams.
class right_framings : public testing::TestWithParam<std::size_t> {
 protected:
  const protocols::framing_spec& spec() const { return support::all_framings()[GetParam()]; }

  void expect_innocent(side from, const support::generated_stream& generated, std::uint64_t seed) {
    const checked_parser parser = framing_choice(protocols::to_string(spec())).parser_for(from);
    const properties::checked_stream stream{generated.bytes, sim::ending::eof, generated.heard};
    const properties::check_report report = properties::check(*parser.subject, stream, parser.model, {.seed = seed});
    const properties::failure* found = report.first_failure();
    EXPECT_TRUE(report.held()) << protocols::to_string(spec()) << ", seed " << seed << ": "
                               << (found ? properties::explain(properties::make_counterexample(stream, *found)) : "");
  }
};

TEST_P(right_framings, are_never_accused) {
  for (std::uint64_t seed = 0; seed < campaign() / 2; seed += stride) {
    const side from = seed / stride % 2 == 0 ? side::client : side::server;
    expect_innocent(from, support::generate_stream(spec(), from, seed), seed);
    expect_innocent(from, told_first(support::generate_damaged_stream(spec(), from, seed)), seed);
    if (HasFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(each, right_framings, testing::Range<std::size_t>(0, support::all_framings().size()));

TEST_P(right_framings, are_not_accused_at_their_limits) {
  const std::optional<framing_choice> limited = framing_choice(protocols::to_string(spec())).limited();
  EXPECT_EQ(limited.has_value(), !std::holds_alternative<protocols::count_spec>(spec()));
  if (!limited) return;
  for (const side from : {side::client, side::server}) {
    const checked_parser parser = limited->parser_for(from);
    const properties::law_result result = properties::check_limits(*parser.subject, parser.model);
    EXPECT_GT(result.cases, 200u);
    EXPECT_EQ(result.broken, 0u) << limited->name() << ": "
                                 << (result.first ? properties::describe_breach(result.first->details) : "");
  }
}

TEST(right_framings, are_told_ten_thousand_streams) {
  EXPECT_GE(support::all_framings().size() * streams_of_each, 10'000u);
}

}  // namespace
}  // namespace asynchat::cli
