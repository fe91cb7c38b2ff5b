#include <gmock/gmock.h>
#include <algorithm>

#include "chats.h"
#include "in_a_world.h"
#include "no_descriptors_left.h"
#include "sanitizer.h"

namespace asynchat::parity {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class accept_parity : public parity_test {};
INSTANTIATE_TEST_SUITE_P(worlds, accept_parity, testing::ValuesIn(worlds_with_addresses()), world_name);

TEST_P(accept_parity, a_listener_is_ready_while_one_waits_and_accepts_it_once) {
  const auto door = invite({.says = {"let me in"}, .then = peer::end::ends});
  door->watch(channel, readiness::read);
  EXPECT_THAT(news(), ElementsAre(event(channel, readiness::read)));
  EXPECT_THAT(news(), ElementsAre(event(channel, readiness::read)));
  const accept_result first = door->accept();
  ASSERT_TRUE(first.accepted) << first.error.message();
  const accept_result second = door->accept();
  EXPECT_FALSE(second.accepted);
  EXPECT_FALSE(second.error);
  EXPECT_THAT(news(at_once), IsEmpty());
  EXPECT_EQ(read(*first.accepted).bytes, "let me in");
}

TEST_P(accept_parity, a_closed_listener_is_silent_and_accepts_nobody) {
  const auto door = invite({});
  door->watch(channel, readiness::read);
  door->close();
  door->close();
  EXPECT_THAT(news(at_once), IsEmpty());
  const accept_result result = door->accept();
  EXPECT_FALSE(result.accepted);
  EXPECT_FALSE(result.error);
}

TEST_P(accept_parity, an_unwatched_listener_is_silent_and_keeps_who_waits) {
  const auto door = invite({});
  door->watch(channel, readiness::read);
  EXPECT_THAT(news(), ElementsAre(event(channel, readiness::read)));
  door->unwatch();
  EXPECT_THAT(news(at_once), IsEmpty());
  EXPECT_TRUE(door->accept().accepted);
}

TEST_P(accept_parity, a_server_talks_to_who_comes) {
  const endpoint where = here().free_address({.says = {"he", "llo\r\n", "quit\r\n"}});
  loop channels(here().net());
  server<> door(channels);
  ASSERT_FALSE(door.listen(where));
  here().peer_comes_to(door.local());
  run_until(channels, [&] { return door.chats.size() == 1 && door.open_chats() == 0; });
  EXPECT_EQ(here().heard(7), "hello\r\n");
  EXPECT_TRUE(door.accepting());
}

/// A server, and clients by the dozen in the same loop.
class crowd_parity : public parity_test {
 protected:
  void SetUp() override {
    parity_test::SetUp();
    if (IsSkipped()) return;
    where_ = here().free_address({});
    channels_ = std::make_unique<loop>(here().net());
    channels_->set_log_sink(nullptr);
    door_ = std::make_unique<server<>>(*channels_);
  }
  void TearDown() override {
    clients_.clear();
    door_.reset();
    channels_.reset();
    parity_test::TearDown();
  }

  void open(int backlog) {
    const listen_options options{.backlog = backlog};
    const std::error_code error = door_->listen(where_, options);
    EXPECT_FALSE(error) << error.message();
    where_ = door_->local();
  }
  /// False when the caller is to try again, since the queue is full.
  bool one_calls() {
    auto client = std::make_unique<reader>(*channels_);
    const std::error_code error = client->connect(where_);
    if (error == std::errc::resource_unavailable_try_again) return false;
    EXPECT_FALSE(error) << error.message();
    client->push("I am " + std::to_string(clients_.size()) + "\r\n");
    clients_.push_back(std::move(client));
    return true;
  }
  bool all_answered() const {
    return std::all_of(clients_.begin(), clients_.end(), [](const auto& client) { return !client->lines.empty(); });
  }
  void expect_each_its_own_answer() const {
    for (std::size_t number = 0; number < clients_.size(); ++number) {
      EXPECT_THAT(clients_[number]->lines, ElementsAre("I am " + std::to_string(number)));
    }
  }

  endpoint where_;
  std::unique_ptr<loop> channels_;
  std::unique_ptr<server<>> door_;
  std::vector<std::unique_ptr<reader>> clients_;
};
INSTANTIATE_TEST_SUITE_P(worlds, crowd_parity, testing::ValuesIn(crowded_worlds()), world_name);

TEST_P(crowd_parity, that_calls_in_one_go_is_accepted_and_answered_one_and_all) {
  open(256);
  for (int calls = 0; calls < 200; ++calls) EXPECT_TRUE(one_calls());
  run_until(*channels_, [&] { return all_answered(); });
  EXPECT_EQ(door_->chats.size(), 200U);
  expect_each_its_own_answer();
}

TEST_P(crowd_parity, that_is_larger_than_the_backlog_comes_in_by_and_by) {
  open(2);
  int calls_left = 8;
  run_until(*channels_, [&] {
    while (calls_left > 0 && one_calls()) --calls_left;
    return calls_left == 0 && all_answered();
  });
  EXPECT_EQ(door_->chats.size(), 8U);
  expect_each_its_own_answer();
}

TEST_P(crowd_parity, of_whom_some_vanish_before_they_are_accepted_leaves_the_others_served) {
  open(256);
  for (int calls = 0; calls < 20; ++calls) {
    one_calls();
    connect_result gone = here().net().connect(where_);
    calls % 2 == 0 ? gone.connecting->abort() : gone.connecting->close();
  }
  run_until(*channels_, [&] { return all_answered() && door_->open_chats() == clients_.size(); });
  expect_each_its_own_answer();
  EXPECT_EQ(door_->errors, 0);
}

TEST_P(crowd_parity, that_waits_when_the_listener_closes_is_turned_away) {
  open(256);
  for (int calls = 0; calls < 5; ++calls) one_calls();
  door_->close();
  run(*channels_);
  EXPECT_THAT(door_->chats, IsEmpty());
  for (const auto& client : clients_) EXPECT_EQ(client->closes, 1);
}

/// Each connection takes one descriptor.
class crowd_of_descriptors_parity : public crowd_parity {};
INSTANTIATE_TEST_SUITE_P(worlds, crowd_of_descriptors_parity, testing::ValuesIn(crowded_kernel_worlds()), world_name);

TEST_P(crowd_of_descriptors_parity, finds_the_server_alive_after_it_ran_out_of_descriptors) {
  if (under_a_sanitizer) GTEST_SKIP() << "a sanitizer needs descriptors for its checks";
  open(256);
  for (int calls = 0; calls < 3; ++calls) one_calls();
  {
    const support::no_descriptors_left shortage;
    run_until(*channels_, [&] { return door_->errors > 0; });
  }
  EXPECT_THAT(door_->chats, IsEmpty());
  ASSERT_TRUE(door_->accepting());
  run_until(*channels_, [&] { return all_answered(); });
  expect_each_its_own_answer();
}

TEST_P(crowd_parity, cannot_be_shared_by_two_listeners) {
  open(1);
  dispatcher second(*channels_);
  EXPECT_EQ(second.listen(where_), std::errc::address_in_use);
  EXPECT_TRUE(second.closed());
  door_->close();
  dispatcher third(*channels_);
  EXPECT_FALSE(third.listen(where_));
}

}  // namespace

}  // namespace asynchat::parity
