#include <asynchat/sim/recorded_fate.h>
#include <asynchat/sim/schedule.h>
#include <gtest/gtest.h>

#include "questions.h"

namespace asynchat::sim {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

using lines = std::vector<std::string>;

/// The number of the line and what was expected, or "parsed".
std::string refusal(const lines& text, const schedule_limits& limits = {}) {
  const auto result = parse_schedule(text, limits);
  const auto* error = std::get_if<schedule_error>(&result);
  return error == nullptr ? "parsed" : std::to_string(error->line) + ": " + error->message;
}

/// What is said of a line that follows two hosts.
std::string refused_line(const std::string& line) { return refusal({"host server", "host client1", line}); }

plan steps(std::string_view text) { return std::get<plan>(parse_plan(text)); }

/// One of everything.
schedule full() {
  schedule of;
  of.setting.hosts = {{"server"}, {"client1"}};
  of.setting.hosts[0].options.pass_time = microseconds(10);
  of.setting.other_links.jitter = milliseconds(5);
  of.setting.links = {{"client1", "server"}};
  of.setting.links[0].options.latency = milliseconds(20);
  of.setting.faults = {{time_point(milliseconds(20)), world_fault::crash, "server"},
                       {time_point(seconds(1)), world_fault::partition, "client1", "server", seconds(2)},
                       {time_point(seconds(3)), world_fault::pause, "client1", "", milliseconds(4)}};
  of.connects[{1, 1}] = {connect_fate::kind::refused, microseconds(50)};
  of.connects[{1, 2}] = {connect_fate::kind::unanswered};
  of.wires[{1, 3}] = steps("(w50us 1460)*40 w20us b 3 2 w0ns | eof | all*3 2");
  of.wires[{1, 3, side::server}] = steps("| open");
  of.resets_on_close = {{1, 3, side::server}};
  of.reset_discards = {{1, 3}};
  of.lookups[{1, 1}] = {false, milliseconds(3)};
  of.failed_accepts = {{0, 7}};
  of.orders[{0, 12}] = {2, 0, 1};
  return of;
}

const lines full_text = {
    "host server pass_time=10us",
    "host client1",
    "links jitter=5ms",
    "link client1 server latency=20ms",
    "at 20ms crash server",
    "at 1s partition client1 server for 2s",
    "at 3s pause client1 for 4ms",
    "connect client1/1 refused after 50us",
    "connect client1/2 unanswered",
    "wire client1/3 client (w50us 1460)*40 w20us b 3 2 w0ns | eof | all*3 2",
    "wire client1/3 server | open",
    "reset_on_close client1/3 server",
    "reset_discards client1/3 client",
    "lookup client1 1 lost after 3ms",
    "accept server 7 fails",
    "order server 12 2 0 1",
};

TEST(schedule, is_written_in_lines) { EXPECT_EQ(to_lines(full()), full_text); }

TEST(schedule, is_read_as_it_was_written) {
  ASSERT_EQ(refusal(full_text), "parsed");
  EXPECT_EQ(std::get<schedule>(parse_schedule(full_text)), full());
}

TEST(schedule, of_any_run_is_read_as_it_was_written) {
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    const circumstances setting = small_swarm(seed);
    seeded_fate seeded(seed);
    recording_fate recording(seeded, setting);
    ask_all(recording, setting, seed);
    const lines text = to_lines(recording.recorded());
    ASSERT_EQ(refusal(text), "parsed") << "seed " << seed;
    ASSERT_EQ(std::get<schedule>(parse_schedule(text)), recording.recorded()) << "seed " << seed;
  }
}

TEST(schedule, that_was_cut_or_changed_anywhere_is_read_or_refused) {
  random_source draw(7);
  for (int i = 0; i < 20'000; ++i) {
    lines text = full_text;
    std::string& line = text[draw.below(text.size())];
    const auto at = static_cast<std::size_t>(draw.below(line.size()));
    if (draw.below(2) == 0) {
      line.resize(at);
    } else {
      line[at] = "0 */|(a\t\xff"[draw.below(9)];
    }
    const auto result = parse_schedule(text);
    const auto* error = std::get_if<schedule_error>(&result);
    EXPECT_TRUE(error == nullptr || (error->line >= 1 && error->line <= text.size()));
  }
}

