#include <gmock/gmock.h>
#include <malloc.h>
#include <sys/resource.h>
#include <algorithm>
#include <iostream>

#include "chats.h"
#include "in_a_world.h"
#include "sanitizer.h"

namespace asynchat::parity {

namespace {

using testing::ElementsAre;

/// The smallest chat there is: what it costs is what async_chat costs.
class idle_chat final : public async_chat {
 public:
  using async_chat::async_chat;
  void collect_incoming_data(std::string_view) override {}
  void found_terminator() override {}
};

/// Connections that never speak.
class idle_parity : public parity_test {
 protected:
  /// Of 2,000 as many as this process has descriptors for, which are two each.
  static std::size_t connections() {
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    const std::size_t affordable = (limit.rlim_cur - open_descriptors() - 64) / 2;
    return std::min<std::size_t>(2000, affordable);
  }
};

INSTANTIATE_TEST_SUITE_P(worlds, idle_parity, testing::ValuesIn(crowded_worlds()), world_name);

TEST_P(idle_parity, connections_that_never_speak_leave_the_server_to_the_others) {
  const std::size_t crowd = connections();
  RecordProperty("connections", static_cast<int>(crowd));
  const endpoint where = here().free_address({});
  loop channels(here().net());
  server<> door(channels);
  ASSERT_FALSE(door.listen(where, {.backlog = 64}));
  std::vector<std::unique_ptr<stream>> silent;
  while (silent.size() < crowd) {
    silent.push_back(here().net().connect(door.local()).connecting);
    ASSERT_NE(silent.back(), nullptr);
    run_until(channels, [&] { return door.chats.size() == silent.size(); });
  }
  reader client(channels);
  ASSERT_FALSE(client.connect(door.local()));
  client.push("serve me\r\n");
  run_until(channels, [&] { return !client.lines.empty(); });
  EXPECT_THAT(client.lines, ElementsAre("serve me"));
  EXPECT_EQ(door.open_chats(), crowd + 1);
  silent.clear();
  client.close();
  run_until(channels, [&] { return door.open_chats() == 0; });
}

/// What a connection costs beside what the kernel keeps of it; a simulated one has nothing beside it.
class idle_cost_parity : public idle_parity {};
INSTANTIATE_TEST_SUITE_P(worlds, idle_cost_parity, testing::ValuesIn(crowded_kernel_worlds()), world_name);

TEST_P(idle_cost_parity, a_connection_costs_at_most_320_bytes) {
  if (under_a_sanitizer) GTEST_SKIP() << "a sanitizer's malloc does not count";
  constexpr int crowd = 512;
  constexpr std::size_t bytes_max = 320;
  const listen_options all_may_wait{.backlog = crowd};
  const listen_result door = here().net().listen(here().free_address({}), all_may_wait);
  ASSERT_FALSE(door.error) << door.error.message();
  loop channels(here().net());
  std::vector<std::unique_ptr<stream>> silent;
  while (silent.size() < std::size_t{crowd}) {
    outcome call = connect(door.listening->local());
    ASSERT_NE(call.made, nullptr) << call.error.message();
    silent.push_back(std::move(call.made));
  }
  std::vector<std::unique_ptr<idle_chat>> chats;
  chats.reserve(crowd);
  // In one go, since what malloc keeps at hand for the next call counts as allocated all the time.
  const std::size_t before = mallinfo2().uordblks;
  while (chats.size() < std::size_t{crowd}) {
    accept_result one = door.listening->accept();
    ASSERT_NE(one.accepted, nullptr) << chats.size();
    chats.push_back(std::make_unique<idle_chat>(channels, std::move(one.accepted)));
    chats.back()->set_terminator("\r\n");
    channels.poll(at_once);
  }
  const std::size_t bytes_each = (mallinfo2().uordblks - before) / crowd;
  std::cout << bytes_each << " bytes per idle connection in user space\n";
  RecordProperty("bytes_per_idle_connection", static_cast<int>(bytes_each));
  EXPECT_LE(bytes_each, bytes_max);
}

}  // namespace

}  // namespace asynchat::parity
