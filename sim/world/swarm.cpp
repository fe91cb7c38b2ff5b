#include <asynchat/sim/random.h>
#include <asynchat/sim/swarm.h>
#include <asynchat/transport/check.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <utility>

namespace asynchat::sim {

namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

/// What numbers of a seed are for that belong to no one fault. Keys below are those of the faults.
enum class purpose : std::uint64_t { none_at_all = 1000, alike, individual, sides, latency, segment };

enum class direction : std::uint64_t { to_server, to_client };

/// Random numbers of a swarm, each as likely to need few bits as many.
class draw {
 public:
  explicit draw(std::uint64_t seed) : source_(seed) {}

  bool one_in(std::uint64_t times) { return source_.below(times) == 0; }
  std::uint64_t below(std::uint64_t bound) { return source_.below(bound); }

  std::uint64_t between(std::uint64_t least, std::uint64_t most) {
    const auto bits_min = static_cast<std::uint64_t>(std::bit_width(least));
    const auto bits = bits_min + below(static_cast<std::uint64_t>(std::bit_width(most)) - bits_min + 1);
    const std::uint64_t power = std::uint64_t{1} << (bits - 1);
    return std::clamp(power + below(power), least, most);
  }
  duration between(duration least, duration most) {
    return duration(static_cast<duration::rep>(
        between(static_cast<std::uint64_t>(least.count()), static_cast<std::uint64_t>(most.count()))));
  }
  chance between(chance least, chance most) {
    return {static_cast<std::uint32_t>(between(std::uint64_t{least.millionths}, std::uint64_t{most.millionths}))};
  }

