#pragma once

#include "world.h"

#include <asynchat/engine/loop.h>
#include <asynchat/transport/network.h>

#include <gtest/gtest.h>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace asynchat::parity {

constexpr registration channel{7, 1};
constexpr registration next_channel{7, 2};
constexpr duration at_once{0};

inline ready_event event(registration who, readiness what) { return {who, what}; }

/// How long a test waits for what must come. It never waits that long for what must not.
constexpr duration patience = std::chrono::seconds(10);
constexpr int empty_waits_max = 20;
constexpr int passes_max = 100'000;

/// Descriptors of this process that are open.
std::size_t open_descriptors();

/// A test in one world; it fails when descriptors are left open.
class in_a_world : public testing::Test {
 protected:
  /// For SetUp. Skips the test where the machine does not have that world.
  void enter(const world_kind& kind);
  void TearDown() override;

  world& here() { return *world_; }
  /// Leaves the world for a new one of its kind. Nothing of the old one may be open.
  void start_anew();

  /// The peer's next step; then what is ready.
  std::vector<ready_event> news(duration limit = patience);
  /// The same until something is ready.
  std::vector<ready_event> next_news();

  struct input {
    std::string bytes;
    io_result last = io_result::would_block();
  };
  /// Reads `count` bytes, or up to the end where there are fewer, with recvs of at most `piece` bytes.
  input read(stream& from, std::size_t count = std::string::npos, std::size_t piece = 4096);

  /// Sends all of it; the peer listens once nothing more fits. Returns how many sends did not take all they were given.
  std::size_t write(stream& to, std::string_view bytes);

  /// Connects and waits for the outcome. `made` is null where there is an error.
  struct outcome {
    std::unique_ptr<stream> made;
    std::error_code error;
  };
  outcome connect(const endpoint& where);

  /// A listener at which the peer asks to be accepted.
  std::unique_ptr<listener> invite(peer script);

  /// Makes passes, the peer making a step before each, until `done`; fails when it does not come to that.
  void run_until(loop& channels, const std::function<bool()>& done);
  /// Until every channel is closed.
  void run(loop& channels);
  /// Some passes that wait for nothing: what must not come had its chance.
  void linger(loop& channels);

 private:
  std::optional<world_kind> kind_;
  std::unique_ptr<world> world_;
  std::size_t descriptors_before_ = 0;
};

class parity_test : public in_a_world, public testing::WithParamInterface<world_kind> {
 protected:
  void SetUp() override { enter(GetParam()); }
};

}  // namespace asynchat::parity
