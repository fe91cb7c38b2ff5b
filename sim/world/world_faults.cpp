#include <asynchat/transport/check.h>

#include <algorithm>

#include "../later.h"
#include "core.h"

namespace asynchat::sim {

namespace {

bool is_timed(world_fault what) {
  switch (what) {
    case world_fault::crash:
    case world_fault::power_loss:
    case world_fault::restart:
    case world_fault::partition:
    case world_fault::clog:
    case world_fault::pause:
      return true;
    default:
      return false;
  }
}

}  // namespace

void world::core::add_fault(const timed_fault& fault) {
  ASYNCHAT_CHECK(is_timed(fault.what), "what has a time is a crash, power_loss, restart, partition, clog or pause");
  ASYNCHAT_CHECK(fault.at >= now && fault.lasting >= duration(0), "a fault is to come, and lasts");
  named(fault.host);
  if (fault.what == world_fault::partition || fault.what == world_fault::clog) named(fault.other);
  const auto number = static_cast<std::uint32_t>(timeline_.size());
  timeline_.push_back({fault});
  add(fault.at, {happening::kind::fault_begins, side::client, number, 0});
}

void world::core::begin_fault(std::uint32_t number) {
  pending_fault& one = timeline_[number];
  if (one.called_off) return;
  const timed_fault& what = one.what;
  host::impl& at = named(what.host);
  const bool changes_power = what.what == world_fault::crash || what.what == world_fault::power_loss;
  const bool needs_it_up = changes_power || what.what == world_fault::pause;
  const bool fires = needs_it_up ? at.up : what.what != world_fault::restart || !at.up;
  faults.count(what.what, fires);
  if (!fires) return;
  note(to_string(what.what), at.number, static_cast<std::uint64_t>(what.lasting.count()));
  switch (what.what) {
    case world_fault::crash:
      return take_down(at, true);
    case world_fault::power_loss:
      return take_down(at, false);
    case world_fault::restart:
      return bring_up(at);
    case world_fault::pause:
      return at.be_busy_until(later(now, what.lasting));
    case world_fault::clog:
      block(at, named(what.other), +1);
      break;
    default:
      block(at, named(what.other), +1);
      block(named(what.other), at, +1);
  }
  one.under_way = true;
  add(later(now, what.lasting), {happening::kind::fault_ends, side::client, number, 0});
}

void world::core::end_fault(std::uint32_t number) {
  pending_fault& one = timeline_[number];
  if (!std::exchange(one.under_way, false)) return;
  host::impl& at = named(one.what.host);
  host::impl& there = named(one.what.other);
  block(at, there, -1);
  if (one.what.what == world_fault::partition) block(there, at, -1);
}

void world::core::block(const host::impl& from, const host::impl& to, int more) {
  link& one = route(from, to);
  one.blocks += more;
  obstacles += more;
  if (one.blocks == 0 && to.powered) let_go(one);
}

void world::core::take_down(host::impl& one, bool powered) {
  one.up = false;
  one.powered = powered;
  if (!powered) ++obstacles;
  // A connection that is over on the way changes the list of free ones, not this.
  for (std::size_t i = 0; i < connections_.size(); ++i) {
    connection& each = *connections_[i];
    for (const side who : {side::client, side::server}) {
      if (each.ends_host(who) == &one) each.host_died(who, powered);
    }
  }
  one.stop();
  for (std::size_t i = 0; i < connections_.size(); ++i) {
    connections_[i]->release_if_over();
  }
}

void world::core::bring_up(host::impl& one) {
  if (!one.powered) --obstacles;
  one.start();
  for (auto& [ends, each] : links_) {
    if (ends.second == one.number && each->blocks == 0) let_go(*each);
  }
}

void world::core::end_faults() {
  if (std::exchange(faults_are_over, true)) return;
  for (std::uint32_t number = 0; number < timeline_.size(); ++number) {
    timeline_[number].called_off = true;
    end_fault(number);
  }
  const auto calm = [](link_options& options) {
    for (chance* one :
         {&options.reset, &options.reset_discards, &options.reset_on_close, &options.refuse, &options.no_answer}) {
      *one = {};
    }
  };
  calm(usual_link);
  for (auto& [ends, each] : links_) calm(each->options);
  for (const std::unique_ptr<host>& one : hosts) {
    host::impl& each = one->inside();
    each.options.lost_lookup = {};
    each.options.accept_error = {};
    each.be_busy_until(now);
    if (!each.up) bring_up(each);
  }
}

}  // namespace asynchat::sim
