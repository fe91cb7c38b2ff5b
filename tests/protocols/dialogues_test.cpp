#include <asynchat/protocols/dialogues/dialogue.h>
#include <asynchat/protocols/dialogues/service.h>
#include <asynchat/protocols/registry.h>
#include <asynchat/transport/escape.h>

#include <gtest/gtest.h>

#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "every_cut.h"
#include "fed_framing.h"
#include "framing_streams.h"
#include "seeded_random.h"

namespace asynchat::protocols {
namespace {

constexpr std::uint64_t seeds = 200;
constexpr std::uint64_t seeds_of_long_runs = 20'000;

dialogue generated(const framing_spec& spec, std::uint64_t seed, const dialogue_limits& limits = {}) {
  support::seeded_random random(seed);
  return make_dialogue(
      spec, [&](std::uint64_t bound) { return random.next() % bound; }, limits);
}

/// Few dialogues are long, since some of what is done with them takes a while for each byte.
dialogue_limits limits_of(std::uint64_t seed) { return seed % 10 == 0 ? dialogue_limits{} : dialogue_limits{4, 40}; }

std::string requests_of(const dialogue& held) {
  std::string all;
  for (const exchange& one : held.exchanges) all += one.request;
  return all;
}

std::string replies_of(const dialogue& held) {
  std::string all = held.greeting;
  for (const exchange& one : held.exchanges) all += one.reply;
  return all;
}

/// Both directions as framings are told of them. A side hears a frame of the other one before the first byte that a
/// peer could have sent after it.
struct both_directions {
  support::framing_input requests;
  support::framing_input replies;
};

both_directions directions_of(const framing_spec& spec, const dialogue& held) {
  both_directions made{{spec, side::client, requests_of(held)}, {spec, side::server, replies_of(held)}};
  const auto heard_of = [&](const support::framing_input& input, std::size_t from, std::size_t to, std::size_t before,
                            std::vector<heard_frame>& heard) {
    for (const reference_frame& one : support::run_reference(input, stream_end::open)) {
      if (one.end > from && one.end <= to && is_heard(spec, one.name)) heard.push_back({before, one.bytes});
    }
  };
  std::size_t requested = 0;
  std::size_t replied = held.greeting.size();
  heard_of(made.replies, 0, replied, 0, made.requests.heard);
  for (const exchange& one : held.exchanges) {
    heard_of(made.requests, requested, requested + one.request.size(), replied, made.replies.heard);
    requested += one.request.size();
    heard_of(made.replies, replied, replied + one.reply.size(), requested, made.requests.heard);
    replied += one.reply.size();
  }
  return made;
}

enum class pieces : std::uint8_t { whole, bytes };

/// All that a server says to these frames of a client.
std::string said(service& server, const std::vector<reference_frame>& frames, pieces of_data = pieces::whole) {
  std::string reply = server.greeting();
  for (const reference_frame& one : frames) {
    if (of_data == pieces::whole || one.name != "data") {
      server.frame(one.name, one.bytes, reply);
      continue;
    }
    for (const char byte : one.bytes) server.frame(one.name, std::string_view(&byte, 1), reply);
  }
  return reply;
}

using every_dialogue = std::function<void(const framing_spec& spec, std::uint64_t seed, const dialogue& held)>;

void for_every_dialogue(const every_dialogue& look, std::uint64_t seeds_max) {
  for (const framing_spec& spec : support::all_framings()) {
    for (std::uint64_t seed = 0; seed < seeds_max && !testing::Test::HasFailure(); ++seed) {
      SCOPED_TRACE(to_string(spec) + " seed " + std::to_string(seed));
      look(spec, seed, generated(spec, seed, limits_of(seed)));
    }
  }
}

void for_every_dialogue(const every_dialogue& look) {
  for_every_dialogue(look, std::getenv("ASYNCHAT_LONG") != nullptr ? seeds_of_long_runs : seeds);
}

TEST(dialogues, both_sides_are_of_their_protocol_and_neither_is_unfinished) {
  for_every_dialogue([](const framing_spec& spec, std::uint64_t, const dialogue& held) {
    const both_directions both = directions_of(spec, held);
    for (const support::framing_input& one : {both.requests, both.replies}) {
      for (const reference_frame& frame : support::run_reference(one, stream_end::ended)) {
        EXPECT_TRUE(frame.name != "error" && frame.name != "incomplete") << frame.name << " " << quote(frame.bytes);
      }
    }
  });
}

TEST(dialogues, the_framings_of_both_sides_agree_with_their_references_under_cuts) {
  for_every_dialogue([](const framing_spec& spec, std::uint64_t, const dialogue& held) {
    const both_directions both = directions_of(spec, held);
    for (const support::framing_input& one : {both.requests, both.replies}) {
      EXPECT_EQ(support::differs_under_cuts(one, {}, stream_end::ended), "");
      EXPECT_EQ(support::differs_byte_by_byte(one, stream_end::ended), "");
    }
  });
}

TEST(dialogues, the_service_answers_what_the_generator_foretold) {
  for_every_dialogue([](const framing_spec& spec, std::uint64_t, const dialogue& held) {
    const auto frames = support::run_framing(directions_of(spec, held).requests, {}, stream_end::ended);
    for (const pieces of_data : {pieces::whole, pieces::bytes}) {
      EXPECT_EQ(quote(said(*make_service(spec), frames, of_data)), quote(replies_of(held)));
    }
  });
}

/// A server on a connection: its framing hears its own replies at once.
template <class Framing>
class live_server final : public frame_sink {
 public:
  template <class Factory>
  live_server(const framing_spec& spec, const Factory& factory) : spec_(spec), served_(make_service(spec)) {
    auto source = std::make_unique<support::fed_stream>();
    network_.source = source.get();
    channel_ = factory.make(loop_, std::move(source), *this);
    tell(served_->greeting());
  }

