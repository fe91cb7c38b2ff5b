#include <gmock/gmock.h>
#include <stdexcept>
#include <tuple>

#include "callback_scene.h"
#include "in_a_world.h"

namespace asynchat::parity {

namespace {

using support::event_log;

/// A test of one callback in one world.
class callback_parity : public in_a_world, public testing::WithParamInterface<std::tuple<world_kind, callback>> {
 protected:
  void SetUp() override { enter(std::get<world_kind>(GetParam())); }

  /// In that callback of a new channel, does `act` once, and forgets what was logged so far.
  void stage(std::function<void()> act) {
    scene_ = std::make_unique<callback_scene>(here(), std::get<callback>(GetParam()), [this, act] {
      if (std::exchange(acted_, true)) return;
      in_connect_ = scene_->in_connect;
      log().take();
      act();
    });
  }
  void TearDown() override {
    scene_.reset();
    in_a_world::TearDown();
  }
  /// Runs up to the act, and on until nothing more can come; returns what was logged after the act.
  std::string play(std::string* left_the_loop = nullptr) {
    try {
      run_until(channels(), [this] { return acted_; });
      linger(channels());
    } catch (const std::runtime_error& error) {
      if (left_the_loop == nullptr) throw;
      *left_the_loop = error.what();
    }
    return log().take();
  }

  /// Nothing protects the loop from what the callback throws: what should have done so is the one that throws, or it
  /// was called by a connect() that the application made.
  bool is_unprotected() const {
    const callback which = std::get<callback>(GetParam());
    return which == callback::handle_close || which == callback::handle_error || in_connect_;
  }

  loop& channels() { return scene_->channels; }
  event_log& log() { return scene_->log; }
  std::unique_ptr<dispatcher>& owned() { return scene_->owned; }
  const std::string& lines() const { return scene_->lines; }
  int destroyed() const { return scene_->destroyed; }

 private:
  bool acted_ = false;
  bool in_connect_ = false;
  std::unique_ptr<callback_scene> scene_;
};

std::string callback_name(const testing::TestParamInfo<callback_parity::ParamType>& info) {
  return std::string(std::get<world_kind>(info.param).name) + "_" + to_string(std::get<callback>(info.param));
}

INSTANTIATE_TEST_SUITE_P(streams, callback_parity,
                         testing::Combine(testing::ValuesIn(all_worlds()), testing::ValuesIn(callbacks_of_a_stream())),
                         callback_name);
INSTANTIATE_TEST_SUITE_P(connections, callback_parity,
                         testing::Combine(testing::ValuesIn(worlds_with_addresses()),
                                          testing::ValuesIn(callbacks_by_address())),
                         callback_name);

TEST_P(callback_parity, that_closes_the_channel_is_its_last) {
  stage([&] { owned()->close(); });
  EXPECT_EQ(play(), "");
  EXPECT_TRUE(owned()->closed());
  EXPECT_FALSE(owned()->connected() || owned()->connecting() || owned()->accepting());
  EXPECT_TRUE(channels().empty());
}

TEST_P(callback_parity, that_closes_twice_and_asks_for_handle_close_is_its_last) {
  stage([&] {
    owned()->close();
    owned()->close();
    owned()->notify_close();
  });
  EXPECT_EQ(play(), "");
}

TEST_P(callback_parity, that_asks_for_handle_close_gets_it_once) {
  stage([&] { owned()->notify_close(); });
  const bool asked_in_handle_close = std::get<callback>(GetParam()) == callback::handle_close;
  EXPECT_EQ(play(), asked_in_handle_close ? "" : "handle_close");
  EXPECT_TRUE(owned()->closed());
}

TEST_P(callback_parity, that_destroys_the_channel_later_is_its_last) {
  stage([&] { channels().destroy_later(std::move(owned())); });
  EXPECT_EQ(play(), "");
  EXPECT_EQ(destroyed(), 1);
  EXPECT_TRUE(channels().empty());
}

TEST_P(callback_parity, that_throws_reaches_handle_error_or_leaves_the_loop) {
  stage([] { support::fail_with("no"); });
  std::string left_the_loop;
  const std::string logged = play(&left_the_loop);
  EXPECT_EQ(left_the_loop, is_unprotected() ? "no" : "");
  EXPECT_EQ(logged, is_unprotected() ? "" : "error(no) handle_close");
  EXPECT_EQ(owned()->closed(), !is_unprotected());
}

TEST_P(callback_parity, that_throws_exit_now_leaves_the_loop_with_the_channel_open) {
  stage([] { throw exit_now(); });
  EXPECT_THROW(play(), exit_now);
  EXPECT_EQ(log().take(), "");
  EXPECT_FALSE(owned()->closed());
  EXPECT_EQ(channels().size(), 1U);
}

TEST_P(callback_parity, that_closes_and_throws_is_logged_and_its_last) {
  stage([&] {
    owned()->close();
    support::fail_with("no");
  });
  std::string left_the_loop;
  EXPECT_EQ(play(&left_the_loop), "");
  EXPECT_EQ(left_the_loop, is_unprotected() ? "no" : "");
  EXPECT_EQ(lines(), is_unprotected() ? "" : "a handler of a closed channel threw: no\n");
  EXPECT_TRUE(channels().empty());
}

}  // namespace

}  // namespace asynchat::parity
