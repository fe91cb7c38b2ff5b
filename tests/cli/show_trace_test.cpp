#include "show_trace.h"

#include <asynchat/traces/trace_reader.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>

#include "command_run.h"
#include "made_trace.h"
#include "terminal.h"

namespace asynchat::cli {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string shown(const made_events& events, const timeline_options& options = {}) {
  std::istringstream in(made_trace(events));
  traces::trace_reader reader(in, "t");
  std::ostringstream out;
  show_timeline(reader, options, out);
  return out.str();
}

const made_events talk{
    opened(1),
    said(side::server, "220 hi\r\n", 3),
    said(side::client, "QUIT\r", 4),
    said(side::client, "\n", 5),
    said(side::server, "221 b", 6),
    missed(side::server, 1460, 7),
    ended(side::client, 8),
    aborted(side::server, 9),
    closed(10),
};

TEST(show_trace, tells_a_connection_event_by_event) {
  EXPECT_EQ(shown(talk, {.width = 60}),
            "t: hand\n"
            "\n"
            "connection 1: c:1 > s:2\n"
            "  from 0.001000 s for 9.00 ms, then closed\n"
            "  client: 6 bytes in 2 chunks, eof\n"
            "  server: 13 bytes in 2 chunks, 1,460 missing, reset\n"
            "   0.001000       open\n"
            "   0.003000 <-       8  220 hi\\r\\n\n"
            "   0.004000 ->       5  QUIT\\r\n"
            "   0.005000 ->       1  \\n\n"
            "   0.006000 <-       5  221 b\n"
            "   0.007000 <-     gap  1,460 missing\n"
            "   0.008000 ->     eof\n"
            "   0.009000 <-   reset\n"
            "   0.010000      close\n");
}

TEST(show_trace, shows_frames_under_the_chunks_that_complete_them_and_marks_cuts_in_terminators) {
  const timeline_options options{.width = 60, .framing = framing_choice("crlf")};
  EXPECT_THAT(shown(talk, options), HasSubstr("   0.003000 <-       8  220 hi\\r\\n\n"
                                              "                          frame 1: frame \"220 hi\"\n"
                                              "   0.004000 ->       5  QUIT\\r\n"
                                              "                          cut inside a terminator: \\r|\\n\n"
                                              "   0.005000 ->       1  \\n\n"
                                              "                          frame 1: frame \"QUIT\"\n"
                                              "   0.006000 <-       5  221 b\n"
                                              "   0.007000 <-     gap  1,460 missing\n"));
}

TEST(show_trace, gives_an_error_no_number) {
  const made_events events{opened(1), said(side::client, "NOOP\r\nQUIT\n", 2), closed(3)};
  EXPECT_THAT(shown(events, {.framing = framing_choice("smtp")}),
              ContainsRegex("\n +frame 1: command \"NOOP\"\n +error \"bare-lf\"\n"));
}

TEST(show_trace, has_no_line_longer_than_the_width) {
  made_events events = talk;
  events[0] = opened(1, 1, std::string(70, 'h') + ":1", "[2001:db8::1]:25");
  events[1] = said(side::server, std::string(300, 'a') + "\r\n" + std::string(200, '\x01') + "\r\n", 3);
  for (std::size_t width = 20; width <= 300; ++width) {
    const timeline_options options{.width = width, .framing = framing_choice("crlf")};
    std::size_t longest = 0;
    for (const std::string& line : lines_of(shown(events, options))) longest = std::max(longest, line.size());
    EXPECT_LE(longest, width);
    EXPECT_GE(longest, std::min<std::size_t>(width - 3, 296));
  }
}

TEST(show_trace, lets_nothing_through_that_moves_a_terminal) {
  const std::string hostile = "\x1b[2J\x1b]0;t\x07\r\b\x7f\xc2\x9b";
  const made_events events{opened(1, 1, hostile, hostile), said(side::client, hostile + "\r\n", 2), closed(3)};
  const std::string text = shown(events, {.width = 50, .framing = framing_choice("crlf")});
  EXPECT_THAT(text, Not(ContainsRegex("[\x01-\x09\x0b-\x1f\x7f-\xff]")));
  EXPECT_THAT(text, HasSubstr("\\x1b[2J\\x1b]0;t\\x07"));
}

TEST(show_trace, shows_connections_in_the_order_in_which_they_open) {
  const made_events events{
      opened(1, 5), opened(1, 3), said(side::client, "a", 2, 3), said(side::client, "b", 3, 5), closed(4, 3),
      opened(5, 7), closed(6, 5)};
  std::vector<std::string> headings = lines_of(shown(events));
  std::erase_if(headings, [](const std::string& line) { return !line.starts_with("connection"); });
  EXPECT_THAT(headings,
              testing::ElementsAre("connection 5: c:1 > s:2", "connection 3: c:1 > s:2", "connection 7: c:1 > s:2"));
}

TEST(show_trace, goes_on_in_parts_where_too_much_would_wait) {
  const made_events events{opened(1, 1),
                           opened(1, 2),
                           said(side::client, "a", 2, 1),
                           said(side::client, "b", 3, 2),
                           closed(4, 2),
                           said(side::client, "c", 5, 1),
                           closed(6, 1)};
  EXPECT_EQ(shown(events, {.width = 60, .held_bytes_max = 110}),
            "t: hand\n"
            "\n"
            "connection 1: c:1 > s:2\n"
            "  a long one: its totals are at its end\n"
            "   0.001000       open\n"
            "   0.002000 ->       1  a\n"
            "\n"
            "connection 2: c:1 > s:2\n"
            "  from 0.001000 s for 3.00 ms, then closed\n"
            "  client: 1 byte in 1 chunk, no end is recorded\n"
            "  server: 0 bytes in 0 chunks, no end is recorded\n"
            "   0.001000       open\n"
            "   0.003000 ->       1  b\n"
            "   0.004000      close\n"
            "\n"
            "connection 1: continued\n"
            "   0.005000 ->       1  c\n"
            "   0.006000      close\n"
            "  from 0.001000 s for 5.00 ms, then closed\n"
            "  client: 2 bytes in 2 chunks, no end is recorded\n"
            "  server: 0 bytes in 0 chunks, no end is recorded\n");
}

TEST(show_trace, shows_the_connections_and_the_time_that_are_asked_for) {
  const made_events events{opened(1, 1), opened(1, 2), said(side::client, "a\r", 2, 1), said(side::client, "b", 3, 2),
                           said(side::client, "\nc", 1004, 1)};
  EXPECT_THAT(shown(events, {.conns = {2}}), Not(HasSubstr("connection 1")));
  const timeline_options late{.width = 60, .framing = framing_choice("crlf"), .conns = {1}, .from_ns = 1'000'000'000};
  EXPECT_EQ(shown(events, late),
            "t: hand\n"
            "\n"
            "connection 1: c:1 > s:2\n"
            "  from 0.001000 s for 1.00 s\n"
            "  client: 4 bytes in 2 chunks, no end is recorded\n"
            "  server: 0 bytes in 0 chunks, no end is recorded\n"
            "   1.004000 ->       2  \\nc\n"
            "                          frame 1: frame \"a\"\n");
  EXPECT_THAT(shown(events, {.to_ns = 2'000'000}), Not(HasSubstr("   0.003000")));
}

TEST(show_trace, shows_what_has_no_connection_and_no_end) {
  EXPECT_EQ(shown({}), "t: hand\nno connections\n");
  EXPECT_THAT(shown({opened(1)}), HasSubstr("connection 1: c:1 > s:2\n  from 0.001000 s for 0 ns\n"));
}

TEST(show_trace, is_in_colour_where_there_are_colours_and_says_the_same) {
  timeline_options options{.width = 60, .framing = framing_choice("crlf")};
  const std::string plain = shown(talk, options);
  options.ink = {"{", "{", "{", "{", "{", "{", "}"};
  std::string coloured = shown(talk, options);
  EXPECT_THAT(lines_of(coloured), testing::Contains("{   0.009000 <-   reset}"));
  std::erase_if(coloured, [](char one) { return one == '{' || one == '}'; });
  EXPECT_EQ(coloured, plain);
}

TEST(show_command, tells_a_trace_from_a_repro_by_its_first_line) {
  const scratch_folder folder;
  const command_run result =
      run_command({"show", "--width", "60", "--framing", "crlf", folder.file("a", trace_of("a\r\nb\r\n"))});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("connection 1: 10.0.0.1:40000 > 10.0.0.2:25\n"));
  EXPECT_THAT(result.out, HasSubstr("frame 2: frame \"b\"\n"));
  EXPECT_THAT(run_command({"show", data_file("captures/smtp-mtu576.pcapng"), "--conn", "2"}).out,
              HasSubstr("connection 2: 127.0.0.1:41442 > 127.0.0.1:2590\n"));
}

TEST(show_command, says_what_is_wrong_with_a_trace) {
  const scratch_folder folder;
  const std::string path = folder.file("a", trace_of("a\r\n"));
  EXPECT_THAT(run_command({"show", path, "--conn", "7"}).err, HasSubstr("expected connection 7; there is none\n"));
  EXPECT_EQ(run_command({"show", path, "--framing", "nothing"}).status, 2);
  EXPECT_EQ(run_command({"show", path, "--width", "39"}).status, 2);
  EXPECT_THAT(run_command({"show", folder.file("empty", "")}).err, HasSubstr("expected the header of a trace"));
  const command_run broken = run_command({"show", folder.file("b", trace_of("a\r\n") + "{}\n")});
  EXPECT_EQ(broken.status, 2);
  EXPECT_THAT(broken.err, HasSubstr("b:6: "));
}

TEST(page_width, is_what_columns_says_where_that_is_a_number) {
  setenv("COLUMNS", "66", 1);
  EXPECT_EQ(page_width(), 66u);
  setenv("COLUMNS", "3", 1);
  EXPECT_EQ(page_width(), 40u);
  for (const char* const odd : {"", "wide", "66x", "-5", "99999999999999999999"}) {
    setenv("COLUMNS", odd, 1);
    EXPECT_NE(page_width(), 66u);
  }
  unsetenv("COLUMNS");
}

}  // namespace
}  // namespace asynchat::cli
