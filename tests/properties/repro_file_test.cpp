#include <asynchat/properties/explain.h>
#include <asynchat/properties/repro_file.h>
#include <asynchat/traces/error.h>
#include <gmock/gmock.h>

#include <sstream>

#include "sample_subjects.h"

namespace asynchat::properties {
namespace {

traces::repro sample_repro(const subject& parser) {
  counterexample example{"USER al\r\n", 9, plan_of("8 1 | eof"), sim::ending::eof, {{0, "hi"}, {9, "bye"}}, "cut1", {}};
  example.details = *replay(parser, example, crlf_model);
  stream_origin origin;
  origin.conn = 2;
  return to_repro(parser, example, origin);
}

TEST(repro, fails_again_after_a_way_through_its_file) {
  const auto parser = make_parser_subject<cr_forgetter>("forgetter");
  const traces::repro written = sample_repro(*parser);
  std::stringstream file;
  traces::write_repro(file, written);
  const traces::repro read = traces::read_repro(file, "f.repro.json");
  EXPECT_EQ(read, written);
  const replayed again = replay(*parser, read, "f.repro.json");
  EXPECT_TRUE(again.failed_again);
  EXPECT_EQ(again.explanation, written.explanation);
  EXPECT_EQ(again.explanation,
            "1 cut at byte 8, between CR and LF: frame 1 is incomplete \"USER al\\n\" instead of line \"USER al\"");
}

TEST(repro, says_where_it_comes_from) {
  const traces::repro written = sample_repro(*make_parser_subject<cr_forgetter>("forgetter"));
  EXPECT_EQ(written.subject, "forgetter");
  EXPECT_EQ(written.property, "invariance");
  EXPECT_EQ(written.streams[0].plan, "8 1 | eof");
  EXPECT_EQ(written.streams[1].from, side::server);
  EXPECT_EQ(written.streams[1].bytes, "hibye");
  EXPECT_EQ(written.origin.strategy, "cut1");
}

TEST(repro, holds_for_a_parser_that_is_mended) {
  const replayed again =
      replay(*make_parser_subject<crlf_parser>(), sample_repro(*make_parser_subject<cr_forgetter>()), "f");
  EXPECT_FALSE(again.failed_again);
  EXPECT_EQ(again.expected, again.observed);
}

std::string error_of(const traces::repro& broken) {
  try {
    replay(*make_parser_subject<crlf_parser>(), broken, "f.repro.json");
  } catch (const traces::input_error& error) {
    return error.what();
  }
  return "no error";
}

TEST(repro, is_refused_with_file_and_place) {
  traces::repro broken = sample_repro(*make_parser_subject<cr_forgetter>());
  broken.property = "gravity";
  EXPECT_THAT(error_of(broken), testing::StartsWith("f.repro.json: property"));
  broken = sample_repro(*make_parser_subject<cr_forgetter>());
  broken.streams[0].plan = "8 x | eof";
  EXPECT_THAT(error_of(broken), testing::HasSubstr("plan"));
  broken.streams[0].plan = "8 2 | eof";
  EXPECT_THAT(error_of(broken), testing::HasSubstr("delivers 10 bytes"));
  broken.streams[0].plan.clear();
  EXPECT_THAT(error_of(broken), testing::HasSubstr("expected one with a plan"));
}

}  // namespace
}  // namespace asynchat::properties
