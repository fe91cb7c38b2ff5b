#include <asynchat/sim/scripted_network.h>

#include <optional>
#include <string_view>
#include <system_error>

#include "world.h"

namespace asynchat::parity {

namespace {

class scripted_world final : public world, private sim::stream_observer {
 public:
  explicit scripted_world(bool connects_at_once) : at_once_(connects_at_once) {}

  std::unique_ptr<stream> meet(peer script) override {
    become(script, {});
    return net_->take_stream();
  }

  network& net() override { return *net_; }
  void peer_acts() override {}
  void peer_listens() override {}
  std::string heard(std::size_t) override { return heard_; }
  bool peer_saw_the_end() override { return ended_; }

  endpoint nowhere() override {
    become({}, {.connect = connecting_ends(std::make_error_code(std::errc::connection_refused)), .hangup_pass = {}});
    return any_address();
  }

  endpoint address_of(peer script) override {
    become(script, {.connect = connecting_ends({}), .hangup_pass = {}});
    return any_address();
  }

  endpoint free_address(peer visitor) override {
    become(visitor, {});
    return any_address();
  }
  void peer_comes_to(const endpoint&) override {}

 private:
  static endpoint any_address() { return endpoint::inet("127.0.0.1", 1); }

  sim::connect_script connecting_ends(std::error_code outcome) const {
    if (at_once_) return {.immediate = outcome, .in_progress = false, .outcome = outcome, .ready_pass = 0};
    return {.immediate = {}, .in_progress = true, .outcome = outcome, .ready_pass = 1};
  }

  void become(const peer& script, sim::script around) {
    for (const std::string& piece : script.says) {
      plan_.recv.emplace_back(sim::deliver{piece.size()});
      bytes_ += piece;
    }
    switch (script.then) {
      case peer::end::stays:
        plan_.end = sim::ending::open;
        break;
      case peer::end::ends:
      case peer::end::closes:
        plan_.end = sim::ending::eof;
        break;
      case peer::end::resets:
        plan_.end = sim::ending::reset;
        around.hangup_pass = 0;
        plan_.send_after = sim::fail{std::make_error_code(std::errc::broken_pipe)};
        break;
    }
    if (!script.listens) plan_.send = {sim::accept{1000}, sim::block{}};
    sim::stream_observer* const listening = this;
    net_.emplace(bytes_, plan_, listening, around);
  }

  void sent(std::string_view accepted) override { heard_ += accepted; }
  void send_shut_down() override { ended_ = true; }
  void closed() override { ended_ = true; }

  const bool at_once_;
  std::string bytes_;
  sim::plan plan_;
  std::string heard_;
  bool ended_ = false;
  std::optional<sim::scripted_network> net_;
};

}  // namespace

std::unique_ptr<world> make_scripted_world() { return std::make_unique<scripted_world>(false); }
std::unique_ptr<world> make_scripted_world_at_once() { return std::make_unique<scripted_world>(true); }

}  // namespace asynchat::parity
