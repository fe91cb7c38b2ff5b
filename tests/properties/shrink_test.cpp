#include <asynchat/properties/counterexample.h>
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
