#include <asynchat/traces/dialogue.h>
#include <asynchat/traces/error.h>
#include <gmock/gmock.h>

#include "trace_vocabulary.h"

namespace asynchat::traces {
namespace {

using testing::ElementsAre;

/// A source of events made by hand.
class script final : public event_source {
 public:
  explicit script(std::vector<trace_event> events) : events_(std::move(events)) {}
  const trace_header& header() const override { return header_; }
  std::optional<trace_event> next() override {
    if (at_ == events_.size()) return std::nullopt;
    return events_[at_++];
  }
  const std::string& file() const override { return file_; }
  const std::vector<std::string>& warnings() const override { return warnings_; }

 private:
  std::vector<trace_event> events_;
  std::size_t at_ = 0;
  trace_header header_;
  std::string file_ = "F";
  std::vector<std::string> warnings_;
};

trace_event opens(std::uint64_t conn) { return {.kind = event_kind::open, .conn = conn, .client = "c", .server = "s"}; }
trace_event says(std::uint64_t conn, side from, std::string bytes, std::uint64_t time_ns = 0) {
  return {.kind = event_kind::data, .time_ns = time_ns, .conn = conn, .from = from, .bytes = std::move(bytes)};
}
trace_event ends(std::uint64_t conn, side from, event_kind kind) {
  return {.kind = kind, .conn = conn, .from = from, .gap_bytes = kind == event_kind::gap ? 5u : 0u};
}

std::vector<dialogue> told(std::vector<trace_event> events, const dialogue_limits& limits = {}) {
  script source(std::move(events));
  return read_dialogues(source, limits);
}

std::string refusal(std::vector<trace_event> events, const dialogue_limits& limits) {
  return message_of<input_error>([&] { told(std::move(events), limits); });
}

TEST(dialogue, keeps_what_both_sides_said_and_in_which_pieces) {
  const auto talks =
      told({opens(1), says(1, side::client, "ab", 1), says(1, side::server, "x", 2), says(1, side::client, "c", 3)});
  ASSERT_EQ(talks.size(), 1u);
  EXPECT_EQ(talks[0].from(side::client).bytes, "abc");
  EXPECT_EQ(talks[0].from(side::server).bytes, "x");
  EXPECT_THAT(talks[0].pieces,
              ElementsAre(piece{side::client, 0, 2, 1}, piece{side::server, 0, 1, 2}, piece{side::client, 2, 1, 3}));
  EXPECT_EQ(talks[0].bytes_of(talks[0].pieces[2]), "c");
}

TEST(dialogue, keeps_connections_apart_in_the_order_of_their_opening) {
  const auto talks = told({opens(7), opens(2), says(2, side::client, "two"), says(7, side::client, "seven")});
  ASSERT_EQ(talks.size(), 2u);
  EXPECT_EQ(talks[0].conn, 7u);
  EXPECT_EQ(talks[0].from(side::client).bytes, "seven");
  EXPECT_EQ(talks[1].from(side::client).bytes, "two");
}

TEST(dialogue, says_how_each_direction_stops) {
  const auto talks =
      told({opens(1), ends(1, side::client, event_kind::eof), ends(1, side::server, event_kind::reset), opens(2)});
  EXPECT_EQ(talks[0].from(side::client).end, stop::eof);
  EXPECT_EQ(talks[0].from(side::server).end, stop::reset);
  EXPECT_EQ(talks[1].from(side::client).end, stop::open);
}

TEST(dialogue, ends_a_direction_at_its_first_gap) {
  const auto talks =
      told({opens(1), says(1, side::client, "ab"), ends(1, side::client, event_kind::gap), says(1, side::client, "cde"),
            says(1, side::server, "x"), ends(1, side::client, event_kind::eof)});
  EXPECT_EQ(talks[0].from(side::client), (direction{"ab", stop::gap, 5, 3}));
  EXPECT_EQ(talks[0].from(side::server).bytes, "x");
  EXPECT_EQ(talks[0].pieces.size(), 2u);
}

TEST(dialogue, refuses_to_grow_beyond_its_limits) {
  const std::vector<trace_event> events{opens(1), says(1, side::client, "abc"), says(1, side::client, "d"), opens(2)};
  EXPECT_EQ(refusal(events, {.stream_bytes_max = 3}),
            "F: expected at most 3 bytes from the client of connection 1, found more");
  EXPECT_EQ(refusal(events, {.total_bytes_max = 3}),
            "F: expected at most 3 bytes in connections that are read together, found more");
  EXPECT_EQ(refusal(events, {.pieces_max = 1}),
            "F: expected at most 1 chunks in connections that are read together, found more");
  EXPECT_EQ(refusal(events, {.connections_max = 1}), "F: expected at most 1 connections, found more");
  EXPECT_EQ(told(events, {4, 4, 2, 2}).size(), 2u);
}

TEST(dialogue_reader, gives_each_connection_as_soon_as_it_is_over) {
  script source({opens(7), opens(2), opens(5), says(2, side::client, "two"), ends(2, side::client, event_kind::close),
                 says(7, side::client, "seven"), opens(3)});
  dialogue_reader reader(source);
  std::vector<std::pair<std::uint64_t, std::uint64_t>> given;  // the connection, and the how-many-th it was
  while (const auto talk = reader.next()) given.emplace_back(talk->conn, reader.number());
  EXPECT_THAT(given, ElementsAre(std::pair(2, 1), std::pair(7, 0), std::pair(5, 2), std::pair(3, 3)));
  EXPECT_EQ(reader.next(), std::nullopt);
}

TEST(dialogue_reader, holds_its_limits_against_what_is_open_at_once) {
  std::vector<trace_event> events;
  for (std::uint64_t conn = 1; conn <= 50; ++conn) {
    events.insert(events.end(), {opens(conn), says(conn, side::client, "abc"), says(conn, side::server, "de"),
                                 ends(conn, side::client, event_kind::close)});
  }
  const dialogue_limits limits{3, 5, 2, 1};
  script source(events);
  dialogue_reader reader(source, limits);
  std::size_t talks = 0;
  while (reader.next()) ++talks;
  EXPECT_EQ(talks, 50u);
  EXPECT_EQ(refusal(events, limits), "F: expected at most 1 connections, found more");
}

}  // namespace
}  // namespace asynchat::traces
