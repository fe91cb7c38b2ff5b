#include <asynchat/sim/world.h>
#include <asynchat/traces/import.h>
#include <asynchat/traces/trace_reader.h>

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "command_run.h"
#include "replay/event_track.h"
#include "replay/serving_replay.h"
#include "replay/socket_wire.h"

namespace asynchat::cli {
namespace {

using namespace std::chrono_literals;
using source_pointer = std::unique_ptr<traces::event_source>;
using verdict = connection_result::verdict;

const endpoint at_server = endpoint::inet("server", 7);

/// What both players came to.
struct played {
  replay_totals client;
  replay_totals server;
  std::vector<connection_result> results;  ///< of the client's, those that are not as recorded
  bool client_done = false;
};

class client_program final : public sim::program {
 public:
  client_program(sim::host& at, source_pointer source, played& into)
      : loop_(at), source_(std::move(source)), into_(into) {
    settings_.mine = side::client;
    settings_.time_limit_seconds = 600;
    track_.begin();
  }
  void pass() override {
    loop_.poll(std::nullopt);
    into_.client_done = track_.done();
  }

 private:
  loop loop_;
  source_pointer source_;
  played& into_;
  replay_settings settings_;
  event_track track_{
      loop_,
      settings_,
      into_.client,
      [this] { return source_->next(); },
      [this](replayed_connection& user) { return std::make_unique<socket_wire>(loop_, user, at_server); },
      [this](const connection_result& result, const replayed_connection&) {
        if (result.what != verdict::same) into_.results.push_back(result);
      }};
};

class server_program final : public sim::program {
 public:
  server_program(sim::host& at, source_pointer source, played& into)
      : loop_(at), source_(std::move(source)), into_(into) {
    settings_.mine = side::server;
    settings_.time_limit_seconds = 600;
    EXPECT_FALSE(host_.listen(endpoint::inet("0.0.0.0", 7)));
  }
  void pass() override {
    loop_.poll(std::nullopt);
    host_.done();
  }

 private:
  loop loop_;
  source_pointer source_;
  played& into_;
  replay_settings settings_;
  serving_replay host_{loop_, *source_, settings_, into_.server,
                       [](const connection_result&, const replayed_connection&) {}};
};

/// Both sides of a recording meet in a simulated network that cuts and delays at will.
played play_in_world(std::uint64_t seed, const std::string& client_trace, const std::string& server_trace) {
  played into;
  sim::world net(seed);
  net.set_links({.latency = 1ms,
                 .jitter = 20ms,
                 .slice = {500'000},
                 .short_write = {300'000},
                 .short_read = {300'000},
                 .spurious_wakeup = {200'000}});
  net.add_host("server").run(
      [&](sim::host& at) { return std::make_unique<server_program>(at, traces::open_source(server_trace), into); });
  net.add_host("client").run(
      [&](sim::host& at) { return std::make_unique<client_program>(at, traces::open_source(client_trace), into); });
  net.run();
  return into;
}

class bundled_recording : public testing::TestWithParam<const char*> {};

TEST_P(bundled_recording, is_played_by_both_of_its_sides_without_a_difference_whatever_the_network_does) {
  const std::string path = corpus_file(GetParam());
  traces::trace_counts counts;
  const auto source = traces::open_source(path);
  while (const auto event = source->next()) counts.connections += event->kind == traces::event_kind::open ? 1 : 0;
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    const played both = play_in_world(seed, path, path);
    EXPECT_TRUE(both.client_done) << seed;
    EXPECT_EQ(both.client.same, counts.connections) << seed;
    EXPECT_EQ(both.server.same, counts.connections) << seed;
    EXPECT_EQ(both.client.sent_bytes, both.server.come_bytes) << seed;
  }
}

INSTANTIATE_TEST_SUITE_P(each, bundled_recording,
                         testing::Values("http1/http1-mtu1500.trace.jsonl", "memcache/memcache-mtu576.trace.jsonl",
                                         "mqtt/mqtt-mtu576.trace.jsonl", "resp/redis-mtu576.trace.jsonl",
                                         "smtp/smtp-mtu1500.trace.jsonl"));

TEST(replay_in_a_world, finds_the_byte_that_a_server_says_otherwise) {
  const scratch_folder folder;
  const auto talk = [](const std::string& greeting) {
    return R"({"format":"asynchat-trace","version":1,"source":{"kind":"hand"}}
{"t":0,"conn":1,"event":"open","client":"a:1","server":"b:2"}
{"t":1,"conn":1,"event":"data","from":"server","text":")" +
           greeting + R"("}
{"t":2,"conn":1,"event":"data","from":"client","text":"QUIT\r\n"}
{"t":3,"conn":1,"event":"eof","from":"server"}
{"t":4,"conn":1,"event":"eof","from":"client"}
{"t":5,"conn":1,"event":"close"}
)";
  };
  const std::string recorded = folder.file("a.trace.jsonl", talk("220 hello\\r\\n"));
  const std::string other = folder.file("b.trace.jsonl", talk("220 hallo\\r\\n"));
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const played both = play_in_world(seed, recorded, other);
    ASSERT_EQ(both.results.size(), 1u);
    ASSERT_TRUE(both.results[0].where);
    EXPECT_EQ(both.results[0].where->offset, 5u);
    EXPECT_EQ(both.client.sent_bytes, 0u) << "the client speaks only after the greeting";
  }
}

}  // namespace
}  // namespace asynchat::cli
