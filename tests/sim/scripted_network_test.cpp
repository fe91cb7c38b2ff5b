#include <asynchat/sim/scripted_network.h>
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

namespace asynchat::sim {
namespace {

using namespace std::chrono_literals;

constexpr registration me{3, 1};
constexpr readiness both = readiness::read | readiness::write;

plan plan_of(std::string_view text) { return std::get<plan>(parse_plan(text)); }

/// One connection that plays a plan, and what its user sees of it.
struct scripted_world {
  explicit scripted_world(std::string_view bytes, std::string_view plan_text, const script& how = {})
      : steps(plan_of(plan_text)), network(bytes, steps, nullptr, how) {
    if (!how.connect) user = network.take_stream();
    if (user != nullptr) user->watch(me, both);
  }

  readiness ready(std::optional<duration> timeout = duration(0)) {
    std::vector<ready_event> news;
    network.wait(timeout, news);
    return news.empty() ? readiness::none : news.front().what;
  }
  std::string recv(std::size_t room = 100) {
    std::array<char, 100> buffer;
    const io_result result = user->recv(std::span(buffer).first(room));
    if (result.what() == io_result::kind::would_block) return "would block";
    if (result.what() == io_result::kind::end_of_stream) return "end";
    if (result.what() != io_result::kind::bytes) return "error";
    return {buffer.data(), result.count()};
  }

  plan steps;
  scripted_network network;
  std::unique_ptr<stream> user;
};

TEST(scripted_network, hands_out_each_chunk_by_itself) {
  scripted_world world("abcdef", "3 1 2 | eof");
  EXPECT_EQ(world.recv(2), "ab");
  EXPECT_EQ(world.recv(), "c");
  EXPECT_EQ(world.recv(), "d");
  EXPECT_EQ(world.recv(), "ef");
  EXPECT_EQ(world.recv(), "end");
  EXPECT_TRUE(world.network.exhausted());
}

TEST(scripted_network, is_ready_and_blocks_all_the_same_once) {
  scripted_world world("ab", "b 2 | open");
  EXPECT_EQ(world.ready(), both);
  EXPECT_EQ(world.recv(), "would block");
  EXPECT_EQ(world.recv(), "ab");
  EXPECT_EQ(world.ready(), readiness::write);
}

TEST(scripted_network, delivers_what_waits_for_its_turn_when_so_much_was_sent) {
  scripted_world world("abcd", "3 1 | eof", {.turns = {{2, 1}, {4, 3}}});
  EXPECT_EQ(world.recv(), "ab");
  EXPECT_EQ(world.recv(), "would block");
  EXPECT_EQ(world.ready(), readiness::write);
  world.user->send("x");
  EXPECT_EQ(world.ready(), both);
  EXPECT_EQ(world.recv(), "c");
  EXPECT_EQ(world.recv(), "d");
  EXPECT_EQ(world.recv(), "would block");
  EXPECT_EQ(world.ready(), readiness::write);
  EXPECT_FALSE(world.network.exhausted());
  world.user->send("yz");
  EXPECT_EQ(world.recv(), "end");
  EXPECT_TRUE(world.network.exhausted());
}

TEST(scripted_network, moves_its_clock_to_the_end_of_a_wait) {
  scripted_world world("ab", "1 w20ms 1 | open | b*");
  EXPECT_EQ(world.recv(), "a");
  EXPECT_EQ(world.recv(), "would block");
  EXPECT_EQ(world.ready(5ms), readiness::none);
  EXPECT_EQ(world.network.now(), time_point(5ms));
  EXPECT_EQ(world.ready(std::nullopt), readiness::read);
  EXPECT_EQ(world.network.now(), time_point(20ms));
  EXPECT_EQ(world.recv(), "b");
}

TEST(scripted_network, that_is_woken_returns_from_the_next_wait_as_if_there_had_been_none) {
  scripted_world world("ab", "w20ms 2 | open | b*", {.connect = {}, .hangup_pass = 1});
  world.network.wake();
  world.network.wake();
  EXPECT_EQ(world.ready(1h), readiness::none);
  EXPECT_EQ(world.network.now(), time_point());
  EXPECT_EQ(world.ready(5ms), readiness::none);
  EXPECT_EQ(world.ready(5ms), readiness::hangup);
}

TEST(scripted_network, has_an_end_of_time) {
  scripted_world world("ab", "1 w9223372036854775807ns 1 w9223372036854775807ns b | eof | b*");
  world.recv();
  world.ready(std::nullopt);
  EXPECT_EQ(world.network.now(), time_point::max());
  EXPECT_EQ(world.recv(), "b");
  EXPECT_EQ(world.ready(duration::max()), readiness::read);
}

TEST(scripted_network, is_never_writable_again_when_every_send_would_block) {
  for (const char* ever : {"b*", "f(EAGAIN)*"}) {
    scripted_world world("", std::string(" | open | ") + ever);
    EXPECT_EQ(world.ready(), readiness::none) << ever;
  }
}

TEST(scripted_network, takes_of_each_send_what_the_plan_accepts) {
  scripted_world world("", " | open | 2 b 1*");
  EXPECT_EQ(world.user->send("abc"), io_result::transferred(2));
  EXPECT_EQ(world.user->send("c"), io_result::would_block());
  EXPECT_EQ(world.user->send("cd"), io_result::transferred(1));
  EXPECT_EQ(world.user->send("de"), io_result::transferred(1));
}

TEST(scripted_network, answers_a_connect_in_its_pass) {
  script how;
  how.connect = connect_script{{}, true, {}, 2};
  scripted_world world("a", "1 | eof", how);
  connect_result attempt = world.network.connect({});
  ASSERT_TRUE(attempt.in_progress);
  attempt.connecting->watch(me, both);
  EXPECT_EQ(world.ready(), readiness::none);
  EXPECT_EQ(world.ready(), readiness::none);
  EXPECT_EQ(world.ready(), both);
  EXPECT_FALSE(attempt.connecting->finish_connect());
}

TEST(scripted_network, refuses_a_connect_that_is_not_in_its_script) {
  const plan nothing;
  scripted_network network("", nothing);
  EXPECT_EQ(network.connect({}).error, std::errc::connection_refused);
}

TEST(scripted_network, offers_its_connection_to_a_listener_once) {
  const plan nothing;
  scripted_network network("", nothing);
  const listen_result listening = network.listen(endpoint::inet("host", 7), {});
  EXPECT_NE(listening.listening->accept().accepted, nullptr);
  EXPECT_EQ(listening.listening->accept().accepted, nullptr);
}

TEST(scripted_network_death, plays_no_plan_for_more_bytes_than_there_are) {
  const plan steps = plan_of("3 | eof");
  EXPECT_DEATH(scripted_network("ab", steps), "delivers no more bytes");
}

}  // namespace
}  // namespace asynchat::sim
