#include <asynchat/properties/laws.h>
#include <gtest/gtest.h>

#include "sample_subjects.h"

namespace asynchat::properties {
namespace {

events log_of(std::initializer_list<event> list) {
  events log;
  for (const event& one : list) log.add(one.name, one.bytes, one.numbers);
  return log;
}

const events two_lines = log_of({{"line", "a", {}}, {"line", "b", {}}});
const events one_line = log_of({{"line", "a", {}}});

TEST(laws, have_names_that_find_them) {
  for (const law which : all_laws) EXPECT_EQ(law_named(to_string(which)), which);
  EXPECT_FALSE(law_named("gravity"));
}

TEST(difference, is_none_between_equal_logs) { EXPECT_FALSE(compare(two_lines, two_lines)); }

TEST(difference, ranks_the_verdict_first) {
  const events refused = log_of({{"line", "x", {}}, {"error", "bad", {}}});
  EXPECT_EQ(compare(two_lines, refused), (difference{difference_kind::verdict, 0}));
}

TEST(difference, ranks_the_error_code_before_the_events) {
  const events a = log_of({{"line", "a", {}}, {"error", "bad", {}}});
  const events b = log_of({{"line", "b", {}}, {"error", "long", {}}});
  EXPECT_EQ(compare(a, b), (difference{difference_kind::error_code, 0}));
}

TEST(difference, tells_events_from_data_and_positions) {
  EXPECT_EQ(compare(two_lines, one_line), (difference{difference_kind::frames, 1}));
  EXPECT_EQ(compare(log_of({{"data", "ab", {}}}), log_of({{"data", "a", {}}})), (difference{difference_kind::data, 0}));
  EXPECT_EQ(compare(log_of({{"line", "a", {1}}}), log_of({{"line", "a", {2}}})),
            (difference{difference_kind::position, 0}));
}

/// A trial of a plan over two lines.
struct sample {
  std::string bytes = "a\r\nb\r\n";
  sim::plan steps = plan_of("2 4 | eof");
  ledger account{.first = 0, .accounted = bytes, .received = bytes.size(), .closed = true, .ended = true};
  trial one{bytes, &steps, &two_lines, &account, &two_lines};

