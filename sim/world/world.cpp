#include <asynchat/sim/world.h>

#include <asynchat/transport/check.h>

#include <utility>

#include "core.h"

namespace asynchat::sim {

std::string_view to_string(run_end why) {
  switch (why) {
    case run_end::idle:
      return "idle";
    case run_end::time_came:
      return "the time came";
    case run_end::stopped:
      return "stopped";
    case run_end::events_max:
      return "the bound of events";
    case run_end::time_max:
      return "the bound of virtual time";
  }
  return "";
}

world::world(std::uint64_t seed, const world_limits& limits)
    : own_decisions_(std::make_unique<seeded_fate>(seed)), core_(std::make_unique<core>(*own_decisions_, limits)) {}

world::world(fate& decisions, const world_limits& limits) : core_(std::make_unique<core>(decisions, limits)) {}

world::~world() = default;

host& world::add_host(std::string name, const host_options& options) {
  return core_->add_host(std::move(name), options);
}

host* world::find_host(std::string_view name) const {
  host::impl* const found = core_->find(name);
  return found != nullptr ? found->self : nullptr;
}

void world::add_name(std::string name, const host& of) {
  const bool added = core_->names.emplace(std::move(name), &of.inside()).second;
  ASYNCHAT_CHECK(added, "each host has names of its own");
}

void world::set_links(const link_options& options) {
  ASYNCHAT_CHECK(complaint_about(options).empty(), "link options make sense: see complaint_about()");
  core_->set_links(options);
}

void world::set_link(const host& from, const host& to, const link_options& options) {
  ASYNCHAT_CHECK(complaint_about(options).empty(), "link options make sense: see complaint_about()");
  link& one = core_->route(from.inside(), to.inside());
  one.options = options;
  one.own_options = true;
}

void world::add_fault(const timed_fault& fault) { core_->add_fault(fault); }
void world::end_faults() { core_->end_faults(); }

run_end world::run(std::optional<time_point> until) { return core_->run(until); }
void world::stop() { core_->stop_asked = true; }

time_point world::now() const { return core_->now; }
std::uint64_t world::digest() const { return core_->digest.value(); }
std::uint64_t world::events() const { return core_->events; }
std::uint64_t world::transfers() const { return core_->transfers; }
const fault_counts& world::faults() const { return core_->faults; }

void world::observe(world_observer* observer) { core_->observer = observer; }
world_observer* world::observer() const { return core_->observer; }
void world::set_event_log(std::function<void(std::string_view)> log) { core_->log = std::move(log); }

std::optional<wire_name> world::connection_from(const endpoint& client) const { return core_->client_of(client); }

std::string world::describe(const wire_name& wire) const { return core_->describe(wire); }

}  // namespace asynchat::sim
