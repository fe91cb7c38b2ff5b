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

TEST(conservation, wants_the_output_in_order_and_complete) {
  sample run;
  run.account.pushed = "12";
  run.account.sent = "12";
  EXPECT_FALSE(run.breaks(law::conservation));
  run.account.sent = "21";
  EXPECT_TRUE(run.breaks(law::conservation));
  run.account.sent = "1";
  EXPECT_TRUE(run.breaks(law::conservation));
  run.account.sent_to_end = false;
  EXPECT_FALSE(run.breaks(law::conservation));
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
