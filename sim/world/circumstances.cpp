#include <asynchat/sim/circumstances.h>
#include <asynchat/sim/schedule.h>
#include <asynchat/transport/check.h>

#include <array>
#include <ostream>

namespace asynchat::sim {

namespace {

using fault_set = std::array<bool, world_fault_count>;

void add_link(fault_set& set, const link_options& link) {
  const link_options calm;
  const auto add = [&](world_fault which, bool is_on) { set[static_cast<std::size_t>(which)] |= is_on; };
  add(world_fault::jitter, link.jitter.count() != 0);
  add(world_fault::bandwidth, link.bytes_per_second != 0);
  add(world_fault::slicer, link.slice != chance{});
  add(world_fault::nagle, link.nagle);
  add(world_fault::coalesce, link.coalesce.count() != 0);
  add(world_fault::short_write, link.short_write != chance{});
  add(world_fault::spurious_wakeup, link.spurious_wakeup != chance{});
  add(world_fault::short_read, link.short_read != chance{});
  add(world_fault::send_buffer, link.send_buffer_bytes < calm.send_buffer_bytes);
  add(world_fault::receive_window, link.receive_window_bytes < calm.receive_window_bytes);
  add(world_fault::slow_close, link.close_delay.count() != 0);
  add(world_fault::reset_peer, link.reset != chance{});
  add(world_fault::reset_on_close, link.reset_on_close != chance{});
  add(world_fault::reset_discards, link.reset_discards != chance{});
  add(world_fault::connect_latency, link.slow_connect != chance{});
  add(world_fault::connect_refused, link.refuse != chance{});
  add(world_fault::connect_timeout, link.no_answer != chance{});
}

void add_host(fault_set& set, const host_options& host) {
  const host_options calm;
  const auto add = [&](world_fault which, bool is_on) { set[static_cast<std::size_t>(which)] |= is_on; };
  add(world_fault::accept_overflow, host.accept_queue_max < calm.accept_queue_max);
  add(world_fault::accept_error, host.accept_error != chance{});
  add(world_fault::lookup_latency, host.slow_lookup != chance{});
  add(world_fault::lookup_failure, host.lost_lookup != chance{});
  add(world_fault::slow_host, host.pass_time.count() != 0);
  add(world_fault::ready_order, host.permute_ready);
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const circumstances& of) {
  schedule alone;
  alone.setting = of;
  return out << alone;
}

void set_up(world& in, const circumstances& of) {
  for (const host_circumstances& each : of.hosts) in.add_host(each.name, each.options);
  in.set_links(of.other_links);
  for (const link_circumstances& each : of.links) {
    const host* from = in.find_host(each.from);
    const host* to = in.find_host(each.to);
    ASYNCHAT_CHECK(from != nullptr && to != nullptr, "a link of the circumstances is between two of its hosts");
    in.set_link(*from, *to, each.options);
  }
  for (const timed_fault& each : of.faults) in.add_fault(each);
}

std::vector<world_fault> faults_on(const circumstances& of) {
  fault_set set{};
  add_link(set, of.other_links);
  for (const link_circumstances& each : of.links) add_link(set, each.options);
  for (const host_circumstances& each : of.hosts) add_host(set, each.options);
  for (const timed_fault& each : of.faults) set[static_cast<std::size_t>(each.what)] = true;
  std::vector<world_fault> on;
  for (std::size_t i = 0; i < set.size(); ++i) {
    if (set[i]) on.push_back(static_cast<world_fault>(i));
  }
  return on;
}

std::string names_of(const std::vector<world_fault>& faults) {
  std::string names;
  for (const world_fault each : faults) names += (names.empty() ? "" : " ") + std::string(to_string(each));
  return names.empty() ? "none" : names;
}

}  // namespace asynchat::sim
