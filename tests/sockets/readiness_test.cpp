#include <asynchat/sockets/network.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "vocabulary.h"

namespace asynchat::sockets {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(readiness, of_a_closed_stream_never_reaches_the_one_that_took_its_descriptor) {
  network world;
  auto [old, old_peer] = socketpair(world);
  old_peer->send("for the old one");
  old->watch(channel, readiness::read);
  EXPECT_THAT(news(world), ElementsAre(event(channel, readiness::read)));
  old->close();
  auto [fresh, fresh_peer] = socketpair(world);
  fresh->watch(next_channel, readiness::read);
  EXPECT_THAT(news(world, at_once), IsEmpty());
  fresh_peer->send("for the new one");
  EXPECT_THAT(next_news(world), ElementsAre(event(next_channel, readiness::read)));
}

TEST(readiness, of_a_half_closed_peer_is_no_hangup_and_of_a_closed_one_is) {
  network world;
  auto [mine, theirs] = socketpair(world);
  mine->watch(channel, readiness::none);
  theirs->shutdown_send();
  EXPECT_THAT(news(world, at_once), IsEmpty());
  theirs->close();
  EXPECT_THAT(next_news(world), ElementsAre(event(channel, readiness::hangup)));
}

TEST(readiness, of_a_dead_stream_is_no_hangup_while_bytes_are_unread) {
  network world;
  auto [mine, theirs] = socketpair(world);
  theirs->send("ab");
  theirs->close();
  mine->watch(channel, readiness::none);
  for (int waits = 0; waits < 5; ++waits) EXPECT_THAT(news(world, at_once), IsEmpty());
  mine->watch(channel, readiness::read);
  EXPECT_THAT(news(world), ElementsAre(event(channel, readiness::read)));
  char buffer[8];
  EXPECT_EQ(mine->recv(buffer), io_result::transferred(2));
  mine->watch(channel, readiness::none);
  EXPECT_THAT(news(world), ElementsAre(event(channel, readiness::hangup)));
}

TEST(readiness, to_write_comes_with_the_hangup_of_a_dead_stream) {
  network world;
  auto [mine, theirs] = socketpair(world);
  theirs->close();
  mine->watch(channel, readiness::write);
  EXPECT_THAT(next_news(world), ElementsAre(event(channel, readiness::write | readiness::hangup)));
}

TEST(readiness, of_a_reset_stream_is_reported_again_until_it_is_closed) {
  network world;
  auto [mine, theirs] = socketpair(world);
  mine->send("unread");
  mine->watch(channel, readiness::read);
  theirs->abort();
  EXPECT_THAT(news(world), ElementsAre(event(channel, readiness::read)));
  EXPECT_THAT(news(world), ElementsAre(event(channel, readiness::read)));
  mine->close();
  EXPECT_THAT(news(world, at_once), IsEmpty());
}

TEST(readiness, of_a_dead_stream_is_a_hangup_as_soon_as_its_bytes_were_read_unasked) {
  network world;
  auto [mine, theirs] = socketpair(world);
  theirs->send("ab");
  theirs->close();
  mine->watch(channel, readiness::none);
  EXPECT_THAT(news(world, at_once), IsEmpty());
  char buffer[8];
  EXPECT_EQ(mine->recv(buffer), io_result::transferred(2));
  EXPECT_THAT(next_news(world), ElementsAre(event(channel, readiness::hangup)));
}

TEST(readiness, of_a_dead_stream_that_nobody_watches_is_not_told_and_not_waited_for) {
  network world;
  auto [mine, theirs] = socketpair(world);
  mine->watch(channel, readiness::read);
  news(world, at_once);
  mine->unwatch();
  theirs->close();
  const time_point end = world.now() + std::chrono::milliseconds(20);
  int waits = 0;
  for (; world.now() < end; ++waits) EXPECT_THAT(news(world, end - world.now()), IsEmpty());
  EXPECT_LE(waits, 10);
}

/// A TCP socket that is no stream of the network's, since none of those sends urgent data.
class raw_caller {
 public:
  explicit raw_caller(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
  }
  raw_caller(const raw_caller&) = delete;
  raw_caller& operator=(const raw_caller&) = delete;
  ~raw_caller() { reset_connection(); }

  void send_urgent(char byte) const { EXPECT_EQ(::send(fd_, &byte, 1, MSG_OOB), 1); }
  void reset_connection() {
    const linger at_once{1, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
    ::close(std::exchange(fd_, -1));
  }

 private:
  int fd_;
};

TEST(readiness, of_a_stream_of_which_nothing_is_wanted_is_not_kept_awake_by_urgent_data) {
  network world;
  const listen_result door = world.listen(endpoint::inet("127.0.0.1", 0), {});
  raw_caller caller(door.listening->local().port);
  const auto mine = door.listening->accept().accepted;
  ASSERT_NE(mine, nullptr);
  mine->watch(channel, readiness::none);
  caller.send_urgent('!');
  const time_point end = world.now() + std::chrono::milliseconds(20);
  int waits = 0;
  while (world.now() < end) {
    EXPECT_THAT(news(world, end - world.now()), IsEmpty());
    ++waits;
  }
  EXPECT_LE(waits, 10);
  caller.reset_connection();
  EXPECT_THAT(next_news(world), ElementsAre(event(channel, readiness::hangup)));
}

/// Room for many descriptors while it lives, if the machine grants it.
class many_descriptors {
 public:
  explicit many_descriptors(rlim_t count) {
    getrlimit(RLIMIT_NOFILE, &before_);
    rlimit more = before_;
    more.rlim_cur = count;
    granted_ = before_.rlim_cur >= count || setrlimit(RLIMIT_NOFILE, &more) == 0;
  }
  many_descriptors(const many_descriptors&) = delete;
  many_descriptors& operator=(const many_descriptors&) = delete;
  ~many_descriptors() { setrlimit(RLIMIT_NOFILE, &before_); }

  bool granted() const { return granted_; }

 private:
  rlimit before_{};
  bool granted_ = false;
};

TEST(readiness, of_more_streams_than_one_wait_reports_is_reported_by_the_next_waits) {
  constexpr std::uint32_t pairs = 600;
  const many_descriptors room(rlim_t{3} * pairs);
  if (!room.granted()) GTEST_SKIP() << "this machine grants too few descriptors";
  network world;
  std::vector<std::unique_ptr<stream>> streams;
  for (std::uint32_t slot = 0; slot < pairs; ++slot) {
    auto [mine, theirs] = socketpair(world);
    mine->watch({slot, 1}, readiness::write);
    streams.push_back(std::move(mine));
    streams.push_back(std::move(theirs));
  }
  std::map<std::uint32_t, int> reports;
  for (int waits = 0; waits < 3; ++waits) {
    std::map<std::uint32_t, int> in_this_wait;
    for (const ready_event& one : news(world)) ++in_this_wait[one.who.slot];
    for (const auto& [slot, count] : in_this_wait) {
      EXPECT_EQ(count, 1) << slot;
      ++reports[slot];
    }
  }
  EXPECT_EQ(reports.size(), pairs);
}

}  // namespace

}  // namespace asynchat::sockets
