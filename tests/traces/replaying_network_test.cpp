#include <asynchat/engine/async_chat.h>
#include <asynchat/sim/strategies/byte.h>
#include <asynchat/traces/replaying_network.h>
#include <asynchat/traces/trace_reader.h>
#include <asynchat/traces/trace_writer.h>
#include <gmock/gmock.h>

#include <functional>
#include <sstream>
#include <utility>

#include "trace_vocabulary.h"

namespace asynchat::traces {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::chrono_literals;

constexpr side client = side::client;
constexpr side server = side::server;

/// Writes down the events of a trace, in order.
class trace {
 public:
  trace& open(std::uint64_t conn, std::uint64_t t = 0) {
    const std::string number = std::to_string(conn);
    return add({.time_ns = t, .conn = conn, .client = "10.0.0.1:" + number, .server = "10.0.0.2:7"});
  }
  trace& says(side from, const std::string& bytes, std::uint64_t t = 0, std::uint64_t conn = 1) {
    return add({.kind = event_kind::data, .time_ns = t, .conn = conn, .from = from, .bytes = bytes});
  }
  trace& gap(side from, std::uint64_t t = 0) {
    return add({.kind = event_kind::gap, .time_ns = t, .from = from, .gap_bytes = 1});
  }
  trace& end(side from, std::uint64_t t = 0, event_kind how = event_kind::eof, std::uint64_t conn = 1) {
    return add({.kind = how, .time_ns = t, .conn = conn, .from = from});
  }
  std::vector<dialogue> talks() {
    trace_reader reader(text_, "trace");
    return read_dialogues(reader);
  }

 private:
  trace& add(const trace_event& event) {
    writer_.write(event);
    return *this;
  }

  std::stringstream text_;
  trace_writer writer_{text_, {}};
};

/// Answers each line with itself, and keeps a diary of what came when.
class echo : public async_chat {
 public:
  echo(loop& owner, std::unique_ptr<stream> accepted, std::vector<std::string>& diary)
      : async_chat(owner, std::move(accepted)), diary_(diary) {
    set_terminator("\n");
  }
  void collect_incoming_data(std::string_view data) override {
    note(std::string(data));
    line_ += data;
  }
  void found_terminator() override {
    note("!");
    answer(std::exchange(line_, {}) + '\n');
  }
  void handle_close() override {
    note("end");
    async_chat::handle_close();
  }
  std::function<void(std::string)> answer = [this](const std::string& line) { push(line); };

 private:
  void note(const std::string& what) {
    diary_.push_back(std::to_string(owner().now().time_since_epoch().count()) + ' ' + what);
  }

  std::vector<std::string>& diary_;
  std::string line_;
};

class echo_server : public dispatcher {
 public:
  using dispatcher::dispatcher;
  void handle_accepted(std::unique_ptr<stream> accepted, const endpoint& peer) override {
    peers.push_back(to_string(peer) + " to " + to_string(accepted->local()));
    chats.push_back(std::make_unique<echo>(owner(), std::move(accepted), diary));
    if (on_accept) on_accept(*chats.back());
  }

