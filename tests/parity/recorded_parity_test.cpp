// The parity law for what was recorded: a trace of real sockets, replayed in the simulation, gives the same frames.
#include <asynchat/engine/async_chat.h>
#include <asynchat/properties/simulation/served_wire.h>
#include <asynchat/protocols/registry.h>
#include <asynchat/sim/strategies/byte.h>
#include <asynchat/sim/world.h>
#include <asynchat/sockets/network.h>
#include <asynchat/traces/recording_file.h>
#include <asynchat/traces/recording_network.h>
#include <asynchat/traces/replaying_network.h>
#include <asynchat/traces/trace_reader.h>
#include <gmock/gmock.h>

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "frame_listener.h"
#include "scratch_folder.h"
#include "simulated_protocols.h"

namespace asynchat::parity {
namespace {

using properties::events;
using properties::simulation::served_wire;
using properties::simulation::spoken;
using properties::simulation::talked_protocol;
using namespace std::chrono_literals;

const std::vector<std::string> framings{"line",         "crlf",          "delimiter:\\0ab\\0", "count:7",
                                        "length:u8",    "length:u16be",  "length:u16le",       "length:u32be",
                                        "length:u32le", "length:varint", "netstring",          "http1",
                                        "smtp",         "resp",          "memcache",           "mqtt"};

/// The protocol's server: its framing on each connection, and its service behind that.
class protocol_server final : public dispatcher {
 public:
  protocol_server(loop& owner, const talked_protocol& protocol) : dispatcher(owner), protocol_(protocol) {}

  void handle_accepted(std::unique_ptr<stream> accepted, const endpoint&) override {
    if (recorder != nullptr) accepted = traces::record(std::move(accepted), *recorder, side::server);
    channel_ = protocol_.serve(owner(), std::move(accepted), heard_);
  }
  const events& frames() const { return heard_.told.log; }
  bool served() const { return channel_ != nullptr && channel_->closed(); }

  traces::trace_recorder* recorder = nullptr;

 private:
  const talked_protocol& protocol_;
  served_wire heard_;
  std::unique_ptr<dispatcher> channel_;
};

/// Says what there is to say, each request when the answers that it needs have come, and closes after the last answer.
class protocol_client final : public async_chat {
 public:
  protocol_client(loop& owner, const std::string& framing, const spoken& words)
      : async_chat(owner), words_(words), listener_(cli::framing_choice(framing)), due_(words.greeting.size()) {
    set_terminator(no_terminator{});
    listener_.take({.kind = traces::event_kind::open});
  }

  void handle_connect() override { go_on(); }
  void collect_incoming_data(std::string_view data) override {
    heard_bytes_ += data.size();
    for (const auto& frame : told_of(side::server, data)) frames_.add(frame.name, frame.bytes, frame.numbers);
    go_on();
  }
  void found_terminator() override {}
  const events& frames() const { return frames_; }

 private:
  std::span<const properties::event> told_of(side from, std::string_view bytes) {
    return listener_.take({.kind = traces::event_kind::data, .from = from, .bytes = std::string(bytes)});
  }
  void go_on() {
    while (next_ < words_.exchanges.size() && (heard_bytes_ >= due_ || !waits_)) {
      const auto& [request, reply, barrier] = words_.exchanges[next_++];
      told_of(side::client, request);
      push(request);
      due_ += reply.size();
      waits_ = barrier;
    }
    if (next_ == words_.exchanges.size() && heard_bytes_ >= due_) close_when_done();
  }

  const spoken& words_;
  cli::frame_listener listener_;
  events frames_;
  std::size_t next_ = 0;
  std::size_t heard_bytes_ = 0;
  std::size_t due_;
  bool waits_ = true;
};

/// Says in any world what the client of a recorded connection said, chunk by chunk, each in its turn.
class recorded_client final : public async_chat {
 public:
  recorded_client(loop& owner, const traces::dialogue& talk) : async_chat(owner), talk_(talk) {
    set_terminator(no_terminator{});
  }

  void handle_connect() override { go_on(); }
  void collect_incoming_data(std::string_view data) override {
    heard += data;
    go_on();
  }
  void found_terminator() override {}

  std::string heard;

 private:
  void go_on() {
    for (; next_ < talk_.pieces.size(); ++next_) {
      const traces::piece& one = talk_.pieces[next_];
      if (one.from == side::client) {
        push(talk_.bytes_of(one));
      } else if (heard.size() < one.offset + one.size) {
        return;
      }
    }
    close_when_done();
  }

  const traces::dialogue& talk_;
  std::size_t next_ = 0;
};

class recorded_parity : public testing::TestWithParam<std::size_t> {
 protected:
  recorded_parity() {
    sim::random_source random(GetParam());
    words_ = protocol_->words(random);
    record();
  }

