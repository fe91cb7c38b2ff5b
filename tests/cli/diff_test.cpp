#include <asynchat/traces/error.h>
#include <asynchat/traces/trace_reader.h>
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "command_run.h"
#include "event_text.h"
#include "made_trace.h"
#include "trace_diff.h"

namespace asynchat::cli {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr side client = side::client;
constexpr side server = side::server;

struct compared {
  diff_totals totals;
  std::vector<connection_diff> pairs;
};

compared compare(const made_events& a, const made_events& b, const diff_options& options = {}) {
  std::istringstream first(made_trace(a));
  std::istringstream second(made_trace(b));
  traces::trace_reader a_reader(first, "a");
  traces::trace_reader b_reader(second, "b");
  compared result;
  result.totals =
      compare_traces(a_reader, b_reader, options, [&](const connection_diff& pair) { result.pairs.push_back(pair); });
  return result;
}

bool are_same(const made_events& a, const made_events& b, const diff_options& options = {}) {
  const compared result = compare(a, b, options);
  return result.totals.different + result.totals.only[0] + result.totals.only[1] == 0;
}

/// One connection in which each side says these chunks, the client first.
made_events talk(const std::vector<std::string>& requests, const std::vector<std::string>& answers,
                 std::uint64_t step_ms = 1) {
  made_events events{opened(0)};
  std::uint64_t now = 0;
  for (const std::string& one : requests) events.push_back(said(client, one, now += step_ms));
  for (const std::string& one : answers) events.push_back(said(server, one, now += step_ms));
  events.push_back(ended(client, now += step_ms));
  events.push_back(ended(server, now));
  events.push_back(closed(now));
  return events;
}

TEST(diff, does_not_see_chunks_times_and_the_order_of_the_sides) {
  EXPECT_TRUE(are_same(talk({"abc", "def"}, {"g"}), talk({"a", "bcde", "f"}, {"g"}, 50)));
  made_events other{opened(0), said(server, "g", 1), said(client, "abcdef", 2), ended(server, 3), ended(client, 4)};
  EXPECT_TRUE(are_same(talk({"abc", "def"}, {"g"}), other));
  EXPECT_TRUE(are_same({}, {}));
}

TEST(diff, finds_every_byte_that_differs_whatever_the_chunks) {
  const std::string text = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::string other = text;
    other[at] = '!';
    for (const std::size_t cut : {1u, 7u, 30u}) {
      const made_events a = talk({text.substr(0, cut), text.substr(cut)}, {});
      const made_events b = talk({other.substr(0, at + 1), at + 1 < other.size() ? other.substr(at + 1) : "?"}, {});
      const compared result = compare(a, b);
      ASSERT_TRUE(result.pairs.at(0).from(client).first);
      const first_difference& first = *result.pairs[0].from(client).first;
      EXPECT_THAT(first.offset, ElementsAre(at, at));
      EXPECT_EQ(first.before, text.substr(at - std::min<std::size_t>(at, 32), std::min<std::size_t>(at, 32)));
      EXPECT_THAT(first.then, ElementsAre(text.substr(at, 64), HasSubstr(other.substr(at))));
    }
  }
}

TEST(diff, tells_what_one_has_more) {
  const compared result = compare(talk({"abc"}, {"x"}), talk({"abc", "de"}, {"x"}));
  const direction_diff& requests = result.pairs.at(0).from(client);
  ASSERT_TRUE(requests.first);
  EXPECT_THAT(requests.first->then, ElementsAre("", "de"));
  EXPECT_THAT(requests.bytes, ElementsAre(3u, 5u));
  EXPECT_TRUE(result.pairs[0].from(server).is_same());
}

TEST(diff, tells_ends_that_differ) {
  const made_events cut_off{opened(0), said(client, "a", 1), ended(client, 2), aborted(client, 3), closed(3)};
  const made_events goes_on{opened(0), said(client, "a", 1)};
  const compared result = compare(cut_off, goes_on);
  EXPECT_EQ(result.totals.different, 1u);
  EXPECT_THAT(result.pairs.at(0).from(client).end, ElementsAre(traces::stop::reset, traces::stop::open));
  EXPECT_FALSE(result.pairs[0].from(client).first);
}

