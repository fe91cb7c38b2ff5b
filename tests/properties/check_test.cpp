#include <asynchat/properties/canaries.h>
#include <asynchat/properties/check.h>
#include <asynchat/properties/counterexample.h>
#include <asynchat/properties/lent_chunk.h>
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

std::uint64_t no_time() { return 0; }

/// The sample channel, which offers a limit that it keeps to: none.
std::unique_ptr<subject> make_limited_chat() {
  auto chat = std::make_unique<chat_subject<crlf_chat, line_sink>>("crlf");
  chat->offer_limits({{5, [](std::size_t size) { return std::string(size, 'x') + "\r\n"; }}});
  return chat;
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
  const check_report report = check_parser(*make_limited_chat(), sample, {.clock = no_time});
  EXPECT_TRUE(report.held());
  for (const law which : all_laws) {
    const std::uint64_t cases_min = which == law::parity ? 0 : which == law::linear_cost ? 3 : 4;
    EXPECT_GE(report[which].cases, cases_min) << which;
  }
}

TEST(check, judges_no_cost_without_a_clock) {
  const check_report report = check_parser(*make_crlf_chat(), sample);
  EXPECT_EQ(report[law::linear_cost].cases, 0u);
  EXPECT_FALSE(report.cost_exponent);
}

/// Refuses its second message when the first byte of it comes alone.
struct late_starter : crlf_parser {
  int lines = 0;
  void feed(std::string_view chunk, events& out) {
    if (lines == 6 && rest.empty() && chunk.size() == 1) out.add("oops");
    lines += static_cast<int>(std::count(chunk.begin(), chunk.end(), '\n'));
    crlf_parser::feed(chunk, out);
  }
  friend bool operator==(const late_starter&, const late_starter&) = default;
};

TEST(check, finds_what_only_a_second_message_shows) {
  const auto parser = make_parser_subject<late_starter>();
  const check_report report = check_parser(*parser, "a\r\nb\r\nc\r\nd\r\ne\r\nf\r\n");
  EXPECT_EQ(report[law::invariance].broken, 0u);
  ASSERT_NE(report.first_failure(), nullptr);
  EXPECT_EQ(report.first_failure()->details.broken, law::epochs);
  const counterexample example = make_counterexample(stream_of(""), *report.first_failure());
  EXPECT_EQ(example.bytes.size(), 36u) << "the failure brings its own stream";
  EXPECT_TRUE(replay(*parser, example, crlf_model));
}

/// Loses the last byte of each chunk of two, and says that it is refused for it after one of three.
struct two_faults : crlf_parser {
  bool over = false;
  void feed(std::string_view chunk, events& out) {
    if (over) return;
    if (chunk.size() == 2) chunk.remove_suffix(1);
    if (chunk.size() == 3) over = true;
    if (over) return out.add("error", "three");
    crlf_parser::feed(chunk, out);
  }
  friend bool operator==(const two_faults&, const two_faults&) = default;
};

TEST(check, shows_the_gravest_of_the_failures_of_a_law) {
  const check_report report = check_parser(*make_parser_subject<two_faults>(), "abcde\r\nf\r\n");
  ASSERT_TRUE(report[law::invariance].first);
  EXPECT_EQ(report[law::invariance].first->details.where->kind, difference_kind::verdict);
}

/// A channel that keeps what it was lent.
class view_keeper : public crlf_chat {
 public:
  using crlf_chat::crlf_chat;
  void collect_incoming_data(std::string_view data) override {
    if (kept_.empty()) kept_ = data;
    crlf_chat::collect_incoming_data(data);
  }
  void found_terminator() override {
    line_.replace(0, kept_.size(), kept_);
    crlf_chat::found_terminator();
  }

 private:
  std::string_view kept_;
};

struct over_reader : crlf_parser {
  void feed(std::string_view chunk, events& out) {
    if (chunk.data()[chunk.size()] == 'x') out.add("x");
    crlf_parser::feed(chunk, out);
  }
};

struct span_keeper : crlf_parser {
  std::string_view kept;
  void feed(std::string_view chunk, events& out) {
    if (!kept.empty() && kept.front() == 'x') out.add("x");
    kept = chunk;
    crlf_parser::feed(chunk, out);
  }
};

TEST(poisoned_chunks, let_a_sanitizer_see_a_read_past_the_end_and_a_view_that_was_kept) {
#if defined(__SANITIZE_ADDRESS__)
  EXPECT_DEATH(check_parser(*make_parser_subject<over_reader>(), sample), "heap-buffer-overflow");
  EXPECT_DEATH(check_parser(*make_parser_subject<span_keeper>(), sample), "heap-use-after-free");
  const auto keeper = make_chat_subject<view_keeper, line_sink>("keeper");
  EXPECT_DEATH(check_parser(*keeper, sample), "heap-use-after-free");
#else
  GTEST_SKIP() << "only a sanitizer sees reads of what is not there";
#endif
}

TEST(poisoned_chunks, are_overwritten) {
  std::string bytes = "abc";
  overwrite(bytes.data(), 2);
  EXPECT_EQ(bytes,
            "\xdb\xdb"
            "c");
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
  const std::string stream = repeated(repeated("abcdefgh", 10) + "\r\n", 80);
  const check_report report = check_parser(*make_parser_subject<second_read_loser>(), stream);
  ASSERT_NE(report.first_failure(), nullptr);
  EXPECT_EQ(report.first_failure()->strategy, "cut1");
  EXPECT_THAT(report.troubles, IsEmpty());
}

TEST(check, stops_what_follows_a_cut_where_the_rest_is_known) {
  const std::string stream = repeated(repeated("abcdefgh", 10) + "\r\n", 80);
  const check_report report = check_parser(*make_crlf_chat(), stream);
  EXPECT_TRUE(report.held());
  EXPECT_FALSE(report.windowed);
  EXPECT_EQ(plans_of(report, "cut1").tried, stream.size() - 1);
  EXPECT_LT(report.bytes_delivered, stream.size() * stream.size() + 1000 * stream.size());
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
