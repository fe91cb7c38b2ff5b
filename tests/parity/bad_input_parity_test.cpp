#include <gmock/gmock.h>
#include <chrono>
#include <tuple>

#include "chats.h"
#include "in_a_world.h"

namespace asynchat::parity {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// An echo whose lines must be complete within a time, however often a byte comes; `big` is answered at length.
class guarded_echo : public echo {
 public:
  explicit guarded_echo(loop& owner, std::unique_ptr<stream> connected) : echo(owner, std::move(connected)) {
    set_frame_limit(line_bytes_max);
    arm();
  }
  ~guarded_echo() override { disarm(); }

  static constexpr std::uint64_t line_bytes_max = 4096;
  static constexpr duration line_time_max = std::chrono::milliseconds(20);

  void found_terminator() override {
    disarm();
    echo::found_terminator();
    if (closed()) return;
    if (lines.back() == "big") push(std::string(8U << 20U, 'x'));
    arm();
  }
  void handle_close() override {
    disarm();
    echo::handle_close();
  }

  bool too_slow = false;

 private:
  void arm() {
    timer_ = owner().call_later(line_time_max, [this] {
      timer_.reset();
      too_slow = true;
      notify_close();
    });
  }
  void disarm() {
    if (timer_) owner().cancel(*timer_);
    timer_.reset();
  }

  std::optional<timer_id> timer_;
};

class bad_input_parity : public parity_test {};
INSTANTIATE_TEST_SUITE_P(worlds, bad_input_parity, testing::ValuesIn(all_worlds()), world_name);

TEST_P(bad_input_parity, a_silent_peer_is_closed_after_its_time) {
  auto met = here().meet({});
  loop channels(here().net());
  const time_point start = channels.now();
  guarded_echo one(channels, std::move(met));
  run(channels);
  EXPECT_TRUE(one.too_slow);
  EXPECT_EQ(one.closes, 1);
  EXPECT_GE(channels.now(), start + guarded_echo::line_time_max);
  here().heard(std::string::npos);
  EXPECT_TRUE(here().peer_saw_the_end());
}

TEST_P(bad_input_parity, a_peer_that_sends_byte_after_byte_and_no_line_is_closed_after_its_time) {
  auto met = here().meet({.says = std::vector<std::string>(200, "x")});
  loop channels(here().net());
  guarded_echo one(channels, std::move(met));
  run(channels);
  EXPECT_TRUE(one.too_slow);
  EXPECT_THAT(one.lines, IsEmpty());
}

TEST_P(bad_input_parity, an_endless_line_is_one_error_and_the_end) {
  auto met = here().meet({.says = std::vector<std::string>(100, std::string(1000, 'x'))});
  loop channels(here().net());
  guarded_echo one(channels, std::move(met));
  run(channels);
  EXPECT_THAT(one.complaints, ElementsAre("a frame is longer than the frame limit"));
  EXPECT_EQ(one.unfinished.size(), guarded_echo::line_bytes_max);
  EXPECT_EQ(one.closes, 1);
}

TEST_P(bad_input_parity, garbage_is_a_line_like_any_other) {
  std::string garbage;
  for (int round = 0; round < 4; ++round) {
    for (int value = 255; value >= 0; --value) garbage += static_cast<char>(value);
  }
  auto met = here().meet({.says = {garbage, "\r", "\r\n", "\n\r\r\n\r\n"}, .then = peer::end::ends});
  loop channels(here().net());
  guarded_echo one(channels, std::move(met));
  run(channels);
  EXPECT_THAT(one.lines, ElementsAre(garbage + "\r", "\n\r", ""));
  EXPECT_EQ(one.closes, 1);
}

/// How far an exchange has come when the client vanishes.
struct stage {
  const char* name;
  std::vector<std::string> said;
};
std::ostream& operator<<(std::ostream& out, const stage& one) { return out << one.name; }

std::vector<stage> stages() {
  return {{"before_a_word", {}},
          {"in_mid_line", {"hel"}},
          {"in_mid_terminator", {"hello\r"}},
          {"after_a_line", {"hello\r\n"}},
          {"in_mid_second_line", {"hello\r\nwor"}},
          {"in_mid_answer", {"big\r\n"}},
          {"in_mid_answer_with_more_asked", {"big\r\n", "big\r\n", "hel"}},
          {"in_mid_answer_before_the_close", {"big\r\n", "quit\r\n"}}};
}

class vanishing_parity : public in_a_world,
                         public testing::WithParamInterface<std::tuple<world_kind, stage, peer::end>> {
 protected:
  void SetUp() override { enter(std::get<world_kind>(GetParam())); }
};

std::string vanishing_name(const testing::TestParamInfo<vanishing_parity::ParamType>& info) {
  return std::string(std::get<world_kind>(info.param).name) + "_" + std::get<stage>(info.param).name +
         (std::get<peer::end>(info.param) == peer::end::resets ? "_by_reset" : "_by_close");
}

INSTANTIATE_TEST_SUITE_P(stages, vanishing_parity,
                         testing::Combine(testing::ValuesIn(all_worlds()), testing::ValuesIn(stages()),
                                          testing::Values(peer::end::resets, peer::end::closes)),
                         vanishing_name);

TEST_P(vanishing_parity, a_client_is_one_handle_close_and_leaves_nothing_open) {
  auto met = here().meet(
      {.says = std::get<stage>(GetParam()).said, .then = std::get<peer::end>(GetParam()), .listens = false});
  loop channels(here().net());
  guarded_echo one(channels, std::move(met));
  run(channels);
  EXPECT_EQ(one.closes, 1);
  EXPECT_THAT(one.failures, IsEmpty());
  EXPECT_THAT(one.complaints, IsEmpty());
}

/// A server in its loop, and raw clients that misbehave.
class served_parity : public parity_test {
 protected:
  /// Calls `misbehave` with the server's address, then serves a client that behaves.
  void misbehave_and_serve(const std::function<void(loop&, server<guarded_echo>&)>& misbehave) {
    const endpoint where = here().free_address({});
    loop channels(here().net());
    server<guarded_echo> door(channels);
    ASSERT_FALSE(door.listen(where, {.backlog = 1024}));
    misbehave(channels, door);
    reader client(channels);
    ASSERT_FALSE(client.connect(door.local()));
    client.push("serve me\r\n");
    run_until(channels, [&] { return !client.lines.empty(); });
    EXPECT_THAT(client.lines, ElementsAre("serve me"));
    EXPECT_EQ(door.errors, 0);
  }