TEST(diff, compares_up_to_a_gap_and_says_what_it_leaves_away) {
  const made_events whole = talk({"abc", "def"}, {});
  const made_events holed{opened(0), said(client, "abc", 1), missed(client, 3, 2), said(client, "xyz", 3)};
  EXPECT_FALSE(are_same(whole, holed));
  const compared result = compare(holed, holed);
  EXPECT_EQ(result.totals.same, 1u);
  EXPECT_THAT(result.pairs.at(0).from(client).behind_gap, ElementsAre(3u, 3u));
  const made_events wider{opened(0), said(client, "abc", 1), missed(client, 4, 2), said(client, "xyz", 3)};
  EXPECT_FALSE(are_same(holed, wider));
}

TEST(diff, pairs_connections_in_the_order_in_which_they_open) {
  const made_events a{opened(0, 1), opened(0, 2), said(client, "one", 1, 1), said(client, "two", 2, 2)};
  const made_events b{opened(0, 8), said(client, "one", 1, 8), closed(1, 8), opened(2, 3), said(client, "two", 3, 3)};
  EXPECT_TRUE(are_same(a, b));
}

TEST(diff, tells_connections_that_only_one_has) {
  made_events more = talk({"a"}, {"b"});
  more.push_back(opened(90, 2));
  more.push_back(said(server, std::string(1000, 'x'), 91, 2));
  const compared result = compare(talk({"a"}, {"b"}), more, {.ahead_bytes_max = 100});
  EXPECT_EQ(result.totals.same, 1u);
  EXPECT_THAT(result.totals.only, ElementsAre(0u, 1u));
  ASSERT_EQ(result.pairs.size(), 2u);
  EXPECT_EQ(result.pairs[1].from(server).bytes[1], 1000u);
  EXPECT_THAT(compare(more, talk({"a"}, {"b"})).totals.only, ElementsAre(1u, 0u));
}

TEST(diff, masks_lines_however_they_are_cut) {
  diff_options options;
  options.ignored.emplace(std::vector<std::string>{"^Date: .*"});
  const made_events monday = talk({}, {"HTTP\r\nDate: Mon", "day\r\nX: 1\r\nrest"});
  EXPECT_TRUE(are_same(monday, talk({}, {"HTTP\r\nDa", "te: on a Tuesday\r\nX: 1\r\nre", "st"}), options));
  const compared result = compare(monday, talk({}, {"HTTP\r\nDate: Tuesday\r\nX: 2\r\nrest"}), options);
  const std::optional<first_difference>& first = result.pairs.at(0).from(server).first;
  ASSERT_TRUE(first);
  EXPECT_THAT(first->offset, ElementsAre(23u, 24u));
  EXPECT_THAT(first->then, ElementsAre("1\r\nrest", "2\r\nrest"));
  EXPECT_FALSE(are_same(monday, talk({}, {"HTTP\r\nDate: Tuesday\r\nX: 1\r\nres"}), options));
  EXPECT_FALSE(are_same(monday, talk({}, {"HTTP\r\nDate: Tuesday\r\nX: 1\r\nrest!"}), options));
}

TEST(diff, compares_a_line_without_an_end_in_pieces) {
  diff_options options{.line_bytes_max = 10};
  options.ignored.emplace(std::vector<std::string>{"never"});
  EXPECT_TRUE(
      are_same(talk({std::string(95, 'a')}, {}), talk({std::string(13, 'a'), std::string(82, 'a')}, {}), options));
  EXPECT_FALSE(are_same(talk({std::string(95, 'a')}, {}), talk({std::string(96, 'a')}, {}), options));
}

