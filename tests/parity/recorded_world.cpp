#include <asynchat/sockets/network.h>
#include <asynchat/traces/recording_network.h>
#include <asynchat/traces/trace_writer.h>

#include <sstream>

#include "both_ends.h"

namespace asynchat::parity {

namespace {

/// A writer allows no event that a trace may not have at that place.
class checked_recording : private traces::event_sink {
 protected:
  sockets::network sockets_;

 private:
  void take(const traces::trace_event& event) override {
    writer_.write(event);
    text_.str({});
  }
  std::ostringstream text_;
  traces::trace_writer writer_{text_, {}};
  traces::trace_recorder recorder_{sockets_, *this};

 protected:
  traces::recording_network recorded_{sockets_, recorder_};
};

class recorded_world final : private checked_recording, public addressed_world {
 public:
  recorded_world() : addressed_world(recorded_) {}

  /// A port at which nobody listens any more.
  endpoint nowhere() override {
    const listen_result left = recorded_.listen(fresh_address(), {});
    return left.listening->local();
  }

 private:
  endpoint fresh_address() override { return endpoint::inet("127.0.0.1", 0); }
};

}  // namespace

std::unique_ptr<world> make_recorded_world() { return std::make_unique<recorded_world>(); }

}  // namespace asynchat::parity
