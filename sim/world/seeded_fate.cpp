#include <asynchat/sim/fate.h>
#include <asynchat/sim/random.h>

#include <algorithm>
#include <bit>
#include <utility>

namespace asynchat::sim {

namespace {

/// What a number is drawn for. A new kind is added at the end: it moves no answer of the others.
enum class kind : std::uint64_t {
  slice,
  slice_size,
  jitter,
  short_read,
  read_cut,
  spurious_wakeup,
  reset,
  short_write,
  accepted_part,
  reset_on_close,
  reset_discards,
  connect,
  slow_connect,
  connect_delay,
  lost_lookup,
  slow_lookup,
  lookup_delay,
  accept_error,
  order,
};

/// The number as one below `bound`, which is not 0: by a multiplication where that is exact enough, which is to one
/// part in 2^32 of the bound.
constexpr std::uint64_t scaled(std::uint64_t number, std::uint64_t bound) {
  return bound >> 32 == 0 ? ((number >> 32) * bound) >> 32 : number % bound;
}

/// One place of a run: it has a number for each kind, and none of them depends on what was asked before.
class place {
 public:
  place(std::uint64_t seed, const wire_name& on, std::uint64_t offset)
      : seed_(mix64(seed + on.host * 0xa0761d6478bd642fu + on.connect * 0xe7037ed1a0b428dbu +
                    (offset * 2 + (on.from == side::client ? 0 : 1)) * 0x8ebc6af09c88c6e3u)) {}
  /// Of a host: the key has connect 0, which is no connection.
  place(std::uint64_t seed, std::uint32_t host, std::uint64_t number)
      : seed_(mix64(seed + host * 0xa0761d6478bd642fu + number * 0x8ebc6af09c88c6e3u)) {}

  std::uint64_t number(kind of) const { return random_at(seed_, static_cast<std::uint64_t>(of)); }

  /// A millionth of the range of numbers is a millionth of the draws, to one part in 2^12 of that.
  std::uint32_t millionth(kind of) const { return static_cast<std::uint32_t>(scaled(number(of), 1'000'000)); }

  bool happens(kind of, chance probability) const { return millionth(of) < probability.millionths; }

  /// 0 to `most`.
  duration up_to(kind of, duration most) const {
    return duration(static_cast<duration::rep>(scaled(number(of), static_cast<std::uint64_t>(most.count()) + 1)));
  }

  /// 1 to `whole` - 1, small parts as likely as large ones: first how many bits, then which number of so many bits.
  std::size_t part(kind of, std::size_t whole) const {
    const std::uint64_t drawn = number(of);
    const std::uint64_t power = std::uint64_t{1} << (drawn % static_cast<std::uint64_t>(std::bit_width(whole - 1)));
    return std::min<std::size_t>(whole - 1, power + (mix64(drawn) & (power - 1)));
  }

 private:
  std::uint64_t seed_;
};

constexpr bool on(chance probability) { return probability.millionths != 0; }

}  // namespace

segment seeded_fate::next_segment(const wire_name& wire, const link_options& link, std::uint64_t offset,
                                  std::size_t available) {
  segment next{std::min<std::size_t>(available, link.segment_bytes_max), link.latency};
  const bool faulty = on(link.slice) || on(link.short_read) || on(link.spurious_wakeup) || on(link.reset);
  if (link.jitter.count() == 0 && !faulty) return next;
  const place here(seed_, wire, offset);
  if (!faulty) {
    next.transit += here.up_to(kind::jitter, link.jitter);
    return next;
  }
  if (on(link.slice) && next.bytes > 1 && here.happens(kind::slice, link.slice)) {
    next.bytes = here.part(kind::slice_size, next.bytes);
  }
  if (link.jitter.count() != 0) next.transit += here.up_to(kind::jitter, link.jitter);
  if (on(link.reset) && here.happens(kind::reset, link.reset)) {
    next.bytes = available;  // whatever was to come is lost
    next.is_reset = true;
    return next;
  }
  if (on(link.short_read) && next.bytes > 1 && here.happens(kind::short_read, link.short_read)) {
    next.read_cut = here.part(kind::read_cut, next.bytes);
  }
  next.blocks_once = on(link.spurious_wakeup) && here.happens(kind::spurious_wakeup, link.spurious_wakeup);
  return next;
}

std::size_t seeded_fate::accepted(const wire_name& wire, const link_options& link, std::uint64_t offset,
                                  std::size_t room) {
  if (!on(link.short_write) || room < 2) return room;
  const place here(seed_, wire, offset);
  return here.happens(kind::short_write, link.short_write) ? here.part(kind::accepted_part, room) : room;
}

duration seeded_fate::end_delay(const wire_name&, const link_options& link) { return link.close_delay; }

bool seeded_fate::reset_on_close(const wire_name& wire, const link_options& link) {
  return on(link.reset_on_close) && place(seed_, wire, 0).happens(kind::reset_on_close, link.reset_on_close);
}

bool seeded_fate::reset_discards(const wire_name& wire, const link_options& link) {
  return on(link.reset_discards) && place(seed_, wire, 0).happens(kind::reset_discards, link.reset_discards);
}

connect_fate seeded_fate::connect(const wire_name& wire, const link_options& link) {
  connect_fate outcome;
  if (!on(link.refuse) && !on(link.no_answer) && !on(link.slow_connect)) return outcome;
  const place here(seed_, wire, 0);
  // One draw for both, so that their probabilities add up.
  const std::uint32_t drawn = here.millionth(kind::connect);
  if (drawn < link.refuse.millionths) {
    outcome.what = connect_fate::kind::refused;
  } else if (drawn - link.refuse.millionths < link.no_answer.millionths) {
    outcome.what = connect_fate::kind::unanswered;
    return outcome;
  }
  if (on(link.slow_connect) && here.happens(kind::slow_connect, link.slow_connect)) {
    outcome.delay = here.up_to(kind::connect_delay, link.slow_connect_max);
  }
  return outcome;
}

lookup_fate seeded_fate::lookup(std::uint32_t host, std::uint32_t number, const host_options& options) {
  lookup_fate outcome;
  if (!on(options.lost_lookup) && !on(options.slow_lookup)) return outcome;
  const place here(seed_, host, number);
  outcome.found = !here.happens(kind::lost_lookup, options.lost_lookup);
  if (here.happens(kind::slow_lookup, options.slow_lookup)) {
    outcome.delay = here.up_to(kind::lookup_delay, options.slow_lookup_max);
  }
  return outcome;
}

bool seeded_fate::accept_fails(std::uint32_t host, std::uint32_t number, const host_options& options) {
  return on(options.accept_error) && place(seed_, host, number).happens(kind::accept_error, options.accept_error);
}

bool seeded_fate::order(std::uint32_t host, std::uint64_t choice, const host_options& options,
                        std::vector<ready_event>& ready) {
  if (!options.permute_ready) return false;
  // Fisher and Yates, in Durstenfeld's form (CACM 7, algorithm 235, 1964): each order comes from one series of swaps,
  // so it is another than before when one of them moves something.
  random_source draw(place(seed_, host, choice).number(kind::order));
  bool moved = false;
  for (std::size_t last = ready.size(); last > 1; --last) {
    const auto with = static_cast<std::size_t>(draw.below(last));
    moved |= with != last - 1;
    std::swap(ready[with], ready[last - 1]);
  }
  return moved;
}

}  // namespace asynchat::sim