  /// Of what may happen all the time and costs no connection: in one swarm of 8 it may happen always.
  chance frequent() { return between(chance{100}, one_in(8) ? chance{1'000'000} : chance{500'000}); }
  /// Of a buffer smaller than the usual 64 KiB; in one swarm of 8 of a few bytes.
  std::size_t small_buffer() { return one_in(8) ? between(1, 16) : between(16, 32 << 10); }

 private:
  random_source source_;
};

class swarm_maker {
 public:
  swarm_maker(std::uint64_t seed, const swarm_shape& shape) : seed_(seed), shape_(shape) {
    const bool none = numbers(purpose::none_at_all).one_in(16);
    for (std::size_t i = 0; i < world_fault_count; ++i) {
      on_[i] = !none && draw(derived_seed(seed_, i)).one_in(2);
    }
    calm_ = none;
    alike_ = none || numbers(purpose::alike).one_in(4);
    individual_ = !alike_ && numbers(purpose::individual).one_in(4);
  }

  circumstances make() const {
    circumstances result;
    for (const std::string& name : shape_.servers) result.hosts.push_back({name, server_options()});
    for (const std::string& name : shape_.clients) result.hosts.push_back({name, client_options()});
    result.other_links = link(direction::to_server, 0);
    if (!alike_) {
      for (std::size_t client = 0; client < shape_.clients.size(); ++client) {
        for (const std::string& server : shape_.servers) {
          const std::size_t key = individual_ ? client + 1 : 0;
          result.links.push_back({shape_.clients[client], server, link(direction::to_server, key)});
          result.links.push_back({server, shape_.clients[client], link(direction::to_client, key)});
        }
      }
    }
    add_timed_faults(result.faults);
    return result;
  }

 private:
  bool on(world_fault which) const { return on_[static_cast<std::size_t>(which)]; }

  draw numbers(purpose what) const { return draw(derived_seed(seed_, static_cast<std::uint64_t>(what))); }
  draw numbers(purpose what, std::uint64_t key) const {
    return draw(derived_seed(derived_seed(seed_, static_cast<std::uint64_t>(what)), key));
  }

  /// How strong a fault is, for each place where it is on.
  draw numbers(world_fault which, std::uint64_t key = 0) const {
    return draw(derived_seed(derived_seed(seed_, static_cast<std::uint64_t>(which)), key + 1));
  }

  /// Whether a fault that is on is so on that side of two: on one of them, on the other or on both.
  bool on_side(world_fault which, bool first) const {
    if (!on(which)) return false;
    const std::uint64_t sides = numbers(purpose::sides, static_cast<std::uint64_t>(which)).below(3);
    return sides == 2 || (sides == 0) == first;
  }

  bool on_link(world_fault which, direction way) const {
    return alike_ ? on(which) : on_side(which, way == direction::to_server);
  }

  /// The link of all clients (key 0) or of one in one direction.
  link_options link(direction way, std::size_t key) const {
    link_options result;
    if (calm_) return result;
    const std::uint64_t place = key * 2 + static_cast<std::uint64_t>(way);
    const auto apply = [&](world_fault which, auto&& set) {
      if (!on_link(which, way)) return;
      draw from = numbers(which, place);
      set(from);
    };
    draw latency = numbers(purpose::latency, place);
    result.latency = latency.between(microseconds(1), milliseconds(100));
    draw segment = numbers(purpose::segment, place);
    if (segment.one_in(2)) {
      const bool tiny = segment.one_in(8);
      result.segment_bytes_max = static_cast<std::uint32_t>(segment.between(tiny ? 1 : 16, tiny ? 16 : 65536));
    }
    using enum world_fault;
    apply(jitter, [&](draw& from) { result.jitter = from.between(microseconds(1), seconds(2)); });
    apply(bandwidth, [&](draw& from) { result.bytes_per_second = from.between(10'000, 1'000'000'000); });
    apply(slicer, [&](draw& from) { result.slice = from.frequent(); });
    apply(nagle, [&](draw&) { result.nagle = true; });
    apply(coalesce, [&](draw& from) { result.coalesce = from.between(microseconds(10), milliseconds(100)); });
    apply(short_write, [&](draw& from) { result.short_write = from.frequent(); });
    apply(spurious_wakeup, [&](draw& from) { result.spurious_wakeup = from.frequent(); });
    apply(short_read, [&](draw& from) { result.short_read = from.frequent(); });
    apply(send_buffer, [&](draw& from) { result.send_buffer_bytes = from.small_buffer(); });
    apply(receive_window, [&](draw& from) { result.receive_window_bytes = from.small_buffer(); });
    apply(slow_close, [&](draw& from) { result.close_delay = from.between(milliseconds(1), seconds(60)); });
    apply(reset_peer, [&](draw& from) { result.reset = from.between(chance{1}, chance{20'000}); });
    apply(reset_on_close, [&](draw& from) { result.reset_on_close = from.frequent(); });
    apply(reset_discards, [&](draw& from) { result.reset_discards = from.frequent(); });
    add_connect_faults(result, place);
    settle(result);
    return result;
  }

  /// A connect asks the link from the client alone; the other direction has them too, and they do nothing there.
  void add_connect_faults(link_options& link, std::uint64_t place) const {
    if (on(world_fault::connect_latency)) {
      draw from = numbers(world_fault::connect_latency, place);
      link.slow_connect = from.frequent();
      link.slow_connect_max = from.between(milliseconds(1), seconds(100));
    }
    if (on(world_fault::connect_refused)) {
      link.refuse = numbers(world_fault::connect_refused, place).between(chance{1'000}, chance{300'000});
    }
    if (on(world_fault::connect_timeout)) {
      link.no_answer = numbers(world_fault::connect_timeout, place).between(chance{1'000}, chance{100'000});
    }
  }

  /// What was drawn for itself may contradict another: sizes go before chances.
  static void settle(link_options& link) {
    if (link.nagle) {
      const std::size_t most = std::min(link.send_buffer_bytes, link.receive_window_bytes);
      link.segment_bytes_max = static_cast<std::uint32_t>(std::min<std::size_t>(link.segment_bytes_max, most));
    }
    if (link.segment_bytes_max == 1) link.slice = link.short_read = {};
    if (link.send_buffer_bytes == 1) link.short_write = {};
  }

  host_options any_options(std::uint64_t place) const {
    host_options result;
    result.permute_ready = on(world_fault::ready_order);
    if (on(world_fault::lookup_latency)) {
      draw from = numbers(world_fault::lookup_latency, place);
      result.slow_lookup = from.frequent();
      result.slow_lookup_max = from.between(milliseconds(1), seconds(30));
    }
    if (on(world_fault::lookup_failure)) {
      result.lost_lookup = numbers(world_fault::lookup_failure, place).between(chance{1'000}, chance{300'000});
    }
    if (on_side(world_fault::slow_host, place == 0)) {
      result.pass_time = numbers(world_fault::slow_host, place).between(microseconds(1), milliseconds(100));
    }
    return result;
  }

  host_options server_options() const {
    host_options result = any_options(0);
    if (on(world_fault::accept_overflow)) {
      result.accept_queue_max = static_cast<std::uint32_t>(numbers(world_fault::accept_overflow).between(1, 8));
    }
    if (on(world_fault::accept_error)) {
      result.accept_error = numbers(world_fault::accept_error).between(chance{1'000}, chance{500'000});
    }
    return result;
  }

  host_options client_options() const { return any_options(1); }

  static const std::string& any(draw& from, const std::vector<std::string>& names) {
    return names[static_cast<std::size_t>(from.below(names.size()))];
  }

  const std::string& any_host(draw& from) const {
    return from.one_in(2) ? any(from, shape_.servers) : any(from, shape_.clients);
  }

  /// One as often as two or more, two as often as three or more, up to 8.
  static std::size_t how_many(draw& from) {
    std::size_t count = 1;
    while (count < 8 && from.one_in(2)) ++count;
    return count;
  }

  void add_timed_faults(std::vector<timed_fault>& faults) const {
    for (const world_fault which :
         {world_fault::crash, world_fault::power_loss, world_fault::partition, world_fault::clog, world_fault::pause}) {
      if (!on(which)) continue;
      draw from = numbers(which);
      for (std::size_t left = how_many(from); left > 0; --left) add_timed_fault(faults, which, from);
    }
    std::stable_sort(faults.begin(), faults.end(),
                     [](const timed_fault& a, const timed_fault& b) { return a.at < b.at; });
  }

  void add_timed_fault(std::vector<timed_fault>& faults, world_fault which, draw& from) const {
    const auto span = static_cast<std::uint64_t>(shape_.span.count());
    timed_fault fault{time_point(duration(static_cast<duration::rep>(from.below(span)))), which, {}};
    const duration time = from.between(std::min<duration>(microseconds(1), shape_.span), shape_.span);
    const bool takes_host = which == world_fault::crash || which == world_fault::power_loss;
    if (which == world_fault::partition || which == world_fault::clog) {
      fault.host = any(from, shape_.clients);
      fault.other = any(from, shape_.servers);
      if (from.one_in(2)) std::swap(fault.host, fault.other);
    } else {
      fault.host = any_host(from);
    }
    if (!takes_host) fault.lasting = time;
    faults.push_back(fault);
    // A host that nothing restarts is back when the world's faults end.
    if (takes_host && on(world_fault::restart)) {
      faults.push_back({fault.at + time, world_fault::restart, fault.host});
    }
  }

  std::uint64_t seed_;
  const swarm_shape& shape_;
  std::array<bool, world_fault_count> on_{};
  bool calm_ = false;        ///< nothing at all goes wrong
  bool alike_ = false;       ///< all links are, in both directions
  bool individual_ = false;  ///< each client has links of its own
};

}  // namespace

circumstances make_swarm(std::uint64_t seed, const swarm_shape& shape) {
  ASYNCHAT_CHECK(!shape.servers.empty() && !shape.clients.empty(), "a swarm befalls a server and a client at least");
  ASYNCHAT_CHECK(shape.span.count() > 0, "a swarm's timed faults have a time to begin in");
  return swarm_maker(seed, shape).make();
}

}  // namespace asynchat::sim
