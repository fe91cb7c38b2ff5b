#include <asynchat/properties/canaries.h>
#include <asynchat/properties/check.h>
#include <asynchat/properties/counterexample.h>
#include <asynchat/properties/explain.h>
#include <asynchat/properties/repro_file.h>
#include <gmock/gmock.h>

#include <string>

#include "sample_subjects.h"

namespace asynchat::properties {
namespace {

/// A stream in which a canary of this framing may err: frames of several sizes, false starts of terminators, and an
/// unfinished frame at the end.
std::string stream_for(std::string_view framing) {
  if (framing.starts_with("delimiter:")) {
    const std::string delimiter(framing.substr(10));
    return "xa" + delimiter + "aa" + delimiter + delimiter + "a" + delimiter + "E" + delimiter + "EENa" + delimiter +
           "q";
  }
  if (framing.starts_with("count:")) return "abcdefghijklmnopqrstuvwxyz";
  if (framing == "length:u8") return std::string("\3abc\0\1z\5hello\2\r\n\4gone", 21);
  if (framing == "length:u16be") return std::string("\0\3abc\0\0\0\1z\0\5hello\0\2\r\n\0\4gon", 26);
  if (framing.starts_with("heads")) return "a\r\nb\r\nc\r\n\r\n";
  if (framing.starts_with("crlf, lines")) return "abcd\r\nX\r\n\r\nab\r\r\ncd\re\r\nabc\r\nzz";
  return "USER al\r\nX\r\n\r\nab\r\r\ncd\re\r\nabcd\r\nabc\r\nQUIT\r\nEVIL\r\nzz";
}

class caught_canaries : public testing::TestWithParam<std::size_t> {
 protected:
  const canary& bird() const { return all_canaries()[GetParam()]; }
  const std::string bytes_ = stream_for(bird().framing);
  const checked_stream stream_ = stream_of(bytes_);
  const check_options options_{.clock = bird().caught_by == law::linear_cost ? canary_work : cost_clock()};
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
    const replayed again = replay(*parser, written, "canary", canary_work);
    EXPECT_TRUE(again.failed_again);
    EXPECT_EQ(again.explanation, written.explanation);
  }
  RecordProperty("sentence", written.explanation);
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
