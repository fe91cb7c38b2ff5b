#include "host_impl.h"

#include <asynchat/sim/inside.h>
#include <asynchat/transport/check.h>

#include <algorithm>
#include <chrono>

#include "../later.h"
#include "core.h"
#include "listening.h"

namespace asynchat::sim {

namespace {

std::string address_of(std::uint32_t number) {
  const std::uint32_t place = number + 1;
  return "10." + std::to_string(place >> 16 & 255) + '.' + std::to_string(place >> 8 & 255) + '.' +
         std::to_string(place & 255);
}

}  // namespace

/// While it lives, the host's program runs.
struct host::impl::at_work {
  explicit at_work(impl& the_home) : home(the_home), scope(the_home.name) { home.inside = true; }
  ~at_work() { home.inside = false; }
  impl& home;
  inside_simulation_scope scope;
};

host::impl::impl(world::core& the_world, std::uint32_t the_number, std::string the_name,
                 const host_options& the_options)
    : core(the_world),
      number(the_number),
      name(std::move(the_name)),
      address(address_of(the_number)),
      options(the_options) {}

bool host::impl::collect(std::vector<ready_event>& into) {
  if (candidates_.empty()) return false;
  std::uint32_t kept = 0;
  for (source* one : candidates_) {
    if (one == nullptr) continue;
    const readiness what = one->news();
    if (what == readiness::none) {
      one->listed_ = false;
      continue;
    }
    into.push_back({one->who_, what});
    one->place_ = kept;
    candidates_[kept++] = one;
  }
  candidates_.resize(kept);
  if (kept >= 2 && into.size() == kept) {
    core.faults.count(world_fault::ready_order, core.decisions->order(number, choices++, options, into));
  }
  return kept > 0;
}

bool host::impl::has_news() const {
  return std::any_of(candidates_.begin(), candidates_.end(), [](const source* one) { return one != nullptr; });
}

void host::impl::list(source& one) {
  one.listed_ = true;
  one.place_ = static_cast<std::uint32_t>(candidates_.size());
  candidates_.push_back(&one);
  if (!inside) core.make_runnable(*this);
}

void host::impl::unlist(source& one) {
  one.listed_ = false;
  candidates_[one.place_] = nullptr;
}

void host::impl::make_passes() {
  runnable = false;
  if (running == nullptr) return;
  if (busy_until_ > core.now) return ask_for_wake(busy_until_);
  const at_work scope(*this);
  do {
    rests_ = false;
    ++core.passes;
    running->pass();
    if (options.pass_time > duration(0)) core.faults.count(world_fault::slow_host, !rests_);
    if (rests_) break;
    if (const duration takes = std::max(options.pass_time, time_of_pass()); takes > duration(0)) {
      busy_until_ = later(core.now, takes);
      ask_for_wake(busy_until_);
      break;
    }
  } while (core.passes + core.events < core.limits.events_max && !core.stop_asked);
}

duration host::impl::time_of_pass() {
  constexpr std::uint32_t passes_at_once_max = 10'000;
  constexpr duration time_of_so_many = std::chrono::milliseconds(10);
  if (last_pass_ != core.now) passes_at_once_ = 0;
  last_pass_ = core.now;
  return ++passes_at_once_ < passes_at_once_max ? duration(0) : time_of_so_many;
}

void host::impl::rest(std::optional<duration> timeout) {
  rests_ = true;
  if (timeout) ask_for_wake(later(core.now, *timeout));
}

void host::impl::ask_for_wake(time_point when) {
  if (next_wake_ && *next_wake_ <= when) return;
  next_wake_ = when;
  core.add(when, {happening::kind::host_wakes, side::client, number, 0});
}

void host::impl::wake_came() {
  if (!next_wake_ || *next_wake_ > core.now) return;  // an earlier one was asked for since, and has come
  next_wake_.reset();
  if (running == nullptr) return;
  if (busy_until_ <= core.now) {
    ++core.events;
    core.note("timer", number, 0);
  }
  core.make_runnable(*this);
}

void host::impl::be_busy_until(time_point end) {
  busy_until_ = end;
  core.make_runnable(*this);
}

void host::impl::start() {
  up = true;
  powered = true;
  if (maker == nullptr) return;
  started = true;
  {
    const at_work scope(*this);
    running = maker(*self);
  }
  core.make_runnable(*this);
}

void host::impl::stop() {
  up = false;
  {
    const inside_simulation_scope scope(name);
    running.reset();
  }
  for (source* one : candidates_) {
    if (one != nullptr) one->listed_ = false;
  }
  candidates_.clear();
  busy_until_ = {};
}

std::optional<std::uint16_t> host::impl::free_port() {
  for (int left = 65536 - first_free_port; left > 0; --left) {
    const std::uint16_t port = next_port_;
    next_port_ = port == 65535 ? first_free_port : static_cast<std::uint16_t>(port + 1);
    if (connects_by_port.count(port) == 0 && listener_at(endpoint::inet({}, port)) == nullptr) return port;
  }
  return std::nullopt;
}

listening* host::impl::listener_at(const endpoint& where) const {
  const auto found = listeners.find(listening_key(where));
  return found == listeners.end() ? nullptr : found->second;
}

std::string listening_key(const endpoint& where) {
  if (where.kind == endpoint::family::unix_path) return "unix:" + where.host;
  return std::to_string(where.port);
}

}  // namespace asynchat::sim
