// CPython's Lib/test/test_asyncore.py, DispatcherWithSendTests and BaseTestAPI, by name. README.md has the table.

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/socket.h>
#include <set>

#include "chats.h"
#include "in_a_world.h"
#include "open_sockets.h"

namespace asynchat::parity {

namespace {

using testing::SizeIs;

/// A dispatcher that counts what its handlers are told, and reads what there is.
class counter final : public dispatcher {
 public:
  using dispatcher::dispatcher;

  bool writable() const override { return wants_to_write; }
  void handle_read() override {
    ++reads;
    char buffer[64];
    recv(buffer);
  }
  void handle_write() override {
    ++writes;
    if (throws_in_write) throw std::runtime_error("no write");
  }
  void handle_connect() override { ++connects; }
  void handle_accept() override {
    ++accepts;
    dispatcher::handle_accept();
  }
  void handle_accepted(std::unique_ptr<stream> accepted, const endpoint&) override {
    accepted_streams.push_back(std::move(accepted));
  }
  void handle_close() override {
    ++closes;
    close();
  }
  void handle_error(std::exception_ptr error) override {
    try {
      std::rethrow_exception(error);
    } catch (const std::exception& what) {
      errors.emplace_back(what.what());
    }
    notify_close();
  }

  bool wants_to_write = false;
  bool throws_in_write = false;
  int reads = 0, writes = 0, connects = 0, accepts = 0, closes = 0;
  std::vector<std::unique_ptr<stream>> accepted_streams;
  std::vector<std::string> errors;
};

class DispatcherWithSendTests : public parity_test {};
INSTANTIATE_TEST_SUITE_P(worlds, DispatcherWithSendTests, testing::ValuesIn(all_worlds()), world_name);

TEST_P(DispatcherWithSendTests, send) {
  const std::string data = "Suppose there isn't a 16-ton weight?";
  auto met = here().meet({});
  loop channels(here().net());
  reader one(channels, std::move(met));
  one.push(data);
  one.push(data);
  one.push("\n");
  EXPECT_EQ(here().heard(2 * data.size() + 1), data + data + "\n");
}

class BaseTestAPI : public parity_test {};
INSTANTIATE_TEST_SUITE_P(worlds, BaseTestAPI, testing::ValuesIn(all_worlds()), world_name);

class BaseTestAPI_by_address : public parity_test {};
INSTANTIATE_TEST_SUITE_P(worlds, BaseTestAPI_by_address, testing::ValuesIn(worlds_with_addresses()), world_name);

class BaseTestAPI_of_sockets : public parity_test {};
INSTANTIATE_TEST_SUITE_P(worlds, BaseTestAPI_of_sockets, testing::ValuesIn(crowded_worlds()), world_name);

class BaseTestAPI_of_descriptors : public parity_test {};
INSTANTIATE_TEST_SUITE_P(worlds, BaseTestAPI_of_descriptors, testing::ValuesIn(crowded_kernel_worlds()), world_name);

TEST_P(BaseTestAPI_by_address, handle_connect) {
  const endpoint where = here().address_of({});
  loop channels(here().net());
  counter client(channels);
  ASSERT_FALSE(client.connect(where));
  run_until(channels, [&] { return client.connects > 0; });
  EXPECT_TRUE(client.connected());
}

TEST_P(BaseTestAPI_by_address, handle_accept) {
  const endpoint where = here().free_address({});
  loop channels(here().net());
  counter door(channels);
  ASSERT_FALSE(door.listen(where));
  here().peer_comes_to(door.local());
  run_until(channels, [&] { return door.accepts > 0; });
}

TEST_P(BaseTestAPI_by_address, handle_accepted) {
  const endpoint where = here().free_address({});
  loop channels(here().net());
  counter door(channels);
  ASSERT_FALSE(door.listen(where));
  here().peer_comes_to(door.local());
  run_until(channels, [&] { return !door.accepted_streams.empty(); });
  linger(channels);
  EXPECT_THAT(door.accepted_streams, SizeIs(1));
}

TEST_P(BaseTestAPI, handle_read) {
  auto met = here().meet({.says = {std::string(1024, 'x')}});
  loop channels(here().net());
  counter one(channels, std::move(met));
  run_until(channels, [&] { return one.reads > 0; });
}

TEST_P(BaseTestAPI, handle_write) {
  auto met = here().meet({});
  loop channels(here().net());
  counter one(channels, std::move(met));
  one.wants_to_write = true;
  run_until(channels, [&] { return one.writes > 0; });
}

TEST_P(BaseTestAPI, handle_close) {
  auto met = here().meet({.then = peer::end::closes});
  loop channels(here().net());
  counter one(channels, std::move(met));
  run(channels);
  EXPECT_EQ(one.closes, 1);
  EXPECT_EQ(one.errors.size(), 0U);
}

TEST_P(BaseTestAPI, handle_close_after_conn_broken) {
  auto met = here().meet({.says = {std::string(128, '\0')}, .then = peer::end::resets});
  loop channels(here().net());
  counter one(channels, std::move(met));
  one.wants_to_write = true;
  run(channels);
  EXPECT_EQ(one.closes, 1);
}

TEST_P(BaseTestAPI, handle_error) {
  auto met = here().meet({});
  loop channels(here().net());
  counter one(channels, std::move(met));
  one.wants_to_write = one.throws_in_write = true;
  run(channels);
  EXPECT_EQ(one.errors, std::vector<std::string>{"no write"});
}

TEST_P(BaseTestAPI_by_address, connection_attributes) {
  const endpoint where = here().free_address({});
  loop channels(here().net());
  counter door(channels);
  EXPECT_FALSE(door.connected() || door.accepting());
  ASSERT_FALSE(door.listen(where));
  EXPECT_TRUE(door.accepting());
  EXPECT_FALSE(door.connected());
  here().peer_comes_to(door.local());
  run_until(channels, [&] { return !door.accepted_streams.empty(); });
  EXPECT_TRUE(door.accepting());
  EXPECT_FALSE(door.connected());
  counter one(channels, std::move(door.accepted_streams[0]));
  EXPECT_TRUE(one.connected());
  EXPECT_FALSE(one.accepting() || one.connecting());
  channels.close_all();
  EXPECT_FALSE(door.connected() || door.accepting());
  EXPECT_FALSE(one.connected() || one.accepting());
}

TEST_P(BaseTestAPI_by_address, connection_attributes_of_a_client) {
  const endpoint where = here().address_of({});
  loop channels(here().net());
  counter client(channels);
  EXPECT_FALSE(client.connected() || client.connecting() || client.accepting());
  ASSERT_FALSE(client.connect(where));
  EXPECT_NE(client.connected(), client.connecting());
  run_until(channels, [&] { return client.connected(); });
  EXPECT_FALSE(client.connecting() || client.accepting());
  client.close();
  EXPECT_FALSE(client.connected() || client.connecting() || client.accepting());
}

TEST_P(BaseTestAPI_of_descriptors, create_socket) {
  const std::set<int> before = open_sockets();
  const endpoint where = here().free_address({});
  const listen_result door = here().net().listen(where, {});
  const connect_result client = here().net().connect(door.listening->local());
  door.listening->watch(channel, readiness::read);
  next_news();
  const accept_result server = door.listening->accept();
  const std::set<int> made = sockets_since(before);
  EXPECT_EQ(made.size(), 3U);
  for (const int fd : made) {
    EXPECT_EQ(option_of(fd, SO_TYPE), SOCK_STREAM);
    EXPECT_EQ(option_of(fd, SO_DOMAIN), family_of(where));
    EXPECT_NE(fcntl(fd, F_GETFL) & O_NONBLOCK, 0) << "a call may block";
    EXPECT_NE(fcntl(fd, F_GETFD) & FD_CLOEXEC, 0) << "a child process inherits it";
  }
}

TEST_P(BaseTestAPI_of_sockets, bind) {
  const endpoint where = here().free_address({});
  loop channels(here().net());
  counter first(channels);
  ASSERT_FALSE(first.listen(where));
  counter second(channels);
  EXPECT_EQ(second.listen(first.local()), std::errc::address_in_use);
}

TEST_P(BaseTestAPI_of_descriptors, set_reuse_addr) {
  for (const bool reuse : {false, true}) {
    const std::set<int> before = open_sockets();
    const endpoint where = here().free_address({});
    const listen_result door = here().net().listen(where, {.reuse_address = reuse});
    ASSERT_FALSE(door.error) << door.error.message();
    const std::set<int> made = sockets_since(before);
    ASSERT_EQ(made.size(), 1U);
    EXPECT_EQ(option_of(*made.begin(), SO_REUSEADDR), reuse ? 1 : 0);
  }
}

TEST_P(BaseTestAPI_of_sockets, quick_connect) {
  const endpoint where = here().free_address({});
  loop channels(here().net());
  server<reader> door(channels);
  ASSERT_FALSE(door.listen(where));
  for (int calls = 0; calls < 50; ++calls) {
    connect_result brief = here().net().connect(door.local());
    ASSERT_TRUE(brief.connecting) << brief.error.message();
    brief.connecting->abort();
    channels.poll(at_once);
  }
  const connect_result last = here().net().connect(door.local());
  write(*last.connecting, "still there?\r\n");
  run_until(channels, [&] { return !door.chats.empty() && !door.chats.back()->lines.empty(); });
  run_until(channels, [&] { return door.open_chats() == 1; });
  EXPECT_EQ(door.errors, 0);
}

}  // namespace

}  // namespace asynchat::parity
