#pragma once

#include <asynchat/sim/fate.h>
#include <asynchat/sim/host.h>
#include <asynchat/sim/link_options.h>
#include <asynchat/sim/world_fault.h>
#include <asynchat/transport/clock.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace asynchat::sim {

/// What the world does to its hosts at a given time.
struct timed_fault {
  time_point at{};
  world_fault what = world_fault::pause;  ///< crash, power_loss, restart, partition, clog or pause
  std::string host;
  std::string other = {};  ///< of partition and clog: the other host; clog holds what travels from `host` to it
  duration lasting{0};     ///< of partition, clog and pause

  friend bool operator==(const timed_fault&, const timed_fault&) = default;
};

/// Bounds that end a run without a verdict.
struct world_limits {
  std::uint64_t events_max = 100'000'000;  ///< bytes handed to or taken from a stream, timers, and passes of hosts
  duration time_max = std::chrono::hours(24 * 365);
};

/// Why world::run returned.
enum class run_end : std::uint8_t {
  idle,        ///< nothing is under way, and nobody waits for a time
  time_came,   ///< the time that was asked for
  stopped,     ///< stop() was called
  events_max,  ///< a bound
  time_max,    ///< a bound
};
std::string_view to_string(run_end why);

/// Is told what streams carry. All views are valid during the call.
class world_observer {
 public:
  virtual ~world_observer() = default;
  /// A connect has begun to `where`.
  virtual void connecting(const wire_name&, const endpoint& /*where*/) {}
  /// A send took these bytes, at least one.
  virtual void taken(const wire_name&, std::string_view) {}
  /// A recv returned these bytes, at least one.
  virtual void handed(const wire_name&, std::string_view) {}
  /// A recv would block although the stream was told to be readable.
  virtual void blocked(const wire_name&) {}
  /// A recv returned the end of the stream, or an error: once for each wire.
  virtual void ended(const wire_name&, const io_result&) {}
};

/// A network of hosts in one thread, with a clock of its own: the same decisions make the same run, to the byte.
///
/// Each host runs a program, a server or clients on a loop of its own, which knows nothing of the simulation. The world
/// moves from one thing that happens to the next: bytes arrive, a connect is answered, a timer is due, a fault begins.
/// After each, the programs that it concerns make their passes; these take no time unless host_options say so.
///
///     sim::world w(seed);
///     w.add_host("server").run(make_server);
///     w.add_host("client").run(make_client);
///     w.run();
///
/// Hosts, and all that they make, do not outlive the world. What is not modelled is in sim/README.md.
class world {
 public:
  /// A world whose open questions are decided by the seed.
  explicit world(std::uint64_t seed, const world_limits& limits = {});
  /// A world whose open questions are decided by another, which outlives it.
  explicit world(fate& decisions, const world_limits& limits = {});
  ~world();
  world(const world&) = delete;
  world& operator=(const world&) = delete;

  /// A host that is up and answers to that name, which no other has, and to an address of its own (10.0.0.1, …).
  host& add_host(std::string name, const host_options& options = {});
  /// The host of that name or address; null where there is none.
  host* find_host(std::string_view name) const;
  /// A further name of a host.
  void add_name(std::string name, const host& of);

  /// Of each direction between two hosts that set_link did not name, from now on.
  /// Options that complaint_about() has something to say of are a checked error.
  void set_links(const link_options& options);
  /// Of that direction.
  void set_link(const host& from, const host& to, const link_options& options);

  /// Adds a fault that is to come: `at` is not in the past, and the hosts exist.
  void add_fault(const timed_fault& fault);
  /// From now on nothing goes wrong any more: what was cut off is connected again, who was gone is restarted, faults
  /// that were still to come do not. Delays remain.
  void end_faults();

  /// Moves until nothing is left to happen, or, where it is given, until that time.
  run_end run(std::optional<time_point> until = std::nullopt);
  /// From inside a program's pass: run() returns after it.
  void stop();

  time_point now() const;
  /// Of every event so far, in order: the same for the same run, on every machine and compiler.
  std::uint64_t digest() const;
  /// Bytes handed to or taken from a stream, and timers.
  std::uint64_t events() const;
  /// Those of them that are no timers.
  std::uint64_t transfers() const;
  const fault_counts& faults() const;

  /// Told what streams carry, from now on; it may be null, and outlives the world.
  void observe(world_observer* observer);
  /// Who is told; null where nobody is.
  world_observer* observer() const;
  /// Called with a line for each event that enters the digest; it may be empty.
  void set_event_log(std::function<void(std::string_view)> log);

  /// Which connection has that client end, as its peer() says on the server.
  std::optional<wire_name> connection_from(const endpoint& client) const;
  /// The name of a wire for people: "client1/1>" carries what the client sends, "client1/1<" what it is answered.
  std::string describe(const wire_name& wire) const;

  class core;

 private:
  std::unique_ptr<fate> own_decisions_;
  std::unique_ptr<core> core_;
};

}  // namespace asynchat::sim