  std::vector<std::string> diary;
  std::vector<std::string> peers;
  std::vector<std::unique_ptr<echo>> chats;
  std::function<void(echo&)> on_accept;
};

/// What a server of echoes made of a trace.
struct served {
  explicit served(std::vector<dialogue> talks, const replay_options& options = {},
                  std::function<void(echo&)> on_accept = nullptr)
      : recorded(std::move(talks), options), owner(recorded), user(owner) {
    user.on_accept = std::move(on_accept);
    user.listen(endpoint::inet("0.0.0.0", 7));
    while (!recorded.over()) owner.poll(std::nullopt);
  }
  replaying_network recorded;
  loop owner;
  echo_server user;
};

trace& two_lines(trace& made) {
  return made.open(1, 100)
      .says(client, "a", 200)
      .says(client, "b\nc", 500)
      .says(server, "ab\n", 510)
      .says(client, "\n", 600)
      .says(server, "c\n", 610)
      .end(client, 700);
}

TEST(replaying_network, plays_clients_chunk_by_chunk_at_their_times) {
  trace made;
  const served run(two_lines(made).talks());
  EXPECT_THAT(run.user.diary, ElementsAre("200 a", "500 b", "500 !", "500 c", "600 !", "700 end"));
  EXPECT_THAT(run.user.peers, ElementsAre("10.0.0.1:1 to 10.0.0.2:7"));
  EXPECT_THAT(run.recorded.differences(), IsEmpty());
  EXPECT_EQ(run.recorded.sent(1), "ab\nc\n");
}

TEST(replaying_network, plays_faster_or_without_any_time) {
  trace made;
  const std::vector<dialogue> talks = two_lines(made).talks();
  EXPECT_THAT(served(talks, {.speed_percent = 200}).user.diary,
              ElementsAre("100 a", "250 b", "250 !", "250 c", "300 !", "350 end"));
  EXPECT_THAT(served(talks, {.speed_percent = 50}).user.diary.back(), "1400 end");
  EXPECT_THAT(served(talks, {.speed_percent = 0}).user.diary.back(), "0 end");
}

TEST(replaying_network, cuts_anew_by_a_plan) {
  trace made;
  const auto byte_by_byte = [](const dialogue& talk, side from) {
    return sim::strategies::byte().make({.bytes = talk.from(from).bytes}, 0).steps;
  };
  const served run(two_lines(made).talks(), {.plan = byte_by_byte});
  EXPECT_THAT(run.user.diary, ElementsAre("100 a", "100 b", "100 !", "100 c", "100 !", "100 end"));
  EXPECT_THAT(run.recorded.differences(), IsEmpty());
}

TEST(replaying_network, plays_a_prefix_and_does_not_miss_the_answers_to_the_rest) {
  trace made;
  const served run(two_lines(made).talks(), {.bytes_max = 2});
  EXPECT_THAT(run.user.diary, ElementsAre("200 a", "500 b", "500 end"));
  EXPECT_THAT(run.recorded.differences(), IsEmpty());
}

TEST(replaying_network, plays_it_twice_the_second_time_when_the_first_is_over) {
  trace made;
  const served run(two_lines(made).talks(), {.rounds = 2});
  EXPECT_THAT(run.user.diary, ElementsAre("200 a", "500 b", "500 !", "500 c", "600 !", "700 end",  //
                                          "800 a", "1100 b", "1100 !", "1100 c", "1200 !", "1300 end"));
  EXPECT_THAT(run.recorded.differences(), IsEmpty());
  EXPECT_EQ(run.recorded.sent(1, 1), "ab\nc\n");
}

TEST(replaying_network, waits_for_its_turn) {
  trace made;
  const served run(two_lines(made).talks(), {}, [](echo& chat) {
    chat.answer = [&chat](const std::string& line) {
      chat.owner().call_later(1us, [&chat, line] { chat.push(line); });
    };
  });
  EXPECT_THAT(run.user.diary, ElementsAre("200 a", "500 b", "500 !", "500 c", "1500 !", "2500 end"));
  EXPECT_THAT(run.recorded.differences(), IsEmpty());
}

TEST(replaying_network, tells_the_first_byte_that_differs) {
  trace made;
  const served run(two_lines(made).talks(), {}, [](echo& chat) {
    chat.answer = [&chat](const std::string& line) { chat.push(line == "c\n" ? "C\n" : line); };
  });
  const std::vector<replay_difference> found = run.recorded.differences();
  EXPECT_THAT(found, ElementsAre(replay_difference{1, 0, 3, "c\n", "C\n"}));
  EXPECT_EQ(testing::PrintToString(found.front()), R"(connection 1, byte 3: expected "c\n", found "C\n")");
}

TEST(replaying_network, does_not_wait_for_ever_for_a_side_that_says_too_little) {
  trace made;
  const served run(two_lines(made).talks(), {}, [](echo& chat) {
    chat.answer = [](const std::string&) {};
    static void (*again)(loop&) = [](loop& owner) { owner.call_later(1s, [&owner] { again(owner); }); };
    again(chat.owner());  // a timer that never ends
  });
  EXPECT_THAT(run.user.diary, ElementsAre("200 a", "500 b", "500 !", "500 c"));
  EXPECT_THAT(run.recorded.differences(), ElementsAre(replay_difference{1, 0, 0, "ab\nc\n", ""}));
  EXPECT_GE(run.recorded.now(), time_point(60s));
}

TEST(replaying_network, says_nothing_of_what_the_recording_missed) {
  trace made;
  made.open(1).says(client, "a\n").says(server, "a\n").gap(server).says(client, "b\n").end(client);
  EXPECT_THAT(served(made.talks()).recorded.differences(), IsEmpty());
}

TEST(replaying_network, resets_where_the_side_did) {
  trace made;
  made.open(1).says(client, "a").end(client, 5, event_kind::reset);
  EXPECT_THAT(served(made.talks()).user.diary, ElementsAre("0 a", "5 end"));
}

TEST(replaying_network, brings_connections_at_their_times_and_to_their_ports) {
  trace made;
  made.open(1, 10).says(client, "a", 20, 1).open(2, 30).says(client, "b", 40, 2).end(client, 50, event_kind::eof, 2);
  made.end(client, 60);
  replaying_network recorded(made.talks());
  loop owner(recorded);
  echo_server other(owner);
  echo_server user(owner);
  other.listen(endpoint::inet("0.0.0.0", 9));
  user.listen(endpoint::inet("0.0.0.0", 7));
  while (!recorded.over()) owner.poll(std::nullopt);
  EXPECT_THAT(user.diary, ElementsAre("20 a", "40 b", "50 end", "60 end"));
  EXPECT_THAT(user.peers, ElementsAre("10.0.0.1:1 to 10.0.0.2:7", "10.0.0.1:2 to 10.0.0.2:7"));
  EXPECT_THAT(other.peers, IsEmpty());
}

TEST(replaying_network, plays_a_server_to_clients_and_refuses_one_too_many) {
  trace made;
  made.open(1).says(server, "hi\n", 10).says(client, "a\n", 20).says(server, "b\n", 30).end(server, 40);
  replaying_network recorded(made.talks(), {.plays = server});
  loop owner(recorded);
  std::vector<std::string> diary;
  connect_result got = recorded.connect(endpoint::inet("anywhere", 1));
  EXPECT_EQ(to_string(got.connecting->peer()), "10.0.0.2:7");
  echo chat(owner, std::move(got.connecting), diary);
  chat.answer = [&](const std::string& line) {
    if (line == "hi\n") chat.push("a\n");
  };
  EXPECT_EQ(recorded.connect(endpoint::inet("anywhere", 1)).error, std::errc::connection_refused);
  while (!recorded.over()) owner.poll(std::nullopt);
  EXPECT_THAT(diary, ElementsAre("10 hi", "10 !", "30 b", "30 !", "40 end"));
  EXPECT_THAT(recorded.differences(), IsEmpty());
}

TEST(replaying_network, tells_of_a_connection_that_nobody_took) {
  trace made;
  made.open(1).says(client, "a\n").says(server, "b\n");
  replaying_network recorded(made.talks(), {.plays = server});
  loop owner(recorded);
  while (!recorded.over()) owner.poll(std::nullopt);
  EXPECT_THAT(recorded.differences(), ElementsAre(replay_difference{1, 0, 0, "a\n", ""}));
}

}  // namespace
}  // namespace asynchat::traces
