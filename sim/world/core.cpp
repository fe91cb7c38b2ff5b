#include "core.h"

#include <asynchat/sim/inside.h>
#include <asynchat/transport/check.h>

#include <algorithm>
#include <utility>

#include "../later.h"

namespace asynchat::sim {

world::core::core(fate& the_decisions, const world_limits& the_limits)
    : decisions(&the_decisions), limits(the_limits) {}

world::core::~core() {
  is_over = true;
  // Programs go first: their streams are closed while all else still stands.
  for (const std::unique_ptr<host>& one : hosts) one->inside().stop();
  for (const std::unique_ptr<connection>& one : connections_) {
    ASYNCHAT_CHECK(one->end(side::client).holder == nullptr && one->end(side::server).holder == nullptr,
                   "a stream does not outlive its world");
  }
}

host& world::core::add_host(std::string name, const host_options& options) {
  ASYNCHAT_CHECK(complaint_about(options).empty(), "host options make sense: see complaint_about()");
  ASYNCHAT_CHECK(find(name) == nullptr, "each host has a name of its own");
  const auto number = static_cast<std::uint32_t>(hosts.size());
  hosts.push_back(std::make_unique<host>(std::make_unique<host::impl>(*this, number, std::move(name), options)));
  host::impl& made = hosts.back()->inside();
  made.self = hosts.back().get();
  names.emplace(made.name, &made);
  names.emplace(made.address, &made);
  return *hosts.back();
}

host::impl* world::core::find(std::string_view name) const {
  const auto found = names.find(name);
  return found == names.end() ? nullptr : found->second;
}

host::impl& world::core::named(std::string_view name) const {
  host::impl* const found = find(name);
  ASYNCHAT_CHECK(found != nullptr, "a fault names hosts of its world");
  return *found;
}

link& world::core::route(const host::impl& from, const host::impl& to) {
  std::unique_ptr<link>& found = links_[{from.number, to.number}];
  if (found == nullptr) {
    found = std::make_unique<link>();
    found->options = usual_link;
  }
  return *found;
}

void world::core::set_links(const link_options& options) {
  usual_link = options;
  for (auto& [ends, each] : links_) {
    if (!each->own_options) each->options = options;
  }
}

std::optional<wire_name> world::core::client_of(const endpoint& client) const {
  const host::impl* const home = find(client.host);
  if (home == nullptr) return std::nullopt;
  const auto found = home->connects_by_port.find(client.port);
  if (found == home->connects_by_port.end()) return std::nullopt;
  return wire_name{home->number, found->second, side::client};
}

connection& world::core::new_connection() {
  if (free_connections_.empty()) {
    const auto place = static_cast<std::uint32_t>(connections_.size());
    connections_.push_back(std::make_unique<connection>(*this, place));
    free_connections_.reserve(connections_.capacity());
    return *connections_.back();
  }
  const std::uint32_t place = free_connections_.back();
  free_connections_.pop_back();
  return *connections_[place];
}

void world::core::release(connection& over) {
  // Another connection may come from that port by now, where this one was made before a restart.
  auto& ports = over.hosts[0]->connects_by_port;
  if (const auto found = ports.find(over.client_port); found != ports.end() && found->second == over.ordinal) {
    ports.erase(found);
  }
  over.hosts = {};
  over.from(side::client).drop();
  over.from(side::server).drop();
  // Whatever calls this may look at the connection once more; it is not used again before the next event.
  over.ordinal = 0;
  free_connections_.push_back(over.place);
}

void world::core::add(time_point when, const happening& what) { queue_.add(when.time_since_epoch().count(), what); }

void world::core::make_runnable(host::impl& one) {
  if (one.runnable || one.maker == nullptr) return;
  one.runnable = true;
  runnable_.push_back(&one);
}

void world::core::start_programs() {
  for (const std::unique_ptr<host>& one : hosts) {
    host::impl& each = one->inside();
    if (each.up && !each.started && each.maker != nullptr) each.start();
    // Somebody may have woken it, or asked its loop for something, since the world last moved.
    if (each.running != nullptr) make_runnable(each);
  }
}

void world::core::run_programs() {
  while (!runnable_.empty() && !stop_asked && !bound_reached()) {
    running_.swap(runnable_);
    for (host::impl* one : running_) one->make_passes();
    running_.clear();
  }
}

run_end world::core::run(std::optional<time_point> until) {
  ASYNCHAT_CHECK(inside_simulation().empty(), "a program does not move its own world");
  const auto last = time_point(limits.time_max);
  stop_asked = false;
  start_programs();
  while (true) {
    run_programs();
    if (stop_asked) return run_end::stopped;
    if (bound_reached()) return run_end::events_max;
    const bool idle = queue_.empty();
    const time_point next = idle ? time_point::max() : time_point(duration(queue_.next_time()));
    if (until && next > *until && *until <= last) {
      now = std::max(now, *until);
      return idle ? run_end::idle : run_end::time_came;
    }
    if (idle) return run_end::idle;
    if (next > last) return run_end::time_max;
    take_all_at(next);
  }
}

void world::core::run_for(host::impl& whom, std::optional<duration> timeout) {
  ASYNCHAT_CHECK(inside_simulation().empty(), "a program waits on its own host");
  const std::optional<time_point> until = timeout ? std::optional(later(now, *timeout)) : std::nullopt;
  const time_point busy_until = later(now, whom.time_of_pass());
  start_programs();
  while (true) {
    run_programs();
    if (bound_reached()) return;
    const time_point next = queue_.empty() ? time_point::max() : time_point(duration(queue_.next_time()));
    // What is due now happens before news is told.
    if (next > busy_until) {
      now = std::max(now, busy_until);
      if (whom.has_news() || whom.woken) return;
      if (until && next > *until) now = std::max(now, *until);
      if (queue_.empty() || (until && next > *until)) return;
    }
    take_all_at(next);
  }
}

void world::core::take_all_at(time_point next) {
  now = next;
  do {
    fetch_ahead();
    happen(queue_.take());
  } while (queue_.more_is_due());
}

/// Where there are thousands of connections, those that come next are on their way from memory meanwhile.
void world::core::fetch_ahead() const {
  const happening* const later = queue_.look_ahead(3);
  if (later != nullptr && later->is_of_connection()) connections_[later->who]->fetch();
  const happening* const next = queue_.look_ahead(1);
  if (next != nullptr && next->is_of_connection()) connections_[next->who]->fetch_further();
}

void world::core::happen(const happening& what) {
  using kind = happening::kind;
  if (!what.is_of_connection()) {
    if (what.what == kind::host_wakes) return hosts[what.who]->inside().wake_came();
    return what.what == kind::fault_begins ? begin_fault(what.who) : end_fault(what.who);
  }
  connection& one = *connections_[what.who];
  if (obstacles > 0 && is_held_back(one, what)) return;
  --one.pending;
  deliver(one, what);
  one.release_if_over();
}

/// What travels stays where it is while its link is blocked, or nobody is there to take it. The sender does not wait
/// for ever.
bool world::core::is_held_back(connection& one, const happening& what) {
  using kind = happening::kind;
  const bool is_reset = what.what == kind::reset_arrives;
  // A connect that nobody answered ends by the client's own clock.
  const bool is_answer = what.what == kind::connect_ends && what.amount != number_of(std::errc::timed_out);
  if (!is_reset && !is_answer && what.what != kind::segment_arrives && what.what != kind::end_arrives) return false;
  if (is_answer && one.ends_host(side::server) == nullptr) return false;
  const side sender = is_reset ? other(what.from) : is_answer ? side::server : what.from;
  link& route = *one.from(sender).route;
  if (route.blocks == 0 && one.ends_host(other(sender))->powered) return false;
  if (what.what == kind::segment_arrives) {
    ++one.pending;
    add(later(now, route.options.send_timeout),
        {kind::sender_gives_up, sender, what.who, static_cast<std::uint32_t>(one.from(sender).arrived)});
  }
  if (is_answer) {
    ++one.pending;
    const time_point last = later(one.asked_at, one.from(side::client).route->options.connect_timeout);
    add(std::max(now, last), {kind::connect_ends, side::client, what.who, number_of(std::errc::timed_out)});
  }
  route.held.push_back(what);
  return true;
}

void world::core::deliver(connection& one, const happening& what) {
  using kind = happening::kind;
  const std::error_code code(static_cast<int>(what.amount), std::generic_category());
  switch (what.what) {
    case kind::lookup_ends:
      return one.name_is_looked_up(what.amount != 0);
    case kind::request_arrives:
      return one.request_arrives();
    case kind::connect_ends:
      return one.connect_is_over(code);
    case kind::segment_arrives:
      return one.segment_arrives(what.from, what.amount);
    case kind::end_arrives:
      return one.end_arrives(what.from);
    case kind::reset_arrives:
      return one.reset_arrives(what.from, code);
    case kind::acknowledged:
      return one.acknowledged(what.from);
    case kind::window_opens:
      return one.window_opens(what.from);
    case kind::sender_gives_up:
      return one.sender_gives_up(what.from, what.amount);
    case kind::host_wakes:
    case kind::fault_begins:
    case kind::fault_ends:
      break;
  }
}

void world::core::let_go(link& one) {
  for (const happening& what : std::exchange(one.held, {})) add(now, what);
}

void world::core::log_bytes(moved how, const wire_name& on, std::uint64_t offset, std::size_t count,
                            std::uint64_t content) const {
  log(std::to_string(now.time_since_epoch().count()) + (how == moved::taken ? " taken " : " handed ") + describe(on) +
      ' ' + std::to_string(offset) + '+' + std::to_string(count) + (content != 0 ? ' ' + std::to_string(content) : ""));
}

void world::core::note_wire(std::string_view verb, const wire_name& on, std::uint64_t what) {
  const auto time = static_cast<std::uint64_t>(now.time_since_epoch().count());
  digest.add(time ^ content_digest(verb), key_of(on), what);
  if (log) log(std::to_string(time) + ' ' + std::string(verb) + ' ' + describe(on) + ' ' + std::to_string(what));
}

void world::core::note(std::string_view verb, std::uint32_t host, std::uint64_t what) {
  const auto time = static_cast<std::uint64_t>(now.time_since_epoch().count());
  digest.add(time ^ content_digest(verb), host, what);
  if (log) log(std::to_string(time) + ' ' + std::string(verb) + ' ' + hosts[host]->name() + ' ' + std::to_string(what));
}

std::string world::core::describe(const wire_name& wire) const {
  return hosts[wire.host]->name() + '/' + std::to_string(wire.connect) + (wire.from == side::client ? '>' : '<');
}

}  // namespace asynchat::sim
