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

/// One send for what a read event brings, also where a callback throws.
struct session::corking {
  explicit corking(session& the_owner) : owner(the_owner) { owner.cork(); }
  ~corking() {
    owner.uncork();
    owner.full_ = !owner.push({});
  }
  corking(const corking&) = delete;
  corking& operator=(const corking&) = delete;
  session& owner;
};

void session::handle_read() {
  const corking corked(*this);
  async_chat::handle_read();
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
