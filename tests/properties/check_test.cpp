#include <asynchat/properties/canaries.h>
#include <asynchat/properties/check.h>
#include <gmock/gmock.h>

#include <algorithm>

#include "sample_subjects.h"

namespace asynchat::properties {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view sample = "USER al\r\nPASS x\r\n\r\nQUIT\r\nX\r\nrest";

check_report check_parser(const subject& parser, std::string_view bytes, const check_options& options = {}) {
  return check(parser, stream_of(bytes), crlf_model, options);
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

const strategy_result& plans_of(const check_report& report, std::string_view name) {
  return *std::find_if(report.strategies.begin(), report.strategies.end(),
                       [&](const strategy_result& one) { return one.name == name; });
}

TEST(check, holds_for_a_right_parser) {
  const check_report report = check_parser(*make_parser_subject<crlf_parser>(), sample);
  EXPECT_TRUE(report.held());
  EXPECT_EQ(report.tried(), report.possible());
  EXPECT_EQ(report.frames, 6u);
  EXPECT_FALSE(report.windowed);
}

TEST(check, judges_a_channel_by_every_law) {
  const check_report report = check_parser(*make_crlf_chat(), sample);
  EXPECT_TRUE(report.held());
  for (const law which : all_laws) EXPECT_GT(report[which].cases, 20u) << which;
}

TEST(check, calls_a_parser_that_says_nothing_trouble) {
  const check_report report = check_parser(*make_parser_subject<mute_parser>(), "a\r\n");
  EXPECT_FALSE(report.held());
  EXPECT_THAT(report.troubles, ElementsAre(HasSubstr("tells nothing")));
}

TEST(check, lets_a_parser_say_nothing_of_a_frame_that_has_not_ended) {
  const auto parser = make_parser_subject<crlf_parser>();
  const check_report report = check(*parser, {"US", sim::ending::open, {}, {}}, crlf_model);
  EXPECT_EQ(report.frames, 0u);
  EXPECT_TRUE(report.held());
}

TEST(check, finds_a_cut_that_loses_a_byte) {
  const check_report report = check_parser(*make_parser_subject<cr_forgetter>(), sample);
  const failure* found = report.first_failure();
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->details.broken, law::invariance);
  EXPECT_EQ(found->strategy, "cut1");
  EXPECT_EQ(found->what.steps, sim::cut_at(sample.size(), std::vector<std::size_t>{8}));
}

TEST(check, finds_an_empty_read_that_matters) {
  const check_report report = check_parser(*make_parser_subject<empty_read_resetter>(), sample);
  EXPECT_GT(report[law::empty_reads].broken, 0u);
  EXPECT_EQ(report[law::invariance].broken, 0u);
}

TEST(check, finds_a_look_at_the_bytes_behind) {
  const check_report report = check_parser(*make_parser_subject<suffix_looker>(), sample);
  EXPECT_GT(report[law::suffix].broken, 0u);
}

TEST(check, finds_an_end_that_is_not_told) {
  const check_report report = check_parser(*make_parser_subject<end_dropper>(), sample);
  EXPECT_GT(report[law::model].broken, 0u);
}

/// Errs when five single bytes come in a row and more than one after them.
struct five_counter : crlf_parser {
  int single = 0;
  void feed(std::string_view chunk, events& out) {
    if (single == 5 && chunk.size() > 1) out.add("oops");
    single = chunk.size() == 1 ? single + 1 : 0;
    crlf_parser::feed(chunk, out);
  }
  friend bool operator==(const five_counter&, const five_counter&) = default;
};

TEST(check, finds_what_only_a_burst_shows) {
  const check_report report = check_parser(*make_parser_subject<five_counter>(), sample);
  EXPECT_THAT(report.troubles, IsEmpty());
  ASSERT_NE(report.first_failure(), nullptr);
  EXPECT_EQ(report.first_failure()->strategy, "burst(5)");
}

TEST(check, finds_the_same_without_states) {
  struct stateless : cr_forgetter {
    bool operator==(const stateless&) const = delete;
  };
  const auto parser = make_parser_subject<stateless>();
  ASSERT_FALSE(parser->has_states());
  const check_report report = check_parser(*parser, sample);
  EXPECT_EQ(report.first_failure()->details.broken, law::invariance);
}

TEST(check, tries_every_cut_of_a_short_stream_without_states) {
  struct stateless : crlf_parser {
    bool operator==(const stateless&) const = delete;
  };
  const check_report report = check_parser(*make_parser_subject<stateless>(), "abcdef\r\ng");
  EXPECT_TRUE(report.held());
  EXPECT_EQ(report.strategies.back().name, "exhaustive");
  EXPECT_EQ(report.strategies.back().tried, 256u);
  const check_report longer = check_parser(*make_parser_subject<stateless>(), "abcdef\r\nghi");
  EXPECT_NE(longer.strategies.back().name, "exhaustive");
}

/// Loses its second read, when that is a long one.
struct second_read_loser : crlf_parser {
  int reads = 0;
  void feed(std::string_view chunk, events& out) {
    if (!chunk.empty() && ++reads == 2 && chunk.size() > 3000) return;
    crlf_parser::feed(chunk, out);
  }
  friend bool operator==(const second_read_loser& a, const second_read_loser& b) { return a.rest == b.rest; }
};

TEST(check, reads_on_to_the_end_of_a_stream_after_some_cuts_of_each_kind) {
  const check_report report = check_parser(*make_parser_subject<second_read_loser>(), repeated(sample, 200));
  ASSERT_NE(report.first_failure(), nullptr);
  EXPECT_EQ(report.first_failure()->strategy, "cut1");
  EXPECT_THAT(report.troubles, IsEmpty());
}

TEST(check, stops_what_follows_a_cut_where_the_rest_is_known) {
  const std::string stream = repeated(sample, 300);
  const check_report report = check_parser(*make_crlf_chat(), stream, {.strategy_bytes_max = 1});
  EXPECT_TRUE(report.held());
  EXPECT_FALSE(report.windowed);
  EXPECT_EQ(plans_of(report, "cut1").tried, stream.size() - 1);
}

TEST(check, sweeps_a_long_stream_in_windows) {
  const std::string stream = repeated(sample, 700);
  const check_report report = check_parser(*make_crlf_chat(), stream);
  EXPECT_TRUE(report.held());
  EXPECT_TRUE(report.windowed);
  EXPECT_LT(report.tried(), report.possible());
  EXPECT_GT(report[law::invariance].cases, 9 * stream.size());
}

TEST(check, sweeps_a_stream_full_of_frames_in_windows) {
  const std::string stream = repeated("\r\n", 1500);
  const check_report report = check_parser(*make_crlf_chat(), stream);
  EXPECT_TRUE(report.held());
  EXPECT_TRUE(report.windowed);
  EXPECT_LT(report.bytes_delivered, 16 * stream.size() * stream.size());
}

TEST(check, counts_no_burst_that_begins_where_a_cut_breaks_a_law) {
  const check_report report = check_parser(*canary_named("cr_ends_line")->make(), sample);
  EXPECT_EQ(plans_of(report, "cut1").tried, sample.size() - 1);
  EXPECT_LT(plans_of(report, "burst(2)").tried, plans_of(report, "burst(2)").possible);
}

TEST(check, counts_what_a_sweep_in_windows_leaves_out) {
  const check_options few_ends{.strategy_bytes_max = 1 << 20};
  const check_report report = check_parser(*make_crlf_chat(), repeated("\r\n", 1500), few_ends);
  const strategy_result& suffixes = plans_of(report, "suffix");
  EXPECT_EQ(suffixes.possible, 6 * 1500u);
  EXPECT_LT(suffixes.tried, suffixes.possible);
  EXPECT_GE(suffixes.tried, 5 * 1500u);
  EXPECT_EQ(plans_of(report, "eof").tried, plans_of(report, "reset_peer").tried);
  EXPECT_LE(suffixes.tried - 5 * 1500u, plans_of(report, "eof").tried);
}

TEST(check, ends_a_window_after_so_many_frames) {
  const std::string stream = repeated("\r\n", 2000);
  const auto delivered = [&](std::size_t window_frames) {
    return check_parser(*make_crlf_chat(), stream, {.window_frames = window_frames, .strategy_bytes_max = 1 << 20})
        .bytes_delivered;
  };
  EXPECT_LT(delivered(8) + stream.size() * 100, delivered(512));
}

TEST(check, reads_a_frame_at_the_end_of_a_window_together_with_what_follows_it) {
  const check_options every_frame{.bytes_times_frames_max = 1, .window_frames = 1};
  const check_report report = check_parser(*make_parser_subject<suffix_looker>(), "a\r\nb\r\nc\r\n", every_frame);
  EXPECT_TRUE(report.windowed);
  EXPECT_GT(report[law::suffix].broken, 0u);
}

TEST(check, finds_one_bad_offset_in_a_long_stream) {
  const std::string stream = repeated("abcdefgh", 2500) + "a\r\n" + repeated("abcdefgh", 2500);
  const check_report report = check_parser(*make_parser_subject<cr_forgetter>(), stream);
  EXPECT_TRUE(report.windowed);
  ASSERT_NE(report.first_failure(), nullptr);
  EXPECT_EQ(report.first_failure()->what.steps, sim::cut_at(stream.size(), std::vector<std::size_t>{20002}));
}

/// Compares as equal although it has forgotten to compare what it goes by.
struct liar : crlf_parser {
  bool lost = false;
  void feed(std::string_view chunk, events& out) {
    if (lost && chunk.size() > 1) return;
    crlf_parser::feed(chunk, out);
  }
  liar() = default;
  liar(const liar& other) : crlf_parser(other), lost(true) {}
  liar& operator=(const liar&) = default;
  friend bool operator==(const liar&, const liar&) { return true; }
};

TEST(check, says_when_the_states_do_not_tell_all) {
  const check_report report = check_parser(*make_parser_subject<liar>(), sample);
  EXPECT_THAT(report.troubles, Contains(HasSubstr("the states of the parser do not tell all")));
}

TEST(edges, surround_the_terminators) {
  const auto edges = edges_of(*make_crlf_chat(), stream_of("ab\r\ncd"));
  EXPECT_THAT(edges, Contains((sim::edge{3, 1})));
  EXPECT_THAT(edges_of(*make_parser_subject<crlf_parser>(), stream_of("ab\r\ncd")), IsEmpty());
}

TEST(frame_ends, are_those_of_the_reference) {
  EXPECT_THAT(frame_ends(stream_of("a\r\nb\r\nc"), crlf_model), ElementsAre(3u, 6u));
}

}  // namespace
}  // namespace asynchat::properties
