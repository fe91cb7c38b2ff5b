#include <asynchat/properties/check.h>
#include <gmock/gmock.h>

#include "sample_subjects.h"
#include "survey.h"

namespace asynchat::properties {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

constexpr std::string_view seven_bytes = "abc\r\nd\n";

/// What that plan does to seven bytes which end with an eof, as far as it was played.
delivery_effect effect(std::string_view plan, const played_steps& played) {
  const sim::plan steps = plan_of(plan);
  const std::size_t kept = sim::delivered(steps);
  return effect_of({steps, kept, {}}, stream_of(seven_bytes), played);
}

bool fires(std::string_view plan, const played_steps& played) {
  EXPECT_TRUE(effect(plan, played).offered) << plan;
  return effect(plan, played).fired;
}

TEST(a_fault, is_none_when_the_stream_comes_in_one_read) {
  EXPECT_FALSE(effect("7 | eof", {1, 7, true, false}).offered);
  EXPECT_FALSE(effect("7 | eof", {1, 7, true, false}).fired);
}

TEST(a_fault, that_cuts_fires_when_both_sides_of_a_cut_were_read) {
  EXPECT_TRUE(fires("3 4 | eof", {2, 7, true, false}));
  EXPECT_FALSE(fires("3 4 | eof", {1, 3, false, false}));
}

TEST(a_fault, that_ends_the_stream_fires_when_the_end_is_told) {
  EXPECT_TRUE(fires("5 | eof", {1, 5, true, false}));
  EXPECT_FALSE(fires("7 | reset", {1, 5, false, false}));
}

TEST(a_fault, that_brings_nothing_fires_when_that_is_read) {
  EXPECT_TRUE(fires("3 b 4 | eof", {2, 3, false, false}));
  EXPECT_FALSE(fires("3 b 4 | eof", {1, 3, false, false}));
  EXPECT_FALSE(fires("3 4 f(ETIMEDOUT) | eof", {2, 7, false, false}));
}

TEST(a_fault, of_the_sending_side_fires_only_there) {
  EXPECT_FALSE(fires("3 4 | eof | 1*", {2, 7, true, false}));
  EXPECT_TRUE(fires("3 4 | eof | 1*", {2, 7, true, true}));
}

TEST(a_fault, that_changes_what_follows_fires_when_that_is_read) {
  const sim::delivery what{plan_of("6 | open"), 5, "X"};
  EXPECT_TRUE(effect_of(what, stream_of(seven_bytes), {1, 6, true, false}).fired);
  EXPECT_FALSE(effect_of(what, stream_of(seven_bytes), {1, 5, false, false}).fired);
}

check_report full_check(std::string_view bytes) {
  check_options options;
  options.tier = check_tier::full;
  return check(*make_crlf_chat(), stream_of(bytes), crlf_model, options);
}

std::vector<std::string> places_of(const check_report& report) {
  std::vector<std::string> names;
  for (const coverage_row& row : report.places.rows()) names.push_back(row.place);
  return names;
}

TEST(tier_full, reaches_every_place_of_the_framing_with_every_event_and_fires_every_fault) {
  const check_report report = full_check("USER al\r\n\r\nPASS x\r\n");
  EXPECT_TRUE(report.held());
  EXPECT_THAT(places_of(report), ElementsAre("pattern, 0 matched, first", "pattern, 0 matched, found",
                                             "pattern, 0 matched, inside", "pattern, 1 matched, inside"));
  EXPECT_THAT(report.places.missed(), IsEmpty());
  EXPECT_THAT(report.faults.never_fired(), IsEmpty());
  EXPECT_EQ(report.faults.of("cut1"), (sim::fault_count{18, 18}));
}

TEST(tier_full, tells_of_a_fault_that_cannot_fire) {
  const check_report report = full_check("no line ends");
  EXPECT_TRUE(report.held());
  EXPECT_THAT(report.faults.never_fired(), Contains("short_write"));
  EXPECT_THAT(report.faults.never_fired(), Not(Contains("cut1")));
}

/// Closes behind a line that says QUIT.
class quitting_chat : public crlf_chat {
 public:
  using crlf_chat::crlf_chat;
  void found_terminator() override {
    const bool quits = line_ == "QUIT";
    crlf_chat::found_terminator();
    if (quits) close();
  }
};

TEST(tier_full, counts_nothing_behind_the_close_of_a_channel) {
  check_options options;
  options.tier = check_tier::full;
  const auto parser = make_chat_subject<quitting_chat, line_sink>("quitting");
  const auto model = [](std::string_view bytes, bool ended, std::span<const heard_frame> heard) {
    const std::size_t quit = bytes.find("QUIT\r\n");
    return quit == std::string_view::npos ? crlf_model(bytes, ended, heard)
                                          : crlf_model(bytes.substr(0, quit + 6), ended, heard);
  };
  const check_report report = check(*parser, stream_of("a\r\nQUIT\r\nbc"), model, options);
  const failure* broken = report.first_failure();
  EXPECT_EQ(broken, nullptr) << broken->strategy << ": " << broken->details.broken << ' ' << broken->what.steps;
  EXPECT_EQ(report.faults.of("cut1"), (sim::fault_count{10, 8}));
  // Of the twelve offsets of an error, three lie behind the close.
  const sim::fault_count errors = report.faults.of("recv_error");
  EXPECT_EQ(12 * errors.fired, 9 * errors.offered);
  EXPECT_THAT(report.places.missed(), IsEmpty());
}

TEST(tier_quick, counts_nothing) {
  const check_report report = check(*make_crlf_chat(), stream_of("a\r\n"), crlf_model, {});
  EXPECT_TRUE(report.faults.rows().empty());
  EXPECT_EQ(report.places.possible_cells(), 0u);
}

TEST(framing_coverage, adds_up_in_any_order_and_names_what_was_missed) {
  const std::size_t row = framing_coverage::row_of({terminator_kind::pattern, 5, callback_state::inside});
  framing_coverage a;
  framing_coverage b;
  a.is_possible(row, stream_event::data);
  a.is_possible(row, stream_event::reset);
  b.reached(row, stream_event::data);
  framing_coverage ab = a;
  ab.merge(b);
  b.merge(a);
  EXPECT_EQ(ab, b);
  EXPECT_EQ(ab.possible_cells(), 2u);
  EXPECT_THAT(ab.missed(), ElementsAre("pattern, 4-7 matched, inside: reset"));
}

TEST(framing_coverage, has_a_row_of_its_own_for_each_place) {
  std::vector<bool> taken(framing_coverage::rows_max, false);
  for (const terminator_kind kind : {terminator_kind::pattern, terminator_kind::count, terminator_kind::none}) {
    for (const std::size_t matched : {0u, 1u, 2u, 3u, 4u, 8u, 1000u}) {
      for (const callback_state state :
           {callback_state::first, callback_state::found, callback_state::switched, callback_state::inside}) {
        const std::size_t row = framing_coverage::row_of({kind, matched, state});
        ASSERT_LT(row, taken.size());
        EXPECT_FALSE(taken[row]);
        taken[row] = true;
      }
    }
  }
}

}  // namespace
}  // namespace asynchat::properties
