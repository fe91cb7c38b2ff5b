#include "system_calls.h"

#include <asynchat/engine/async_chat.h>
#include <asynchat/engine/loop.h>
#include <asynchat/sockets/network.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cerrno>
#include <csignal>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "vocabulary.h"

namespace asynchat::sockets {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Sends each line back.
class echo final : public async_chat {
 public:
  echo(loop& owner, std::unique_ptr<stream> connected) : async_chat(owner, std::move(connected)) {
    set_terminator("\r\n");
  }
  void collect_incoming_data(std::string_view data) override { line_ += data; }
  void found_terminator() override { push(std::exchange(line_, {}) + "\r\n"); }

 private:
  std::string line_;
};

TEST(system_calls, for_an_echoed_line_are_one_wait_one_recv_and_one_send) {
  network world;
  connection made = tcp_connection(world);
  loop channels(world);
  echo server(channels, std::move(made.server));
  made.client->send("warm up\r\n");
  channels.poll(patience);
  const tally waits(call::epoll_wait);
  const tally recvs(call::recv);
  const tally sends(call::send);
  const tally changes(call::epoll_ctl);
  constexpr int lines = 100;
  for (int line = 0; line < lines; ++line) {
    made.client->send("hello\r\n");
    EXPECT_EQ(channels.poll(patience), 1U);
  }
  EXPECT_EQ(waits.count(), lines);
  EXPECT_EQ(recvs.count(), lines);
  EXPECT_EQ(sends.count(), 2 * lines) << "the client's and the server's";
  EXPECT_EQ(changes.count(), 0);
}

class interest : public testing::Test {
 protected:
  network world_;
  std::pair<std::unique_ptr<stream>, std::unique_ptr<stream>> ends_ = socketpair(world_);
  stream& mine_ = *ends_.first;
  stream& theirs_ = *ends_.second;
};

TEST_F(interest, that_is_stated_again_costs_nothing) {
  mine_.watch(channel, readiness::read);
  news(world_, at_once);
  const tally changes(call::epoll_ctl);
  for (int times = 0; times < 5; ++times) {
    mine_.watch(channel, readiness::read);
    news(world_, at_once);
  }
  mine_.watch(next_channel, readiness::read);
  theirs_.send("x");
  EXPECT_THAT(news(world_), ElementsAre(event(next_channel, readiness::read)));
  EXPECT_EQ(changes.count(), 0);
}

TEST_F(interest, that_changes_and_changes_back_between_two_waits_costs_nothing) {
  mine_.watch(channel, readiness::read);
  news(world_, at_once);
  const tally changes(call::epoll_ctl);
  mine_.watch(channel, readiness::read | readiness::write);
  mine_.watch(channel, readiness::read);
  mine_.unwatch();
  mine_.watch(channel, readiness::read);
  EXPECT_THAT(news(world_, at_once), IsEmpty());
  EXPECT_EQ(changes.count(), 0);
}

TEST_F(interest, that_changes_costs_one_call_and_closing_one) {
  const tally changes(call::epoll_ctl);
  mine_.watch(channel, readiness::none);
  mine_.watch(channel, readiness::read);
  news(world_, at_once);
  EXPECT_EQ(changes.count(), 1);
  mine_.watch(channel, readiness::write);
  mine_.watch(channel, readiness::read | readiness::write);
  EXPECT_THAT(news(world_), ElementsAre(event(channel, readiness::write)));
  EXPECT_EQ(changes.count(), 2);
  mine_.close();
  news(world_, at_once);
  EXPECT_EQ(changes.count(), 3);
}

TEST_F(interest, in_a_stream_that_is_closed_before_the_wait_is_never_told) {
  const tally changes(call::epoll_ctl);
  mine_.watch(channel, readiness::read);
  theirs_.watch(next_channel, readiness::write);
  mine_.close();
  EXPECT_THAT(news(world_), ElementsAre(event(next_channel, readiness::write | readiness::hangup)));
  EXPECT_EQ(changes.count(), 1);
}

TEST_F(interest, that_the_kernel_has_no_room_for_is_taken_for_ready_until_it_has) {
  mine_.watch(channel, readiness::read);
  theirs_.send("x");
  fail_next(call::epoll_ctl, ENOSPC, 2);
  for (int waits = 0; waits < 2; ++waits) EXPECT_THAT(news(world_), ElementsAre(event(channel, readiness::read)));
  char buffer[8];
  EXPECT_EQ(mine_.recv(buffer), io_result::transferred(1));
  EXPECT_THAT(news(world_, at_once), IsEmpty());
  theirs_.send("x");
  EXPECT_THAT(news(world_), ElementsAre(event(channel, readiness::read)));
}

TEST(interrupted, calls_are_made_again) {
  network world;
  const listen_result door = world.listen(endpoint::inet("127.0.0.1", 0), {});
  fail_next(call::accept, EINTR, 3);
  const connection made = connect_to(world, *door.listening);
  ASSERT_NE(made.server, nullptr);
  fail_next(call::send, EINTR, 3);
  EXPECT_EQ(made.client->send("hello"), io_result::transferred(5));
  made.server->watch(channel, readiness::read);
  wait_for(world, channel);
  fail_next(call::recv, EINTR, 3);
  char buffer[8];
  EXPECT_EQ(made.server->recv(buffer), io_result::transferred(5));
}

TEST(interrupted, a_wait_ends_early_and_the_next_has_the_news) {
  network world;
  const auto [mine, theirs] = socketpair(world);
  mine->watch(channel, readiness::read);
  theirs->send("x");
  fail_next(call::epoll_wait, EINTR);
  EXPECT_THAT(news(world), IsEmpty());
  EXPECT_THAT(news(world), ElementsAre(event(channel, readiness::read)));
}

/// Accepts and keeps.
struct host final : dispatcher {
  using dispatcher::dispatcher;
  void handle_accepted(std::unique_ptr<stream> accepted, const endpoint&) override {
    guests.push_back(std::move(accepted));
  }
  void handle_error(std::exception_ptr) override { ++errors; }
  std::vector<std::unique_ptr<stream>> guests;
  int errors = 0;
};

TEST(a_listening_channel, that_finds_no_descriptor_rests_and_accepts_once_there_is_one) {
  network world;
  loop channels(world);
  host door(channels);
  ASSERT_FALSE(door.listen(endpoint::inet("127.0.0.1", 0)));
  const connect_result attempt = world.connect(door.local());
  fail_next(call::accept, EMFILE);
  for (int passes = 0; passes < waits_max && door.errors == 0; ++passes) channels.poll(patience);
  for (int passes = 0; passes < 5; ++passes) EXPECT_EQ(channels.poll(duration(0)), 0U);
  EXPECT_EQ(door.errors, 1);
  EXPECT_TRUE(door.accepting());
  for (int passes = 0; passes < waits_max && door.guests.empty(); ++passes) channels.poll(patience);
  EXPECT_EQ(door.guests.size(), 1U);
}

TEST(a_broken_pipe, raises_no_signal) {
  std::signal(SIGPIPE, SIG_DFL);
  network world;
  auto [mine, theirs] = socketpair(world);
  theirs->close();
  EXPECT_EQ(mine->send("x").code(), std::errc::broken_pipe);
  const connection made = tcp_connection(world);
  made.client->shutdown_send();
  EXPECT_EQ(made.client->send("x").code(), std::errc::broken_pipe);
}

int nodelay(int fd) {
  int value = 0;
  socklen_t size = sizeof(value);
  EXPECT_EQ(getsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &value, &size), 0);
  return value;
}

