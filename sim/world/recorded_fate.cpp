#include <asynchat/sim/recorded_fate.h>

#include <algorithm>
#include <utility>
#include <variant>

namespace asynchat::sim {

recorded_fate::recorded_fate(schedule recorded) : recorded_(std::move(recorded)) {}

/// Reads the next segment of a plan into the cursor; false when the plan has no more.
bool recorded_fate::load_segment(const plan& steps, cursor& at, const link_options& link) {
  segment next{0, link.latency};
  std::size_t i = at.recv;
  const auto step = [&]<class Step>(std::in_place_type_t<Step>) {
    return i < steps.recv.size() ? std::get_if<Step>(&steps.recv[i]) : nullptr;
  };
  if (const wait* travels = step(std::in_place_type<wait>)) {
    next.transit = travels->time;
    ++i;
  }
  if (step(std::in_place_type<block>) != nullptr) {
    next.blocks_once = true;
    ++i;
  }
  const deliver* first = step(std::in_place_type<deliver>);
  if (first == nullptr) {
    if (i < steps.recv.size() || steps.end != ending::reset) return false;
    next.bytes = static_cast<std::size_t>(-1);
    next.is_reset = true;
  } else {
    ++i;
    next.bytes = first->bytes;
    if (const deliver* second = step(std::in_place_type<deliver>)) {
      next.read_cut = first->bytes;
      next.bytes += second->bytes;
      ++i;
    }
  }
  at.recv = i;
  at.rest = next;
  return true;
}

segment recorded_fate::next_segment(const wire_name& on, const link_options& link, std::uint64_t,
                                    std::size_t available) {
  const auto found = recorded_.wires.find(on);
  if (found == recorded_.wires.end()) return {available, link.latency};
  cursor& at = cursors_[on];
  if (at.rest.bytes == 0 && !load_segment(found->second, at, link)) return {available, link.latency};
  segment next = at.rest;
  next.bytes = std::min(available, at.rest.bytes);
  if (next.read_cut >= next.bytes) next.read_cut = 0;
  if (next.is_reset) return next;
  at.rest.bytes -= next.bytes;
  at.rest.read_cut -= std::min(at.rest.read_cut, next.bytes);
  at.rest.blocks_once = false;
  return next;
}

std::size_t recorded_fate::accepted(const wire_name& on, const link_options&, std::uint64_t, std::size_t room) {
  const auto found = recorded_.wires.find(on);
  if (found == recorded_.wires.end()) return room;
  const plan& steps = found->second;
  std::size_t& next = cursors_[on].send;
  const send_step& step = next < steps.send.size() ? steps.send[next++] : steps.send_after;
  const accept* taken = std::get_if<accept>(&step);
  return taken == nullptr ? room : std::min(taken->bytes, room);
}

duration recorded_fate::end_delay(const wire_name& on, const link_options& link) {
  const auto found = recorded_.wires.find(on);
  if (found == recorded_.wires.end() || found->second.end != ending::eof) return link.close_delay;
  const plan& steps = found->second;
  const wait* last = steps.recv.empty() ? nullptr : std::get_if<wait>(&steps.recv.back());
  return last == nullptr ? duration{0} : last->time;
}

bool recorded_fate::reset_on_close(const wire_name& on, const link_options&) {
  return recorded_.resets_on_close.contains(on);
}

bool recorded_fate::reset_discards(const wire_name& on, const link_options&) {
  return recorded_.reset_discards.contains(on);
}

connect_fate recorded_fate::connect(const wire_name& on, const link_options&) {
  const auto found = recorded_.connects.find({on.host, on.connect});
  return found == recorded_.connects.end() ? connect_fate{} : found->second;
}

lookup_fate recorded_fate::lookup(std::uint32_t host, std::uint32_t number, const host_options&) {
  const auto found = recorded_.lookups.find({host, number});
  return found == recorded_.lookups.end() ? lookup_fate{} : found->second;
}

bool recorded_fate::accept_fails(std::uint32_t host, std::uint32_t number, const host_options&) {
  return recorded_.failed_accepts.contains({host, number});
}

bool recorded_fate::order(std::uint32_t host, std::uint64_t choice, const host_options&,
                          std::vector<ready_event>& ready) {
  const auto found = recorded_.orders.find({host, choice});
  if (found == recorded_.orders.end() || found->second.size() != ready.size()) return false;
  const std::vector<ready_event> before = ready;
  for (std::size_t i = 0; i < ready.size(); ++i) ready[i] = before[found->second[i]];
  return true;
}

}  // namespace asynchat::sim
