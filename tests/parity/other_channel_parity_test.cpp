#include <gmock/gmock.h>
#include <tuple>

#include "callback_scene.h"
#include "in_a_world.h"

namespace asynchat::parity {

namespace {

using support::event_log;
using support::recorded_chat;

/// What a callback of one channel does to another that is just as ready. It needs two connections.
class other_channel_parity : public in_a_world, public testing::WithParamInterface<std::tuple<world_kind, callback>> {
 protected:
  void SetUp() override { enter(std::get<world_kind>(GetParam())); }

  /// Runs one channel up to the callback, in which `act` is called with the other; what the other logged afterwards.
  std::string play(const std::function<void(loop&, std::unique_ptr<recorded_chat>&)>& act) {
    const callback which = std::get<callback>(GetParam());
    auto met = here().meet(peer_for(which));
    stream_pair ends = here().pair();
    ends.second->send("for the other");
    loop channels(here().net());
    channels.set_log_sink(nullptr);
    event_log of_the_one;
    event_log of_the_other;
    recorded_chat one(channels, std::move(met), of_the_one);
    auto other = std::make_unique<recorded_chat>(channels, std::move(ends.first), of_the_other);
    other->push("and from it");
    other->close_when_done();
    other->stay_open = true;
    bool acted = false;
    attach(one, which, [&] {
      if (std::exchange(acted, true)) return;
      act(channels, other);
      of_the_other.take();
    });
    run_until(channels, [&] { return acted; });
    linger(channels);
    return of_the_other.take();
  }
};

std::string parameter_name(const testing::TestParamInfo<other_channel_parity::ParamType>& info) {
  return std::string(std::get<world_kind>(info.param).name) + "_" + to_string(std::get<callback>(info.param));
}

INSTANTIATE_TEST_SUITE_P(streams, other_channel_parity,
                         testing::Combine(testing::ValuesIn(worlds_of_sockets()),
                                          testing::ValuesIn(callbacks_of_a_stream())),
                         parameter_name);

TEST_P(other_channel_parity, closed_in_a_callback_hears_nothing_more) {
  EXPECT_EQ(play([](loop&, auto& other) { other->close(); }), "");
}

TEST_P(other_channel_parity, destroyed_in_a_callback_hears_nothing_more) {
  EXPECT_EQ(play([](loop&, auto& other) { other.reset(); }), "");
}

TEST_P(other_channel_parity, destroyed_later_from_a_callback_hears_nothing_more) {
  EXPECT_EQ(play([](loop& channels, auto& other) { channels.destroy_later(std::move(other)); }), "");
}

TEST_P(other_channel_parity, closed_with_all_in_a_callback_hears_nothing_more) {
  EXPECT_EQ(play([](loop& channels, auto&) { channels.close_all(); }), "");
}

}  // namespace

}  // namespace asynchat::parity
