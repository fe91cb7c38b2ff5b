#include <asynchat/properties/ruler.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <sstream>

#include "sample_subjects.h"

namespace asynchat::properties {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

/// The picture of a counterexample to a CR LF parser; the two logs hold lines.
std::string picture_of(std::string_view bytes, const std::string& plan, const std::vector<std::string>& expected,
                       const std::vector<std::string>& observed, const reference& model = crlf_model,
                       const ruler_options& options = {.width = 60}) {
  counterexample example{std::string(bytes), bytes.size(), plan_of(plan), sim::ending::eof, {}, "cut1", {}};
  for (const std::string& one : expected) example.details.expected.add("line", one);
  for (const std::string& one : observed) example.details.observed.add("line", one);
  example.details.where = compare(example.details.expected, example.details.observed);
  return draw(ruler_of(example, model), options);
}

TEST(ruler, shows_both_deliveries_with_their_frames_and_where_they_part) {
  EXPECT_EQ(picture_of("USER al\r\nPASS x\r\nQUIT\r\n", "8 15 | eof", {"USER al", "PASS x", "QUIT"},
                       {"USER al\r\nPASS x", "QUIT"}),
            "        0         8\n"
            "bytes   USER al\\r|\\nPASS x\\r\\nQUIT\\r\\n\n"
            "whole   1-----------2---------3-------\n"
            "cut     1-----------------    2-------\n"
            "        ^\n");
}

TEST(ruler, leaves_a_gap_where_a_frame_is_lost) {
  EXPECT_EQ(picture_of("a\r\nb\r\nc\r\n", "5 4 | eof", {"a", "b", "c"}, {"a", "c"}),
            "        0        5\n"
            "bytes   a\\r\\nb\\r|\\nc\\r\\n\n"
            "whole   1----2-----3----\n"
            "cut     1----      2----\n"
            "             ^\n");
}

TEST(ruler, shows_a_frame_too_many_that_has_no_bytes) {
  EXPECT_EQ(picture_of("\r\n", "1 1 | eof", {""}, {"", ""}),
            "        0  1\n"
            "bytes   \\r|\\n\n"
            "whole   1----\n"
            "cut     1----2\n"
            "             ^\n");
}

TEST(ruler, questions_a_frame_whose_bytes_are_not_there) {
  EXPECT_EQ(picture_of("US\r\nV\r\n", "1 6 | eof", {"US", "V"}, {"UUS", "V"}),
            "        0 1\n"
            "bytes   U|S\\r\\nV\\r\\n\n"
            "whole   1------2----\n"
            "cut     1??????2----\n"
            "        ^\n");
}

TEST(ruler, finds_frames_by_their_bytes_where_there_is_no_reference) {
  EXPECT_EQ(picture_of("a\r\nbc\r\n", "4 3 | eof", {"a", "bc"}, {"a", "b", "c"}, {}),
            "        0      4\n"
            "bytes   a\\r\\nb|c\\r\\n\n"
            "whole   1    2--\n"
            "cut     1    2 3\n"
            "         ^\n");
}

TEST(ruler, numbers_no_frame_that_has_no_room_for_its_number) {
  ruler_track track{"whole", {}};
  for (std::size_t i = 0; i < 11; ++i) track.frames.push_back({i, i, i + 1});
  EXPECT_THAT(draw({"abcdefghijk", {}, {track}, {}}), HasSubstr("\nwhole   123456789##\n"));
}

TEST(ruler, keeps_to_the_width) {
  std::string bytes;
  for (int i = 0; i < 600; ++i) bytes += i % 7 == 0 ? "\r\n" : "\xc3\xa9";
  for (const std::size_t width : {40u, 60u, 80u, 100u, 200u}) {
    std::istringstream lines(draw({bytes, {3, 200, 201, 202, 599}, {{"whole", {{0, 0, 700}}}}, 202}, {.width = width}));
    std::size_t longest = 0;
    for (std::string line; std::getline(lines, line);) longest = std::max(longest, line.size());
    EXPECT_LE(longest, width);
    EXPECT_GE(longest, width - 8);
  }
}

TEST(ruler, shows_a_long_stream_around_its_cut_and_its_first_difference) {
  const std::string bytes(100000, 'a');
  const std::string text = draw({bytes, {500}, {}, 50000}, {.width = 80, .rows_max = 6});
  EXPECT_THAT(text, StartsWith("        ... "));
  EXPECT_THAT(text, HasSubstr("bytes before\n"));
  EXPECT_THAT(text, HasSubstr("a|a"));
  EXPECT_THAT(text, HasSubstr("bytes between\n"));
  EXPECT_THAT(text, HasSubstr("^\n"));
  EXPECT_THAT(text, HasSubstr("bytes after\n"));
  EXPECT_LE(std::count(text.begin(), text.end(), '\n'), 2 * 6 + 4);
}

TEST(ruler, is_ascii_whatever_the_bytes) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  for (const char byte : draw({bytes, {1, 2, 200}, {{"whole", {{0, 0, 256}}}}, 256}, {})) {
    EXPECT_TRUE(byte == '\n' || (byte >= ' ' && byte <= '~'));
  }
}

TEST(ruler, draws_nothing_much_of_an_empty_stream) { EXPECT_EQ(draw({"", {}, {}, {}}), "        0\nbytes\n"); }

TEST(ruler, inks_bars_frames_and_the_caret) {
  const ruler_options options{.width = 60, .rows_max = 12, .ink = {"<c>", "<d>", "<t>", "</>"}};
  EXPECT_EQ(picture_of("a\r\nb\r\n", "5 1 | eof", {"a", "b"}, {"a"}, crlf_model, options),
            "        0        5\n"
            "bytes   a\\r\\nb\\r<c>|</>\\n\n"
            "whole   <t>1----2-----</>\n"
            "cut     <t>1----</>\n"
            "             <d>^</>\n");
}

TEST(ruler, takes_its_frames_from_the_reference) {
  const auto parser = make_parser_subject<cr_forgetter>();
  counterexample example{"a\r\nb\r\n", 6, plan_of("5 1 | eof"), sim::ending::eof, {}, "cut1", {}};
  example.details = *replay(*parser, example, crlf_model);
  const ruler picture = ruler_of(example, crlf_model);
  EXPECT_THAT(picture.tracks[0].frames, ElementsAre(ruler_frame{0, 0, 3}, ruler_frame{1, 3, 6}));
  EXPECT_EQ(picture.tracks[0].label, "whole");
  EXPECT_EQ(picture.tracks[1].label, "cut");
  EXPECT_THAT(picture.cuts, ElementsAre(5u));
  EXPECT_EQ(picture.first_difference, 3u);
}

TEST(ruler, shows_what_was_seen_where_a_ledger_shows_the_breach) {
  counterexample example{"a\r\n", 3, plan_of("3 | eof"), sim::ending::eof, {}, "whole", {}};
  example.details.note = "handle_close was called twice";
  example.details.observed.add("line", "a");
  const ruler picture = ruler_of(example, crlf_model);
  ASSERT_EQ(picture.tracks.size(), 1u);
  EXPECT_EQ(picture.tracks[0].label, "seen");
  EXPECT_EQ(picture.first_difference, std::nullopt);
}

}  // namespace
}  // namespace asynchat::properties
