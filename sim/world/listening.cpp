#include "listening.h"

#include <memory>
#include <utility>

#include "core.h"

namespace asynchat::sim {

listening::listening(host::impl& home, endpoint where, std::size_t backlog)
    : where_(std::move(where)), backlog_(backlog) {
  place_at(home);
  home.listeners.emplace(listening_key(where_), this);
}

listening::~listening() { close(); }

void listening::arrived(connection& one) {
  waiting_.push_back(&one);
  one.waiting_at = this;
  changed();
}

accept_result listening::accept() {
  if (waiting_.empty()) return {};
  host::impl& home = *at();
  if (home.options.accept_error.millionths > 0) {
    const bool fails = home.core.decisions->accept_fails(home.number, ++home.accepts, home.options);
    home.core.faults.count(world_fault::accept_error, fails);
    if (fails) return {nullptr, std::make_error_code(std::errc::too_many_files_open)};
  }
  connection& one = *waiting_.front();
  waiting_.pop_front();
  one.waiting_at = nullptr;
  home.core.note_wire("accept", one.name(side::server), 0);
  return {std::make_unique<simulated_stream>(one, side::server), {}};
}

void listening::close() {
  if (!open_) return;
  open_ = false;
  unwatch();
  at()->listeners.erase(listening_key(where_));
  for (connection* one : std::exchange(waiting_, {})) {
    one->waiting_at = nullptr;
    one->abort(side::server);
  }
}

}  // namespace asynchat::sim
