#include <asynchat/properties/ruler.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <sstream>

#include "sample_subjects.h"

namespace asynchat::properties {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(ruler, marks_cuts_frames_and_the_first_difference) {
  EXPECT_EQ(draw({"USER al\r\nPASS x\r\n", {8}, {9, 17}, 9}, {.width = 60}),
            "        0         8\n"
            "        USER al\\r|\\nPASS x\\r\\n\n"
            "        1-----------2---------\n"
            "                    ^\n");
}

TEST(ruler, breaks_into_rows_that_begin_with_their_offset) {
  const std::string bytes(70, 'a');
  const std::string text = draw({bytes, {}, {}, {}}, {.width = 40});
  EXPECT_THAT(text, HasSubstr("        31\n"));
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 40u);
}

TEST(ruler, shows_a_long_stream_around_its_first_difference) {
  const std::string bytes(100000, 'a');
  const std::string text = draw({bytes, {50000}, {}, 50000}, {.width = 80, .rows_max = 4});
  EXPECT_THAT(text, StartsWith("        ... "));
  EXPECT_THAT(text, HasSubstr("bytes before\n"));
  EXPECT_THAT(text, HasSubstr("a|a"));
  EXPECT_THAT(text, HasSubstr("^\n"));
  EXPECT_THAT(text, HasSubstr("bytes after\n"));
  EXPECT_LE(std::count(text.begin(), text.end(), '\n'), 11);
}

TEST(ruler, is_ascii_whatever_the_bytes) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  for (const char byte : draw({bytes, {1, 2, 200}, {100, 256}, 256}, {})) {
    EXPECT_TRUE(byte == '\n' || (byte >= ' ' && byte <= '~'));
  }
}

TEST(ruler, draws_nothing_much_of_an_empty_stream) { EXPECT_EQ(draw({"", {}, {}, {}}), "        0\n\n"); }

TEST(ruler, takes_its_frames_from_the_reference) {
  const auto parser = make_parser_subject<cr_forgetter>();
  counterexample example{"a\r\nb\r\n", 6, plan_of("5 1 | eof"), sim::ending::eof, {}, "cut1", {}};
  example.details = *replay(*parser, example, crlf_model);
  const ruler picture = ruler_of(example, crlf_model);
  EXPECT_THAT(picture.frame_ends, testing::ElementsAre(3u, 6u));
  EXPECT_THAT(picture.cuts, testing::ElementsAre(5u));
  EXPECT_EQ(picture.first_difference, 3u);
}

}  // namespace
}  // namespace asynchat::properties
