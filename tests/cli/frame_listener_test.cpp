#include "frame_listener.h"

#include <asynchat/traces/dialogue.h>
#include <asynchat/traces/import.h>

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>

#include "command_run.h"
#include "streams.h"

namespace asynchat::cli {
namespace {

using traces::event_kind;
using traces::trace_event;

struct told {
  std::map<std::pair<std::uint64_t, side>, properties::events> logs;
};

told told_of(const std::string& path, const framing_choice& framing) {
  frame_listener listener(framing);
  told all;
  const auto source = traces::open_source(path);
  while (const std::optional<trace_event> event = source->next()) {
    for (const properties::event& one : listener.take(*event)) {
      all.logs[{event->conn, event->from}].add(one.name, one.bytes, one.numbers);
    }
  }
  return all;
}

/// What the framing's reference makes of each whole stream.
told expected_of(const std::string& path, const framing_choice& framing) {
  told all;
  const auto source = traces::open_source(path);
  for (const traces::dialogue& talk : traces::read_dialogues(*source)) {
    for (const recorded_stream& stream : streams_of(talk, path, framing)) {
      properties::events& log = all.logs[{stream.conn, stream.from}];
      const bool ended = stream.end != sim::ending::open;
      for (const properties::expected_event& one :
           framing.parser_for(stream.from).model(stream.bytes, ended, stream.heard)) {
        log.add(one.what.name, one.what.bytes, one.what.numbers);
      }
    }
  }
  return all;
}

class bundled_traffic : public testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(bundled_traffic, tells_chunk_by_chunk_what_the_reference_makes_of_whole_streams) {
  const auto [name, file] = GetParam();
  const framing_choice framing(name);
  const std::string path = corpus_file(file);
  EXPECT_EQ(told_of(path, framing).logs, expected_of(path, framing).logs);
}

INSTANTIATE_TEST_SUITE_P(frame_listener, bundled_traffic,
                         testing::Values(std::pair("http1", "http1/http1-mtu576.trace.jsonl"),
                                         std::pair("memcache", "memcache/memcache-mtu576.trace.jsonl"),
                                         std::pair("mqtt", "mqtt/mqtt-mtu576.trace.jsonl"),
                                         std::pair("netstring", "netstring/netstring-mtu576.trace.jsonl"),
                                         std::pair("resp", "resp/redis-mtu576.trace.jsonl"),
                                         std::pair("smtp", "smtp/smtp-mtu576.trace.jsonl")),
                         [](const auto& one) { return std::string(one.param.first); });

trace_event opened() { return {.kind = event_kind::open, .client = "c:1", .server = "s:2"}; }
trace_event data(std::string bytes) { return {.kind = event_kind::data, .bytes = std::move(bytes)}; }

std::string told_by(frame_listener& listener, const trace_event& event) {
  std::string text;
  for (const properties::event& one : listener.take(event)) text += one.name + '[' + one.bytes + ']';
  return text;
}

TEST(frame_listener, tells_a_frame_with_the_chunk_that_completes_it) {
  frame_listener listener(framing_choice("crlf"));
  listener.take(opened());
  EXPECT_EQ(told_by(listener, data("on")), "");
  EXPECT_EQ(told_by(listener, data("e\r\ntwo\r")), "frame[one]");
  EXPECT_EQ(listener.boundary(1, side::client)->matched, 1u);
  EXPECT_EQ(told_by(listener, data("\nrest")), "frame[two]");
  EXPECT_EQ(told_by(listener, {.kind = event_kind::eof}), "incomplete[rest]");
}

TEST(frame_listener, follows_no_direction_behind_a_gap) {
  frame_listener listener(framing_choice("crlf"));
  listener.take(opened());
  listener.take({.kind = event_kind::gap, .gap_bytes = 5});
  EXPECT_EQ(told_by(listener, data("a\r\n")), "");
  EXPECT_FALSE(listener.follows(1, side::client));
  EXPECT_TRUE(listener.follows(1, side::server));
}

TEST(frame_listener, tells_of_parsers_without_states_and_forgets_closed_connections) {
  frame_listener listener(framing_choice("canary:pool_not_reset"));
  listener.take(opened());
  EXPECT_EQ(told_by(listener, data("a\r\nb")), "frame[a]");
  EXPECT_EQ(told_by(listener, data("c\r\n")), "frame[bc]");
  listener.take({.kind = event_kind::close});
  EXPECT_FALSE(listener.follows(1, side::client));
}

}  // namespace
}  // namespace asynchat::cli