  void frame(std::string_view name, std::string_view bytes) override {
    std::string reply;
    served_->frame(name, bytes, reply);
    tell(reply);
  }

  std::string feed(std::string_view chunk) {
    network_.source->unread = chunk;
    while (!channel_->closed() && !network_.source->unread.empty()) loop_.poll(duration(0));
    return std::exchange(told_, {});
  }

  bool ended() const { return served_->ended(); }

 private:
  void tell(const std::string& reply) {
    told_ += reply;
    for (const reference_frame& one : reference(spec_, side::server, reply, stream_end::open)) {
      if (is_heard(spec_, one.name)) channel_->hear(one.bytes);
    }
  }

  const framing_spec& spec_;
  std::unique_ptr<service> served_;
  std::string told_;
  support::fed_network network_;
  loop loop_{network_};
  std::unique_ptr<Framing> channel_;
};

TEST(dialogues, a_live_server_answers_each_request_to_its_end) {
  for_every_dialogue([](const framing_spec& spec, std::uint64_t, const dialogue& held) {
    visit_framing(spec, side::client, [&](const auto& factory) {
      live_server<typename std::decay_t<decltype(factory)>::framing_type> server(spec, factory);
      EXPECT_EQ(server.feed(""), held.greeting);
      for (const exchange& one : held.exchanges) {
        EXPECT_FALSE(server.ended());
        EXPECT_EQ(quote(server.feed(one.request)), quote(one.reply));
      }
    });
  });
}

TEST(dialogues, what_may_be_pipelined_may_come_at_once) {
  for_every_dialogue([](const framing_spec& spec, std::uint64_t, const dialogue& held) {
    visit_framing(spec, side::client, [&](const auto& factory) {
      live_server<typename std::decay_t<decltype(factory)>::framing_type> server(spec, factory);
      std::string replies = server.feed("");
      std::string together;
      for (const exchange& one : held.exchanges) {
        together += one.request;
        if (one.barrier) replies += server.feed(std::exchange(together, {}));
      }
      replies += server.feed(together);
      EXPECT_EQ(quote(replies), quote(replies_of(held)));
    });
  });
}

/// Spoils what a right service says.
class wrong_service final : public service {
 public:
  using spoiler = std::function<void(std::string_view name, std::string_view bytes, std::string& added)>;

