#include <asynchat/properties/counterexample.h>
#include <asynchat/properties/explain.h>
#include <gmock/gmock.h>

#include "sample_subjects.h"

namespace asynchat::properties {
namespace {

counterexample example_of(const subject& parser, std::string_view bytes, std::string_view plan, law broken) {
  counterexample example{std::string(bytes), bytes.size(), plan_of(plan), sim::ending::eof, {}, "hand", {}};
  example.details.broken = broken;
  example.details = replay(parser, example, crlf_model).value();
  return example;
}

TEST(shrink, keeps_the_one_cut_that_matters) {
  const auto parser = make_parser_subject<cr_forgetter>();
  const auto small =
      shrink(*parser, example_of(*parser, "aa\r\nbb\r\ncc\r\n", "1*6 1 4 1 | eof", law::invariance), crlf_model);
  EXPECT_EQ(sim::cuts_of(small.steps).size(), 1u);
  EXPECT_LE(small.bytes.size(), 3u);
  EXPECT_TRUE(replay(*parser, small, crlf_model));
}

TEST(shrink, keeps_the_empty_read_that_matters) {
  const auto parser = make_parser_subject<empty_read_resetter>();
  const auto small =
      shrink(*parser, example_of(*parser, "aa\r\nbb\r\n", "b 1 b 1*7 | eof", law::empty_reads), crlf_model);
  EXPECT_EQ(small.bytes.size(), 1u);
  EXPECT_EQ(sim::to_string(small.steps), "1 b | eof");
}

TEST(shrink, keeps_the_suffix_that_matters) {
  const auto parser = make_parser_subject<suffix_looker>();
  counterexample example{"aa\r\nbb\r\nX", 8, plan_of("9 | open"), sim::ending::eof, {}, "suffix", {}};
  example.details.broken = law::suffix;
  example.details = replay(*parser, example, crlf_model).value();
  const auto small = shrink(*parser, example, crlf_model);
  EXPECT_EQ(small.bytes, "\r\nX");
  EXPECT_EQ(small.kept, 2u);
}

TEST(shrink, stops_at_its_limit_with_what_it_has) {
  const auto parser = make_parser_subject<cr_forgetter>();
  const auto example = example_of(*parser, "aa\r\nbb\r\n", "1*8 | eof", law::invariance);
  const auto small = shrink(*parser, example, crlf_model, {.plays_max = 0});
  EXPECT_EQ(small.steps, example.steps);
}

/// Says so when a read ends after three bytes of a line.
struct third_byte_marker : crlf_parser {
  void feed(std::string_view chunk, events& out) {
    crlf_parser::feed(chunk, out);
    if (rest.size() == 3) out.add("mark");
  }
};

/// Loses a line when a read ends anywhere inside it; tells of nothing else.
struct cut_line_loser : crlf_parser {
  void finish(events&) {}
  void feed(std::string_view chunk, events& out) {
    crlf_parser::feed(chunk, out);
    if (!rest.empty()) rest = "?";
  }
};

TEST(shrink, moves_a_cut_to_the_nearest_terminator) {
  const auto parser = make_parser_subject<cut_line_loser>();
  const auto small = shrink(*parser, example_of(*parser, "hello\r\n", "2 5 | eof", law::invariance), crlf_model);
  EXPECT_EQ(small.bytes, "\r\n");
  EXPECT_THAT(explain(small), testing::HasSubstr("1 cut at byte 1, between CR and LF: "));
}

/// Cares for nothing but that a read ends between 'x' and 'y'.
struct divided_pair : crlf_parser {
  void feed(std::string_view chunk, events& out) {
    crlf_parser::feed(chunk, out);
    if (rest.ends_with("x")) rest.pop_back();
  }
};

TEST(shrink, leaves_a_cut_where_it_alone_matters) {
  const auto parser = make_parser_subject<divided_pair>();
  const auto small = shrink(*parser, example_of(*parser, "aa\r\nbxyb\r\n", "1*10 | eof", law::invariance), crlf_model);
  EXPECT_THAT(small.bytes, testing::HasSubstr("x"));
  EXPECT_EQ(sim::cuts_of(small.steps).size(), 1u);
  EXPECT_LE(small.bytes.size(), 2u);
}

TEST(shrink, makes_the_bytes_that_remain_alike) {
  const auto parser = make_parser_subject<third_byte_marker>();
  const auto small =
      shrink(*parser, example_of(*parser, "USER\r\nhello\r\n", "9 4 | eof", law::invariance), crlf_model);
  EXPECT_EQ(small.bytes, "aaaa");
}

/// Goes by the time, or something like it, beside the cuts.
struct moody_forgetter : crlf_parser {
  void feed(std::string_view chunk, events& out) {
    static int mood = 0;
    crlf_parser::feed(chunk, out);
    if (rest.ends_with('\r')) rest.back() = static_cast<char>('0' + mood++ % 10);
  }
};

TEST(shrink, tells_when_the_same_delivery_does_not_fail_in_the_same_way) {
  const auto parser = make_parser_subject<moody_forgetter>();
  const auto small = shrink(*parser, example_of(*parser, "aa\r\n", "3 1 | eof", law::invariance), crlf_model);
  EXPECT_FALSE(small.stable);
  EXPECT_THAT(explain(small), testing::EndsWith(", but not each time that it is played"));
  const auto forgetter = make_parser_subject<cr_forgetter>();
  EXPECT_TRUE(shrink(*forgetter, example_of(*forgetter, "aa\r\n", "3 1 | eof", law::invariance), crlf_model).stable);
}

TEST(shrink, asks_before_each_play_whether_there_is_time) {
  const auto parser = make_parser_subject<cr_forgetter>();
  const auto example = example_of(*parser, "aa\r\nbb\r\n", "1*8 | eof", law::invariance);
  EXPECT_EQ(shrink(*parser, example, crlf_model, {.out_of_time = [] { return true; }}).steps, example.steps);
  int asked = 0;
  const auto small = shrink(*parser, example, crlf_model, {.out_of_time = [&] { return ++asked > 1000; }});
  EXPECT_LE(small.bytes.size(), 3u);
  EXPECT_GT(asked, 5);
}

TEST(shrink, zeroes_the_delays_that_matter) {
  const auto parser = make_parser_subject<cr_forgetter>();
  const auto small =
      shrink(*parser, example_of(*parser, "aa\r\n", "w20ms 3 w20ms 1 | eof", law::invariance), crlf_model);
  EXPECT_THAT(sim::to_string(small.steps), testing::Not(testing::HasSubstr("w")));
}

/// Whether it has heard "x" decides whether a CR at a chunk's end is lost.
struct heeding_forgetter : crlf_parser {
  bool told = false;
  void hear(std::string_view frame) { told = told || frame == "x"; }
  void feed(std::string_view chunk, events& out) {
    crlf_parser::feed(chunk, out);
    if (told && rest.ends_with('\r')) rest.pop_back();
  }
};

TEST(shrink, moves_what_is_heard_with_the_bytes) {
  const auto parser = make_parser_subject<heeding_forgetter>();
  counterexample example{"aa\r\nbb\r\ncc\r\n", 12, plan_of("7 5 | eof"), sim::ending::eof, {{4, "x"}}, "hand", {}};
  example.details = replay(*parser, example, crlf_model).value();
  const auto small = shrink(*parser, example, crlf_model);
  ASSERT_EQ(small.heard.size(), 1u);
  EXPECT_LE(small.heard[0].before, small.bytes.size());
  EXPECT_LE(small.bytes.size(), 3u);
}

}  // namespace
}  // namespace asynchat::properties
