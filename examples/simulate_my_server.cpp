// A server of one's own in a simulated network: all that TCP may do to it and its clients, for a thousand seeds.
#include <asynchat/engine/async_chat.h>
#include <asynchat/properties/gtest/simulation.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace asynchat;
using namespace asynchat::properties::simulation;

/// Greets each name that it is told.
struct greeter : async_chat {
  greeter(loop& owner, std::unique_ptr<stream> accepted) : async_chat(owner, std::move(accepted)) {
    set_terminator("\r\n");
    set_half_close(true);
  }
  void collect_incoming_data(std::string_view data) override { name += data; }
  void found_terminator() override { push("Hello " + std::exchange(name, {}) + ", how are you?\r\n"); }
  std::string name;
};

const std::vector<exchange> two_names{{"Ann\r\n", "Hello Ann, how are you?\r\n"},
                                      {"Bartholomew\r\n", "Hello Bartholomew, how are you?\r\n"}};

TEST(greeter, greets_everyone_whatever_the_network_does) {
  EXPECT_SIMULATION_HOLDS(serve<greeter>(two_names), seeds(0, 999));
}

/// The same, but what the network does not take at once is never sent.
struct hasty_greeter : greeter {
  using greeter::greeter;
  void found_terminator() override { send("Hello " + std::exchange(name, {}) + ", how are you?\r\n"); }
};

TEST(hasty_greeter, greets_everyone_whatever_the_network_does) {
  EXPECT_SIMULATION_HOLDS(serve<hasty_greeter>(two_names), seeds(0, 999));
}