  bool breaks(law which) const { return applies(which, one) && judge(which, one).has_value(); }
};

TEST(laws, hold_where_nothing_is_wrong) {
  for (const law which : all_laws) EXPECT_FALSE(sample().breaks(which)) << which;
}

TEST(invariance, is_broken_by_another_log) {
  sample cut;
  cut.one.seen = &one_line;
  EXPECT_TRUE(cut.breaks(law::invariance));
  EXPECT_FALSE(cut.breaks(law::empty_reads));
}

TEST(empty_reads, judge_plans_that_have_some) {
  sample cut;
  cut.steps = plan_of("2 b 4 | eof");
  cut.one.seen = &one_line;
  EXPECT_TRUE(cut.breaks(law::empty_reads));
  EXPECT_FALSE(cut.breaks(law::invariance));
}

TEST(model, judges_the_run_in_one_read) {
  sample run;
  run.one.whole = nullptr;
  run.one.model = &one_line;
  EXPECT_TRUE(run.breaks(law::model));
}

TEST(suffix, wants_the_log_to_begin_alike) {
  sample run;
  run.one.kept_alone = &one_line;
  EXPECT_FALSE(run.breaks(law::suffix));
  run.one.seen = &one_line;
  run.one.kept_alone = &two_lines;
  EXPECT_TRUE(run.breaks(law::suffix));
}

TEST(suffix, lets_a_payload_go_on) {
  const events kept = log_of({{"data", "ab", {}}});
  const events longer = log_of({{"data", "abX", {}}});
  sample run;
  run.one.kept_alone = &kept;
  run.one.seen = &longer;
  EXPECT_FALSE(run.breaks(law::suffix));
}

TEST(conservation, notices_a_lost_byte) {
  sample run;
  run.account.accounted = "a\r\nb\n";
  EXPECT_TRUE(run.breaks(law::conservation));
  run.account.accounted = "a\r\nb\r";
  EXPECT_TRUE(run.breaks(law::conservation));
}

TEST(conservation, counts_what_is_held) {
  sample run;
  run.account = {.first = 0, .accounted = "a\r\nb", .received = 5, .held = 1};
  EXPECT_FALSE(run.breaks(law::conservation));
  run.account.held = 2;
  EXPECT_TRUE(run.breaks(law::conservation));
}

TEST(conservation, lets_a_channel_that_closed_ignore_the_rest) {
  sample run;
  run.account = {.first = 0, .accounted = "a\r\n", .received = 6, .closed = true};
  EXPECT_FALSE(run.breaks(law::conservation));
}

TEST(conservation, wants_the_output_in_order) {
  sample run;
  run.account.pushed = "12";
  run.account.sent = "12";
  EXPECT_FALSE(run.breaks(law::conservation));
  run.account.sent = "21";
  EXPECT_TRUE(run.breaks(law::conservation));
}

TEST(progress, wants_all_output_sent_once_nothing_stands_in_the_way) {
  sample run;
  run.account.pushed = "12";
  run.account.sent = "1";
  EXPECT_FALSE(run.breaks(law::conservation));
  EXPECT_TRUE(run.breaks(law::progress));
  run.account.sent_to_end = false;
  EXPECT_FALSE(run.breaks(law::progress));
}

TEST(progress, wants_each_frame_told_of_with_its_last_byte) {
  sample run;
  run.one.so_far = &two_lines;
  EXPECT_FALSE(run.breaks(law::progress));
  run.one.seen = &one_line;
  EXPECT_TRUE(run.breaks(law::progress));
}

TEST(epochs_and_limits, judge_the_streams_that_were_made_for_them_by_the_model) {
  for (const law which : {law::epochs, law::limits}) {
    sample run;
    run.one.seen = &one_line;
    run.one.model = &two_lines;
    EXPECT_FALSE(run.breaks(which));
    run.one.made_for = which;
    EXPECT_TRUE(run.breaks(which));
  }
}

TEST(epochs_and_limits, judge_without_a_model_by_the_run_in_one_read) {
  sample run;
  run.one.made_for = law::epochs;
  EXPECT_FALSE(run.breaks(law::epochs));
  run.one.seen = &one_line;
  EXPECT_TRUE(run.breaks(law::epochs));
  run.one.whole = nullptr;
  EXPECT_FALSE(applies(law::epochs, run.one));
}

cost_growth growth(std::uint64_t quarter, std::uint64_t half, std::uint64_t all) {
  return {{100, 200, 400}, {quarter, half, all}, {}};
}

TEST(linear_cost, accuses_a_clear_slope_alone) {
  constexpr std::uint64_t ms = 1'000'000;
  sample run;
  const auto breaks = [&](const cost_growth& cost) {
    run.one.cost = &cost;
    return run.breaks(law::linear_cost);
  };
  EXPECT_FALSE(breaks(growth(ms, 2 * ms, 4 * ms)));
  EXPECT_TRUE(breaks(growth(ms, 4 * ms, 16 * ms)));
  EXPECT_FALSE(breaks(growth(ms, 2 * ms, 16 * ms))) << "one outlier";
  EXPECT_FALSE(breaks(growth(ms / 100, ms / 25, ms / 6))) << "too short to be told from noise";
}

TEST(linear_cost, judges_the_work_that_a_ledger_counts) {
  sample run;
  const cost_growth counted{{100, 200, 400}, {}, {1 << 16, 1 << 18, 1 << 20}};
  run.one.cost = &counted;
  EXPECT_TRUE(run.breaks(law::linear_cost));
}

TEST(slips, break_the_law_of_their_kind) {
  sample run;
  run.account.slips = {{slip::order, "late"}};
  EXPECT_TRUE(run.breaks(law::order));
  EXPECT_FALSE(run.breaks(law::frames));
  EXPECT_FALSE(run.breaks(law::bounds));
}

}  // namespace
}  // namespace asynchat::properties