  /// Runs client and server over loopback, and writes what the server's connection carried into a file.
  void record() {
    const std::string path = folder_.path("live.trace.jsonl");
    {
      sockets::network real;
      traces::recording_file file(path, {.kind = traces::source_kind::proxy, .name = framing_, .started = {}});
      traces::trace_recorder recorder(real, file);
      loop owner(real);
      protocol_server server(owner, *protocol_);
      server.recorder = &recorder;
      server.listen(endpoint::inet("127.0.0.1", 0));
      protocol_client client(owner, framing_, words_);
      client.connect(server.local());
      for (int passes = 0; passes < 100'000 && !(client.closed() && server.served()); ++passes) owner.poll(1s);
      live_requests_ = server.frames();
      live_replies_ = client.frames();
    }
    traces::trace_reader reader(path);
    talks_ = traces::read_dialogues(reader);
  }

  void replay_to_server(const traces::replay_options& options) {
    traces::replaying_network recorded(talks_, options);
    loop owner(recorded);
    protocol_server server(owner, *protocol_);
    server.listen(endpoint::inet("127.0.0.1", 1));
    while (!recorded.over()) owner.poll(std::nullopt);
    EXPECT_EQ(server.frames(), live_requests_);
    EXPECT_THAT(recorded.differences(), testing::IsEmpty());
  }

  const std::string framing_ = framings[GetParam() % framings.size()];
  const std::unique_ptr<talked_protocol> protocol_ = cli::talked_framing(framing_);
  const scratch_folder folder_;
  spoken words_;
  events live_requests_;
  events live_replies_;
  std::vector<traces::dialogue> talks_;
};

TEST_P(recorded_parity, the_recording_holds_all_that_was_said) {
  std::string requests;
  std::string replies = words_.greeting;
  for (const auto& one : words_.exchanges) {
    requests += one.request;
    replies += one.reply;
  }
  ASSERT_EQ(talks_.size(), 1u);
  EXPECT_EQ(talks_[0].from(side::client).bytes, requests);
  EXPECT_EQ(talks_[0].from(side::server).bytes, replies);
  EXPECT_FALSE(live_requests_.empty());
  EXPECT_FALSE(live_replies_.empty());
}

TEST_P(recorded_parity, a_server_hears_the_same_frames_and_answers_the_same) {
  replay_to_server({});
  replay_to_server({.speed_percent = 0});
}

TEST_P(recorded_parity, a_server_hears_them_byte_by_byte_too) {
  replay_to_server({.plan = [](const traces::dialogue& talk, side from) {
    const sim::ending end = talk.from(from).end == traces::stop::eof ? sim::ending::eof : sim::ending::open;
    return sim::strategies::byte().make({.bytes = talk.from(from).bytes, .end = end}, 0).steps;
  }});
}

TEST_P(recorded_parity, a_client_hears_the_same_frames_and_says_the_same) {
  traces::replaying_network recorded(talks_, {.plays = side::server});
  loop owner(recorded);
  protocol_client client(owner, framing_, words_);
  client.connect(endpoint::inet("server", 1));
  while (!recorded.over()) owner.poll(std::nullopt);
  EXPECT_EQ(client.frames(), live_replies_);
  EXPECT_THAT(recorded.differences(), testing::IsEmpty());
}

TEST_P(recorded_parity, a_server_in_a_world_hears_the_same_frames_and_answers_the_same) {
  sim::world world(GetParam());
  world.set_links({.jitter = 20ms, .segment_bytes_max = 100, .slice = {500'000}, .short_read = {200'000}});
  loop servers(world.add_host("server"));
  loop clients(world.add_host("client"));
  protocol_server server(servers, *protocol_);
  server.listen(endpoint::inet("server", 7));
  recorded_client client(clients, talks_[0]);
  client.connect(endpoint::inet("server", 7));
  for (int passes = 0; passes < 100'000 && !(client.closed() && server.served()); ++passes) {
    clients.poll(1ms);
    servers.poll(duration(0));
  }
  EXPECT_EQ(server.frames(), live_requests_);
  EXPECT_EQ(client.heard, talks_[0].from(side::server).bytes);
}

INSTANTIATE_TEST_SUITE_P(of_every_protocol, recorded_parity, testing::Range<std::size_t>(0, 3 * framings.size()),
                         [](const auto& one) {
                           std::string name = framings[one.param % framings.size()];
                           for (char& c : name) c = std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
                           return name + "_" + std::to_string(one.param / framings.size());
                         });

TEST(recorded_parity_tests, know_every_framing) {
  std::set<std::size_t> known;
  for (const std::string& one : framings) known.insert(protocols::parse_framing(one).spec->index());
  EXPECT_EQ(known.size(), std::variant_size_v<protocols::framing_spec>);
}

}  // namespace
}  // namespace asynchat::parity