TEST(diff, names_the_frame_in_which_the_first_difference_lies) {
  diff_options options;
  options.framing.emplace("crlf");
  const compared result = compare(talk({"one\r\ntwo\r\nthr", "ee\r\nfo", "ur\r\n"}, {}),
                                  talk({"one\r\ntwo\r\nthree\r\nf", "ive\r\nsix"}, {}), options);
  const std::optional<first_difference>& first = result.pairs.at(0).from(client).first;
  ASSERT_TRUE(first);
  EXPECT_EQ(first->frame, 4u);
  ASSERT_EQ(first->frames_before.size(), 2u);
  EXPECT_EQ(first->frames_before[1].number, 3u);
  EXPECT_EQ(first->frames_before[1].what.bytes, "three");
  ASSERT_TRUE(first->frames[0] && first->frames[1]);
  EXPECT_EQ(first->frames[0]->what.bytes, "four");
  EXPECT_EQ(first->frames[1]->what.bytes, "five");
}

TEST(diff, holds_no_more_than_the_one_is_ahead_and_says_when_that_is_too_much) {
  made_events a{opened(0, 1), opened(0, 2)};
  made_events b = a;
  const std::string chunk(100, 'x');
  for (std::uint64_t i = 1; i <= 50; ++i) a.push_back(said(client, chunk, i, 1));
  for (std::uint64_t i = 51; i <= 100; ++i) a.push_back(said(client, chunk, i, 2));
  for (std::uint64_t i = 1; i <= 100; ++i) b.push_back(said(client, chunk, i, 2 - i % 2));
  EXPECT_TRUE(are_same(a, b, {.ahead_bytes_max = 3000}));
  EXPECT_TRUE(are_same(a, a, {.ahead_bytes_max = 0}));
  try {
    compare(a, b, {.ahead_bytes_max = 1000});
    FAIL();
  } catch (const traces::input_error& error) {
    EXPECT_STREQ(error.what(),
                 "a: expected connections in about the order of b; more than 1,000 bytes of each trace would wait for "
                 "the other");
  }
}

TEST(diff_command, prints_what_differs_and_what_changed_in_time) {
  const scratch_folder folder;
  const std::string a = folder.file("a", made_trace(talk({"QUIT\r\n", "x"}, {"221 bye\r\n"}, 1)));
  const std::string b = folder.file("b", made_trace(talk({"QUIT\r\nx"}, {"221 Bye\r\n", "more"}, 2)));
  const command_run result = run_command({"diff", a, b, "--framing", "crlf", "--width", "60"});
  EXPECT_EQ(result.status, 1) << result.err;
  EXPECT_EQ(result.out, wrapped("A  " + a, 60) + wrapped("B  " + b, 60) +
                            "\n"
                            "connection 1: different\n"
                            "  from the server: different from byte 4 on, in frame 1\n"
                            "    before  221 \n"
                            "    A       bye\\r\\n\n"
                            "    B       Bye\\r\\nmore\n"
                            "    frame 1 in A: frame \"221 bye\"\n"
                            "    frame 1 in B: frame \"221 Bye\"\n"
                            "    B has 4 bytes more\n"
                            "  timing: 4.00 ms and 8.00 ms, B 2.0 times as long\n"
                            "  first byte of the server: after 3.00 ms and 4.00 ms\n"
                            "  chunks from the client: 2 and 1\n"
                            "  chunks from the server: 1 and 2\n"
                            "  pauses between chunks: median 999 us and 2.00 ms; longest\n"
                            "    1.00 ms and 2.00 ms\n"
                            "\n"
                            "0 connections the same, 1 different\n");
  const command_run same = run_command({"diff", a, a});
  EXPECT_EQ(same.status, 0);
  EXPECT_EQ(same.out, "A  " + a + "\nB  " + a +
                          "\n\nconnection 1: the same, 7 bytes from the client, 9 from the server\n\n"
                          "1 connection the same\n");
}