  wrong_service(const framing_spec& spec, spoiler spoil) : right_(make_service(spec)), spoil_(std::move(spoil)) {}

  std::string greeting() const override { return right_->greeting(); }
  void frame(std::string_view name, std::string_view bytes, std::string& reply) override {
    std::string added;
    right_->frame(name, bytes, added);
    spoil_(name, bytes, added);
    reply += added;
  }

 private:
  std::unique_ptr<service> right_;
  spoiler spoil_;
};

/// How many of the dialogues tell the wrong service from a right one.
std::size_t dialogues_that_tell(const framing_spec& spec, const wrong_service::spoiler& spoil) {
  std::size_t told = 0;
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    const dialogue held = generated(spec, seed);
    wrong_service server(spec, spoil);
    const auto frames = support::run_reference(directions_of(spec, held).requests, stream_end::ended);
    if (said(server, frames) != replies_of(held)) ++told;
  }
  return told;
}

TEST(dialogues, tell_a_service_that_loses_a_trailing_cr) {
  const auto spoil = [](std::string_view, std::string_view bytes, std::string& added) {
    if (bytes.ends_with('\r')) added.erase(bytes.size() - 1, 1);
  };
  EXPECT_GT(dialogues_that_tell(crlf_spec{}, spoil), 10u);
}

TEST(dialogues, tell_a_service_that_sends_a_body_after_head) {
  const auto spoil = [head = false](std::string_view name, std::string_view bytes, std::string& added) mutable {
    if (name == "head") head = bytes.starts_with("HEAD ");
    if (name == "end" && head && added.find("Content-Length: 17\r\n") != std::string::npos)
      added += "Nothing is here.\n";
  };
  EXPECT_GT(dialogues_that_tell(http1_spec{}, spoil), 10u);
}

TEST(dialogues, tell_a_service_that_delivers_again_what_was_released_once) {
  const auto spoil = [](std::string_view name, std::string_view, std::string& added) {
    if (name == "pubrel") added += added.substr(4);
  };
  EXPECT_GT(dialogues_that_tell(mqtt_spec{}, spoil), 10u);
}

TEST(dialogues, tell_a_service_that_leaves_a_stuffed_dot_in_the_message) {
  const framing_spec spec = smtp_spec{};
  std::size_t told = 0;
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    const dialogue held = generated(spec, seed);
    auto frames = support::run_reference(directions_of(spec, held).requests, stream_end::ended);
    for (reference_frame& one : frames) {
      if (one.name == "data" && one.bytes.starts_with('.')) one.bytes.insert(0, ".");
    }
    if (said(*make_service(spec), frames) != replies_of(held)) ++told;
  }
  EXPECT_GT(told, 10u);
}

std::uint64_t digest_of(std::string_view bytes, std::uint64_t before) {
  for (const char byte : bytes) before = (before ^ static_cast<unsigned char>(byte)) * 0x100000001b3u;
  return (before ^ bytes.size()) * 0x100000001b3u;
}

/// Changing what is drawn changes this number, and with it what stored seeds mean.
TEST(dialogues, are_the_same_with_every_compiler) {
  std::uint64_t digest = 0;
  const auto add = [&](const framing_spec&, std::uint64_t, const dialogue& held) {
    for (const exchange& one : held.exchanges) {
      digest = digest_of(one.request, digest);
      digest = digest_of(one.reply, digest);
      digest = digest_of(one.barrier ? "barrier" : "", digest);
    }
  };
  for_every_dialogue(add, seeds);
  EXPECT_EQ(digest, 11659434667592841398u);
}

std::set<std::string> names_of_frames(const framing_spec& spec, side from) {
  std::set<std::string> names;
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    const both_directions both = directions_of(spec, generated(spec, seed));
    for (const reference_frame& one :
         support::run_reference(from == side::client ? both.requests : both.replies, stream_end::ended)) {
      names.insert(one.name);
    }
  }
  return names;
}

