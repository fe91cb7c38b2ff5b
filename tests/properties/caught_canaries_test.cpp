#include <asynchat/properties/canaries.h>
#include <asynchat/properties/counterexample.h>
#include <asynchat/properties/explain.h>
#include <asynchat/properties/repro_file.h>
#include <gmock/gmock.h>

#include <string>

#include "canary_streams.h"

namespace asynchat::properties {
namespace {

class caught_canaries : public testing::TestWithParam<std::size_t> {
 protected:
  const canary& bird() const { return all_canaries()[GetParam()]; }
  const std::string bytes_ = canary_stream(bird().framing);
  const checked_stream stream_{bytes_, sim::ending::eof, {}, {}};
  const check_options options_ = canary_options(bird());
};

TEST_P(caught_canaries, are_caught_shrunk_and_fail_again) {
  const auto parser = bird().make();
  const check_report report = check(*parser, stream_, bird().model, options_);
  EXPECT_THAT(report.troubles, testing::IsEmpty());
  const std::optional<failure>& found = report[bird().caught_by].first;
  ASSERT_TRUE(found) << bird().mistake;

  const counterexample small = shrink(*parser, make_counterexample(stream_, *found), bird().model);
  if (bird().caught_by != law::linear_cost) {  // what is smaller would only be faster
    EXPECT_LE(sim::cuts_of(small.steps).size(), std::min<std::size_t>(bird().cuts_max, 3)) << explain(small);
    EXPECT_LE(small.bytes.size(), bird().wrong.bytes.size() + 4) << explain(small);
  }

  const traces::repro written = to_repro(*parser, small, {});
  for (int times = 0; times < 2; ++times) {
    const replayed again = replay(*parser, written, "canary", options_);
    EXPECT_TRUE(again.failed_again);
    // What is not deterministic fails again, but not in the same words.
    if (bird().caught_by != law::replay) {
      EXPECT_EQ(again.explanation, written.explanation);
    }
  }
  RecordProperty("sentence", written.explanation);
}

TEST_P(caught_canaries, are_not_called_deterministic_where_they_are_not) {
  const check_report report = check(*bird().make(), stream_, bird().model, options_);
  EXPECT_EQ(report.is_deterministic(), bird().caught_by != law::replay);
}

TEST_P(caught_canaries, have_right_twins_that_are_never_accused) {
  const auto twin = bird().make_right();
  const check_report report = check(*twin, stream_, bird().model, options_);
  const failure* found = report.first_failure();
  EXPECT_THAT(report.troubles, testing::IsEmpty());
  EXPECT_TRUE(report.held()) << (found ? explain(make_counterexample(stream_, *found)) : std::string());
}

INSTANTIATE_TEST_SUITE_P(every, caught_canaries, testing::Range(std::size_t{0}, all_canaries().size()),
                         [](const auto& tested) { return std::string(all_canaries()[tested.param].name); });

}  // namespace
}  // namespace asynchat::properties