TEST(diff_command, has_no_line_longer_than_the_width) {
  const scratch_folder folder;
  const std::string a = folder.file(
      "a", made_trace({opened(0), said(client, "a\nb", 1), missed(client, 1460, 2), said(client, "xyz", 9)}));
  const std::string b =
      folder.file("b", made_trace({opened(0), said(client, "a\nc", 1), said(server, "d", 4), missed(server, 7, 5),
                                   said(server, "e", 9), opened(90, 2, std::string(50, 'h') + ":1", "s:2")}));
  for (const std::size_t width : {40u, 60u, 80u}) {
    const command_run result = run_command({"diff", a, b, "--framing", "line", "--width", std::to_string(width)});
    EXPECT_EQ(result.status, 1) << result.err;
    std::istringstream lines(result.out);
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), width);
  }
}

TEST(diff_command, says_that_there_are_no_connections) {
  const scratch_folder folder;
  const std::string a = folder.file("a", made_trace({}));
  const command_run result = run_command({"diff", a, a});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("\n\nno connections, neither in A nor in B\n"));
}

TEST(diff_command, prints_json) {
  const scratch_folder folder;
  made_events more = talk({"a"}, {"b"});
  more.push_back(opened(90, 2, "\x1b[2J:1"));
  const std::string a = folder.file("a", made_trace(talk({"a"}, {"\xff"})));
  const std::string b = folder.file("b", made_trace(more));
  const command_run result = run_command({"diff", a, b, "--json", "--framing", "count:1"});
  EXPECT_EQ(result.status, 1) << result.err;
  const nlohmann::json report = nlohmann::json::parse(result.out);
  EXPECT_EQ(report["connections_different"], 1);
  EXPECT_EQ(report["only_in_b"], 1);
  EXPECT_EQ(report["connections"].size(), 2u);
  const nlohmann::json& pair = report["connections"][0];
  EXPECT_EQ(pair["client"]["same"], true);
  EXPECT_EQ(pair["server"]["first_difference"]["a"], "\\xff");
  EXPECT_EQ(pair["server"]["first_difference"]["frame"], 1);
  EXPECT_EQ(report["connections"][1]["b"]["client"], "\\x1b[2J:1");
}

TEST(diff_command, lets_nothing_through_that_moves_a_terminal) {
  const scratch_folder folder;
  const std::string hostile = "\x1b[2J\x1b]0;t\x07\xc2\x9b\r\n";
  const std::string a = folder.file("a", made_trace({opened(0, 1), said(client, hostile, 1)}));
  const std::string b =
      folder.file("b", made_trace({opened(0, 1), said(client, "x" + hostile, 1), opened(2, 2, hostile, hostile)}));
  const command_run result = run_command({"diff", a, b, "--framing", "crlf"});
  EXPECT_EQ(result.status, 1) << result.err;
  EXPECT_THAT(result.out, Not(ContainsRegex("[\x01-\x09\x0b-\x1f\x7f-\xff]")));
  EXPECT_THAT(result.out, HasSubstr("connection 2: only in B: \\x1b[2J"));
}

TEST(diff_command, finds_the_same_talk_in_captures_of_other_segment_sizes) {
  const command_run result = run_command(
      {"diff", data_file("captures/netstring-mtu576.pcapng"), corpus_file("netstring/netstring-mtu1500.trace.jsonl")});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("\n2 connections the same\n"));
}

TEST(diff_command, says_what_is_wrong) {
  const scratch_folder folder;
  const std::string a = folder.file("a", trace_of("a"));
  EXPECT_THAT(run_command({"diff", a, folder.path("none")}).err, HasSubstr("none: expected a file"));
  EXPECT_THAT(run_command({"diff", a, a, "--ignore", "("}).err, HasSubstr("expected a regular expression (RE2)"));
  EXPECT_THAT(run_command({"diff", "-", "-"}).err, HasSubstr("only one of them can be standard input"));
  EXPECT_EQ(run_command({"diff", a, a, "--framing", "x"}).status, 2);
  EXPECT_THAT(run_command({"diff", a, data_file("repros/simulated/stale_span.repro.json")}).err,
              HasSubstr("expected a trace or a capture, found a repro; asynchat show shows it"));
  EXPECT_EQ(run_command({"diff", a, folder.file("torn", trace_of("a") + "{\"t\"")}).status, 0);
}

}  // namespace
}  // namespace asynchat::cli