TEST(tcp, sends_at_once_from_both_sides) {
  network world;
  const connection made = tcp_connection(world);
  EXPECT_EQ(nodelay(last_accepted()), 1);
  EXPECT_EQ(nodelay(last_connected()), 1);
}

TEST(closing, a_flood_takes_a_bounded_part_of_it) {
  network world;
  const connection made = tcp_connection(world);
  for (int rounds = 0; rounds < 5; ++rounds) {
    fill(*made.client);
    news(world, at_once);
  }
  const tally recvs(call::recv);
  made.server->close();
  EXPECT_GT(recvs.count(), 1);
  EXPECT_LE(recvs.count(), 16);
}

TEST(closing, after_the_end_of_the_stream_asks_for_nothing_more) {
  network world;
  const connection made = tcp_connection(world);
  made.client->close();
  EXPECT_EQ(read_to_end(world, *made.server).last, io_result::end_of_stream());
  const tally recvs(call::recv);
  made.server->close();
  EXPECT_EQ(recvs.count(), 0);
}

TEST(closing, ends_the_news_of_a_descriptor_that_lives_on_in_a_copy) {
  network world;
  const connection made = tcp_connection(world);
  const int copy = dup(last_accepted());
  made.server->watch(channel, readiness::read);
  news(world, at_once);
  made.server->close();
  made.client->send("for nobody");
  for (int waits = 0; waits < 3; ++waits) EXPECT_THAT(news(world, at_once), IsEmpty());
  ::close(copy);
}

TEST(a_descriptor, that_was_closed_behind_the_stream_is_a_disconnect) {
  network world;
  const connection made = tcp_connection(world);
  ::close(last_accepted());
  made.server->watch(channel, readiness::read);
  EXPECT_THAT(news(world), ElementsAre(event(channel, readiness::read)));
  char buffer[8];
  EXPECT_EQ(made.server->recv(buffer).what(), io_result::kind::disconnected);
}

}  // namespace

}  // namespace asynchat::sockets