  std::unique_ptr<stream> call(const endpoint& door) {
    outcome result = connect(door);
    EXPECT_TRUE(result.made) << result.error.message();
    return std::move(result.made);
  }
};

INSTANTIATE_TEST_SUITE_P(worlds, served_parity, testing::ValuesIn(crowded_worlds()), world_name);

TEST_P(served_parity, others_are_served_after_clients_vanished_in_every_state) {
  misbehave_and_serve([&](loop& channels, server<guarded_echo>& door) {
    for (const stage& one : stages()) {
      const auto client = call(door.local());
      for (const std::string& piece : one.said) {
        client->send(piece);
        channels.poll(at_once);
      }
      client->abort();
    }
    run_until(channels, [&] { return door.chats.size() == stages().size() && door.open_chats() == 0; });
  });
}

TEST_P(served_parity, others_are_served_beside_endless_lines) {
  misbehave_and_serve([&](loop& channels, server<guarded_echo>& door) {
    std::vector<std::unique_ptr<stream>> clients;
    for (int calls = 0; calls < 20; ++calls) clients.push_back(call(door.local()));
    const std::string endless(65536, 'x');
    run_until(channels, [&] {
      for (const auto& client : clients) client->send(endless);
      return door.chats.size() == clients.size() && door.open_chats() == 0;
    });
    for (const auto& chat : door.chats) EXPECT_EQ(chat->complaints.size() + (chat->too_slow ? 1U : 0U), 1U);
  });
}

}  // namespace

}  // namespace asynchat::parity