TEST(dialogues, hold_every_frame_of_their_protocol) {
  using names = std::set<std::string>;
  EXPECT_EQ(names_of_frames(http1_spec{}, side::client), (names{"head", "data", "trailers", "end"}));
  EXPECT_EQ(names_of_frames(http1_spec{}, side::server), (names{"head", "data", "trailers", "end"}));
  EXPECT_EQ(names_of_frames(smtp_spec{}, side::client), (names{"command", "response", "data", "end"}));
  EXPECT_EQ(names_of_frames(smtp_spec{}, side::server), (names{"reply", "data"}));
  EXPECT_EQ(names_of_frames(resp_spec{}, side::client), (names{"value", "inline"}));
  EXPECT_EQ(names_of_frames(memcache_spec{}, side::server), (names{"reply", "block"}));
  EXPECT_EQ(names_of_frames(mqtt_spec{}, side::client),
            (names{"connect", "publish", "puback", "pubrec", "pubrel", "pubcomp", "subscribe", "unsubscribe", "pingreq",
                   "disconnect"}));
  EXPECT_EQ(names_of_frames(mqtt_spec{}, side::server),
            (names{"connack", "publish", "puback", "pubrec", "pubrel", "pubcomp", "suback", "unsuback", "pingresp"}));
}

TEST(dialogues, keep_to_their_limits) {
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    const dialogue held = generated(netstring_spec{}, seed, {3, 7});
    EXPECT_LE(held.exchanges.size(), 3u);
    for (const exchange& one : held.exchanges) EXPECT_LE(one.request.size(), 7u + 3u);
  }
  EXPECT_EQ(generated(count_spec{1000}, 1, {8, 10}).exchanges.size(), 1u);
  EXPECT_EQ(generated(count_spec{1000}, 1, {8, 10}).exchanges[0].request.size(), 1000u);
  EXPECT_TRUE(generated(count_spec{(64u << 20) + 1}, 1).exchanges.empty());
}

TEST(dialogues, have_frames_of_no_bytes_and_of_as_many_as_may_be) {
  std::map<std::size_t, std::size_t> sizes;
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    for (const exchange& one : generated(length_spec{length_prefix::u16be}, seed, {8, 64}).exchanges) {
      ++sizes[one.request.size() - 2];
    }
  }
  for (const std::size_t size : {0u, 1u, 15u, 16u, 17u, 31u, 32u, 33u, 63u, 64u}) EXPECT_GT(sizes[size], 0u) << size;
}

TEST(services, say_when_they_would_close) {
  const std::map<std::string, std::pair<std::string, std::string>> lasts{
      {"smtp", {"command", "QUIT"}},
      {"http1", {"head", "GET / HTTP/1.0\r\n"}},
      {"resp", {"inline", "quit"}},
      {"memcache", {"command", "quit"}},
      {"mqtt", {"disconnect", std::string("\xe0\0", 2)}},
  };
  for (const auto& [spec, last] : lasts) {
    const auto server = make_service(*parse_framing(spec).spec);
    std::string reply;
    EXPECT_FALSE(server->ended()) << spec;
    server->frame(last.first, last.second, reply);
    if (spec == "http1") server->frame("end", "", reply);
    EXPECT_TRUE(server->ended()) << spec;
    reply.clear();
    server->frame(last.first, last.second, reply);
    EXPECT_EQ(reply, "") << spec;
  }
}

TEST(services, survive_whatever_a_client_sends) {
  for (const framing_spec& spec : support::all_framings()) {
    for (std::uint64_t seed = 0; seed < seeds; ++seed) {
      const auto stream = support::generate_damaged_stream(spec, side::client, seed);
      const support::framing_input input{spec, side::client, stream.bytes, stream.heard};
      said(*make_service(spec), support::run_reference(input, stream_end::ended), pieces::bytes);
    }
  }
}

}  // namespace
}  // namespace asynchat::protocols
