#include <asynchat/sim/host.h>

#include <asynchat/transport/check.h>

#include <algorithm>
#include <utility>

#include "../later.h"
#include "core.h"
#include "listening.h"

namespace asynchat::sim {

namespace {

bool is_own_name(std::string_view name) {
  return name == "localhost" || name.starts_with("127.") || name == "::1" || name == "0.0.0.0" || name == "::";
}

bool is_numeric(std::string_view name) {
  return name.find_first_not_of("0123456789.") == std::string_view::npos || name.find(':') != std::string_view::npos;
}

}  // namespace

host::host(std::unique_ptr<impl> inside) : inside_(std::move(inside)) {}
host::~host() = default;

const std::string& host::name() const { return inside_->name; }
const std::string& host::address() const { return inside_->address; }
bool host::up() const { return inside_->up; }
program* host::running() const { return inside_->running.get(); }

void host::run(program_maker make) {
  ASYNCHAT_CHECK(inside_->maker == nullptr && make != nullptr, "a host runs one program");
  inside_->maker = std::move(make);
}

time_point host::now() const { return inside_->core.now; }

connect_result host::connect(const endpoint& where) {
  if (!inside_->up) return {nullptr, false, std::make_error_code(std::errc::network_down)};
  if (where.kind == endpoint::family::unnamed) {
    return {nullptr, false, std::make_error_code(std::errc::address_family_not_supported)};
  }
  world::core& core = inside_->core;
  const std::optional<std::uint16_t> port = inside_->free_port();
  if (!port) return {nullptr, false, std::make_error_code(std::errc::address_not_available)};
  connection& made = core.new_connection();
  made.begin(*inside_, *port, where);
  auto result = std::make_unique<simulated_stream>(made, side::client);
  if (core.observer != nullptr) core.observer->connecting(made.name(side::client), where);
  core.note_wire("connect", made.name(side::client), where.port);
  const bool local = where.kind == endpoint::family::unix_path || is_own_name(where.host);
  if (local) {
    made.name_was_found(*inside_);
  } else if (host::impl* const known = is_numeric(where.host) ? core.find(where.host) : nullptr) {
    made.name_was_found(*known);
  } else if (is_numeric(where.host)) {
    made.request_is_lost();
  } else {
    made.look_name_up();
  }
  return {std::move(result), true, {}};
}

listen_result host::listen(const endpoint& where, const listen_options& options) {
  if (where.kind == endpoint::family::unnamed) {
    return {nullptr, std::make_error_code(std::errc::address_family_not_supported)};
  }
  endpoint chosen = where;
  if (where.kind == endpoint::family::inet) {
    if (!is_own_name(where.host) && inside_->core.find(where.host) != inside_.get()) {
      return {nullptr, std::make_error_code(std::errc::address_not_available)};
    }
    if (chosen.port == 0) {
      const std::optional<std::uint16_t> port = inside_->free_port();
      if (!port) return {nullptr, std::make_error_code(std::errc::address_in_use)};
      chosen.port = *port;
    }
  }
  if (inside_->listener_at(chosen) != nullptr) return {nullptr, std::make_error_code(std::errc::address_in_use)};
  const std::size_t backlog =
      std::min<std::size_t>(static_cast<std::size_t>(std::max(options.backlog, 1)), inside_->options.accept_queue_max);
  return {std::make_unique<simulated_listener>(*inside_, chosen, backlog), {}};
}

void host::wait(std::optional<duration> timeout, std::vector<ready_event>& ready) {
  if (inside_->woken) {
    inside_->woken = false;
    return;
  }
  if (inside_->inside) {
    if (!inside_->collect(ready) && (!timeout || *timeout > duration(0))) inside_->rest(timeout);
    return;
  }
  inside_->core.run_for(*inside_, timeout);
  inside_->woken = false;
  inside_->collect(ready);
}

void host::wake() { inside_->woken = true; }

}  // namespace asynchat::sim
