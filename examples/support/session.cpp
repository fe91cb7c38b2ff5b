#include "session.h"

#include <utility>

namespace asynchat::examples {

/// Output without bytes: its turn comes when all that was queued before it has been sent.
struct session::farewell final : producer {
  explicit farewell(session& the_owner) : owner(the_owner) {}
  std::string more() override {
    owner.transport()->shutdown_send();
    return {};
  }
  session& owner;
};

session::session(asynchat::loop& loop, std::unique_ptr<stream> accepted) : async_chat(loop, std::move(accepted)) {
  set_half_close(true);
  set_output_limit(output_high, output_low);
}

void session::handle_read() {
  cork();
  async_chat::handle_read();
  uncork();
  full_ = !push({});
}

void session::handle_drain() {
  full_ = false;
  touch();
}

void session::finish() {
  if (std::exchange(finished_, true)) return;
  set_frame_limit(0);
  set_terminator(no_terminator{});
  push_with_producer(std::make_unique<farewell>(*this));
}

}  // namespace asynchat::examples
