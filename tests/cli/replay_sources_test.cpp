#include <asynchat/sim/tier.h>
#include <asynchat/traces/dialogue.h>
#include <asynchat/traces/error.h>
#include <asynchat/traces/import.h>
#include <asynchat/traces/trace_reader.h>

#include <gmock/gmock.h>

#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "command_run.h"
#include "replay/connection_sorter.h"
#include "replay/prefix_source.h"
#include "replay/recut_source.h"
#include "replay/repeated_source.h"

namespace asynchat::cli {
namespace {

using testing::AnyOf;
using testing::ElementsAre;
using traces::event_kind;
using traces::trace_event;

std::vector<trace_event> all_of(traces::event_source& source) {
  std::vector<trace_event> events;
  while (std::optional<trace_event> event = source.next()) events.push_back(*std::move(event));
  return events;
}

/// "1 client ab" for data, "1 close" for the rest.
std::vector<std::string> words_of(traces::event_source& source) {
  std::vector<std::string> words;
  for (const trace_event& one : all_of(source)) {
    const std::string conn = std::to_string(one.conn) + ' ';
    const bool is_data = one.kind == event_kind::data;
    words.push_back(conn +
                    (is_data ? std::string(to_string(one.from)) + ' ' + one.bytes : std::string(to_string(one.kind))));
  }
  return words;
}

/// Two connections that overlap; the second is left open.
constexpr const char* two_talks = R"({"format":"asynchat-trace","version":1,"source":{"kind":"hand"}}
{"t":0,"conn":1,"event":"open","client":"a:1","server":"b:2"}
{"t":1,"conn":1,"event":"data","from":"client","text":"abc"}
{"t":2,"conn":2,"event":"open","client":"a:2","server":"b:2"}
{"t":3,"conn":1,"event":"data","from":"server","text":"xy"}
{"t":4,"conn":2,"event":"data","from":"client","text":"d"}
{"t":5,"conn":2,"event":"data","from":"client","text":"ef"}
{"t":6,"conn":1,"event":"data","from":"client","text":"gh"}
{"t":7,"conn":1,"event":"close"}
)";

std::unique_ptr<traces::event_source> talks() {
  static std::istringstream in;
  in = std::istringstream(two_talks);
  return std::make_unique<traces::trace_reader>(in, "two_talks");
}

TEST(prefix_source, ends_each_connection_behind_its_first_bytes_of_both_sides) {
  prefix_source four(talks(), 4);
  EXPECT_THAT(words_of(four),
              ElementsAre("1 open", "1 client abc", "2 open", "1 server x", "1 close", "2 client d", "2 client ef"));
  prefix_source three(talks(), 3);
  EXPECT_THAT(words_of(three),
              ElementsAre("1 open", "1 client abc", "1 close", "2 open", "2 client d", "2 client ef", "2 close"));
}

TEST(prefix_source, of_no_byte_opens_and_closes_each_connection) {
  prefix_source none(talks(), 0);
  EXPECT_THAT(words_of(none), ElementsAre("1 open", "1 close", "2 open", "2 close"));
}

TEST(repeated_source, plays_all_again_with_further_numbers_and_later_times) {
  repeated_source twice(talks(), &talks);
  const std::vector<trace_event> events = all_of(twice);
  ASSERT_EQ(events.size(), 17u);  // the connection that is left open is closed before it begins again
  EXPECT_EQ(events[8].kind, event_kind::close);
  EXPECT_EQ(events[8].conn, 2u);
  EXPECT_EQ(events[9].conn, 3u);
  for (std::size_t i = 1; i < events.size(); ++i) EXPECT_LE(events[i - 1].time_ns, events[i].time_ns);
}

TEST(connection_sorter, gives_each_connection_by_itself_in_any_order) {
  const auto source = talks();
  connection_sorter events(*source);
  EXPECT_EQ(events.next_connection(), 1u);
  EXPECT_EQ(events.next_connection(), 2u);
  EXPECT_EQ(events.next_connection(), std::nullopt);
  EXPECT_EQ(events.next_of(2)->kind, event_kind::open);
  EXPECT_EQ(events.next_of(2)->bytes, "d");
  events.forget(2);
  EXPECT_EQ(events.next_of(2), std::nullopt);
  std::vector<event_kind> kinds;
  while (const auto event = events.next_of(1)) kinds.push_back(event->kind);
  EXPECT_THAT(kinds,
              ElementsAre(event_kind::open, event_kind::data, event_kind::data, event_kind::data, event_kind::close));
}

std::unique_ptr<recut_source> recut(const std::string& strategy, std::unique_ptr<traces::event_source> source,
                                    std::uint64_t plan = 1) {
  return std::make_unique<recut_source>(std::move(source), stream_cutter(framing_choice("line"), strategy, plan, 1));
}

/// A stream from a client.
recorded_stream stream_with(const std::string& bytes) {
  recorded_stream stream;
  stream.bytes = bytes;
  stream.recorded_cuts = {3};
  return stream;
}

std::vector<std::size_t> cuts(const std::string& strategy, std::uint64_t plan, const std::string& bytes) {
  return stream_cutter(framing_choice("line"), strategy, plan, 1).cuts(stream_with(bytes));
}

TEST(stream_cutter, counts_plans_through_all_strategies_of_a_name) {
  const std::string bytes = "abcdefgh";
  EXPECT_EQ(cuts("fixed", 1, bytes), cuts("fixed(2)", 1, bytes));
  EXPECT_EQ(cuts("fixed", 3, bytes), cuts("fixed(3)", 1, bytes));
  EXPECT_EQ(cuts("fixed", 6, bytes), cuts("fixed(4)", 1, bytes));
  EXPECT_NE(cuts("fixed", 3, bytes), cuts("fixed", 1, bytes));
}

TEST(stream_cutter, takes_the_last_plan_where_a_stream_has_fewer_and_refuses_what_none_has) {
  stream_cutter cutter(framing_choice("line"), "cut1", 5, 1);
  EXPECT_THAT(cutter.cuts(stream_with("abc")), ElementsAre(2u));
  EXPECT_THROW(cutter.require_plan(), traces::input_error);
  EXPECT_THAT(cutter.cuts(stream_with("abcdefgh")), ElementsAre(5u));
  cutter.require_plan();
}

TEST(stream_cutter, has_a_plan_with_a_cut_for_all_that_it_takes) {
  const std::string bytes = std::string(70'000, 'a') + "\xc3\xa4\r\nb\r\nc\r\n";
  for (const auto& one : sim::full_strategies()) {
    const std::string name = sim::to_string(*one);
    if (one->name() == "whole") continue;
    try {
      bool is_cut = false;
      for (std::uint64_t plan = 1; plan <= 4 && !is_cut; ++plan) is_cut = !cuts(name, plan, bytes).empty();
      EXPECT_TRUE(is_cut) << name;
    } catch (const traces::input_error&) {
      EXPECT_THAT(std::string(one->name()),
                  AnyOf("suffix", "reset_peer", "short_write", "half_close", "slow_close", "zero_frames"));
    }
  }
}

TEST(recut_source, cuts_what_one_side_said_without_anything_between) {
  EXPECT_THAT(words_of(*recut("whole", talks())),
              ElementsAre("1 open", "1 client abc", "2 open", "1 server xy", "2 client def", "1 client gh", "1 close"));
  EXPECT_THAT(words_of(*recut("byte", talks())),
              ElementsAre("1 open", "1 client a", "1 client b", "1 client c", "2 open", "1 server x", "1 server y",
                          "2 client d", "2 client e", "2 client f", "1 client g", "1 client h", "1 close"));
}

/// What each side said in each connection.
std::map<std::pair<std::uint64_t, side>, std::string> bytes_of(traces::event_source& source) {
  std::map<std::pair<std::uint64_t, side>, std::string> bytes;
  for (const traces::dialogue& talk : traces::read_dialogues(source)) {
    for (const side one : {side::client, side::server}) bytes[{talk.conn, one}] = talk.from(one).bytes;
  }
  return bytes;
}

TEST(recut_source, changes_no_byte_of_the_bundled_traffic) {
  for (const char* file : {"smtp/smtp-mtu576.trace.jsonl", "http1/http1-mtu1500.trace.jsonl"}) {
    for (const char* strategy : {"byte", "terminator_edge", "eof"}) {
      const auto cut = recut(strategy, traces::open_source(corpus_file(file)));
      EXPECT_EQ(bytes_of(*cut), bytes_of(*traces::open_source(corpus_file(file)))) << file << ' ' << strategy;
    }
  }
}

}  // namespace
}  // namespace asynchat::cli
