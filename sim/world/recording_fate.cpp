#include <asynchat/sim/recorded_fate.h>

#include <algorithm>
#include <numeric>
#include <optional>
#include <tuple>
#include <utility>

namespace asynchat::sim {

namespace {

/// The places of `events` in an order that depends on what they are alone; equal ones keep theirs.
std::vector<std::uint32_t> sorted_places(const std::vector<ready_event>& events) {
  std::vector<std::uint32_t> places(events.size());
  std::iota(places.begin(), places.end(), 0u);
  const auto key = [&](std::uint32_t place) {
    const ready_event& event = events[place];
    return std::tuple(event.who.slot, event.who.generation, event.what);
  };
  std::stable_sort(places.begin(), places.end(), [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
  return places;
}

/// Which of `before` stands at each place of `after`.
std::vector<std::uint32_t> order_of(const std::vector<ready_event>& before, const std::vector<ready_event>& after) {
  const std::vector<std::uint32_t> from = sorted_places(before);
  const std::vector<std::uint32_t> to = sorted_places(after);
  std::vector<std::uint32_t> order(after.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[to[i]] = from[i];
  return order;
}

}  // namespace

recording_fate::recording_fate(fate& decides, circumstances setting) : decides_(decides) {
  recorded_.setting = std::move(setting);
}

plan& recording_fate::wire(const wire_name& on) {
  return recorded_.wires.try_emplace(on, plan{{}, ending::open}).first->second;
}

segment recording_fate::next_segment(const wire_name& on, const link_options& link, std::uint64_t offset,
                                     std::size_t available) {
  const segment next = decides_.next_segment(on, link, offset, available);
  plan& steps = wire(on);
  // The end of the stream may have been asked for while bytes were still to go: its delay stays last.
  std::optional<recv_step> end;
  if (steps.end == ending::eof) {
    end = steps.recv.back();
    steps.recv.pop_back();
  }
  steps.recv.emplace_back(wait{next.transit});
  if (next.is_reset) {
    steps.end = ending::reset;
    return next;
  }
  if (next.blocks_once) steps.recv.emplace_back(block{});
  const std::size_t cut = next.read_cut < next.bytes ? next.read_cut : 0;
  if (cut != 0) steps.recv.emplace_back(deliver{cut});
  steps.recv.emplace_back(deliver{next.bytes - cut});
  if (end) steps.recv.push_back(*end);
  return next;
}

std::size_t recording_fate::accepted(const wire_name& on, const link_options& link, std::uint64_t offset,
                                     std::size_t room) {
  const std::size_t taken = decides_.accepted(on, link, offset, room);
  std::size_t& whole = whole_sends_[on];
  if (taken == room) {
    ++whole;
    return taken;
  }
  plan& steps = wire(on);
  steps.send.insert(steps.send.end(), whole, accept_all);
  steps.send.emplace_back(accept{taken});
  whole = 0;
  return taken;
}

duration recording_fate::end_delay(const wire_name& on, const link_options& link) {
  const duration delay = decides_.end_delay(on, link);
  plan& steps = wire(on);
  if (steps.end == ending::open) {
    steps.recv.emplace_back(wait{delay});
    steps.end = ending::eof;
  }
  return delay;
}

bool recording_fate::reset_on_close(const wire_name& on, const link_options& link) {
  const bool resets = decides_.reset_on_close(on, link);
  if (resets) recorded_.resets_on_close.insert(on);
  return resets;
}

bool recording_fate::reset_discards(const wire_name& on, const link_options& link) {
  const bool discards = decides_.reset_discards(on, link);
  if (discards) recorded_.reset_discards.insert(on);
  return discards;
}

connect_fate recording_fate::connect(const wire_name& on, const link_options& link) {
  const connect_fate outcome = decides_.connect(on, link);
  if (outcome != connect_fate{}) recorded_.connects[{on.host, on.connect}] = outcome;
  return outcome;
}

lookup_fate recording_fate::lookup(std::uint32_t host, std::uint32_t number, const host_options& options) {
  const lookup_fate outcome = decides_.lookup(host, number, options);
  if (outcome != lookup_fate{}) recorded_.lookups[{host, number}] = outcome;
  return outcome;
}

bool recording_fate::accept_fails(std::uint32_t host, std::uint32_t number, const host_options& options) {
  const bool fails = decides_.accept_fails(host, number, options);
  if (fails) recorded_.failed_accepts.insert({host, number});
  return fails;
}

bool recording_fate::order(std::uint32_t host, std::uint64_t choice, const host_options& options,
                           std::vector<ready_event>& ready) {
  const std::vector<ready_event> before = ready;
  const bool moved = decides_.order(host, choice, options, ready);
  if (moved) recorded_.orders[{host, choice}] = order_of(before, ready);
  return moved;
}

}  // namespace asynchat::sim