TEST(schedule, says_which_line_is_wrong_and_what_was_expected) {
  EXPECT_EQ(refusal({"host a", "hosts b"}),
            "2: expected host, links, link, at, connect, wire, reset_on_close, reset_discards, lookup, accept or "
            "order, not 'hosts'");
  EXPECT_EQ(refused_line("host"), "3: expected a host's name, without '/', not the end of the line");
  EXPECT_EQ(refused_line("host server"), "3: expected a host not yet named, not 'server'");
  EXPECT_EQ(refused_line("link client1 mars"), "3: expected a host that an earlier line names, not 'mars'");
  EXPECT_EQ(refused_line("link client1 server slice=200%"),
            "3: slice is 2000000 of a million: a chance is at most 1000000");
  EXPECT_EQ(refused_line("at soon crash server"), "3: expected a time such as 20ms, of a year at most, not 'soon'");
  EXPECT_EQ(refused_line("at 1s slicer server"),
            "3: expected crash, power_loss, restart, partition, clog or pause, not 'slicer'");
  EXPECT_EQ(refused_line("at 1s crash server for 2s"), "3: expected nothing after that, not 'for'");
  EXPECT_EQ(refused_line("connect client1 asked"), "3: expected a connection such as client1/1, not 'client1'");
  EXPECT_EQ(refused_line("connect client1/0 asked"),
            "3: expected a connection's number, from 1, after '/', not 'client1/0'");
  EXPECT_EQ(refused_line("connect client1/1 asked before 5ms"), "3: expected 'after', not 'before'");
  EXPECT_EQ(refused_line("wire client1/1 both | eof"),
            "3: expected client or server, who sends on the wire, not 'both'");
  EXPECT_EQ(refused_line("lookup client1 x found"), "3: expected a number, not 'x'");
  EXPECT_EQ(refused_line("accept server 4294967296 fails"), "3: expected a number, not '4294967296'");
}

TEST(schedule, refuses_plans_that_are_none_of_a_wire) {
  EXPECT_EQ(refused_line("wire client1/1 client 3"), "3: expected '|' and an ending, at byte 23 of the line");
  EXPECT_EQ(refused_line("wire client1/1 client w1ms 0 | eof"), "3: expected segments of at least 1 byte");
  EXPECT_EQ(refused_line("wire client1/1 client b w1ms 3 | eof"),
            "3: expected a segment as wTIME, b and its bytes, in that order");
  EXPECT_EQ(refused_line("wire client1/1 client w1ms*2 | eof"),
            "3: expected a segment as wTIME, b and its bytes, in that order");
  EXPECT_EQ(refused_line("wire client1/1 client w1ms b | eof"), "3: expected bytes after b");
  EXPECT_EQ(refused_line("wire client1/1 client w31536001s 3 | eof"), "3: expected times of at most 31536000s, a year");
  EXPECT_EQ(refused_line("wire client1/1 client f(EIO) | eof"),
            "3: a wire's recv does not fail by itself: f(…) has no meaning there");
  EXPECT_EQ(refused_line("wire client1/1 client | eof | b"), "3: expected sends that take all or at least 1 byte");
  EXPECT_EQ(refused_line("wire client1/1 client | eof | 0*"), "3: expected sends that take all or at least 1 byte");
}

TEST(schedule, refuses_orders_that_are_none) {
  EXPECT_EQ(refused_line("order server 1"), "3: expected the places of what was ready, not the end of the line");
  EXPECT_EQ(refused_line("order server 1 0 0"), "3: expected each number from 0 to one less than their count");
  EXPECT_EQ(refused_line("order server 1 1 2"), "3: expected each number from 0 to one less than their count");
}

TEST(schedule, refuses_to_be_told_twice) {
  for (const std::string& line : full_text) {
    if (line.starts_with("at ")) continue;
    lines text = full_text;
    text.push_back(line);
    EXPECT_NE(refusal(text), "parsed") << line;
  }
}

TEST(schedule, holds_no_more_than_its_limits) {
  EXPECT_EQ(refusal({"host a", "wire a/1 client 1*10 | eof", "wire a/1 server 1*10 | eof"}, {20}), "parsed");
  EXPECT_EQ(refusal({"host a", "wire a/1 client 1*10 | eof", "wire a/1 server 1*11 | eof"}, {20}),
            "3: expected at most 10 steps, at byte 17 of the line");
  EXPECT_EQ(refusal({"host a", "order a 1 0 1 2"}, {2}), "2: expected fewer steps in all plans and orders together");
}

}  // namespace
}  // namespace asynchat::sim
