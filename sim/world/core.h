#pragma once

#include <asynchat/sim/event_queue.h>
#include <asynchat/sim/world.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "connection.h"
#include "digest.h"
#include "happening.h"
#include "host_impl.h"
#include "link.h"

namespace asynchat::sim {

/// All that a world is: its hosts, links and connections, its clock and its queue.
class world::core {
 public:
  core(fate& decisions, const world_limits& limits);
  ~core();

  host& add_host(std::string name, const host_options& options);
  host::impl* find(std::string_view name) const;
  host::impl& named(std::string_view name) const;
  link& route(const host::impl& from, const host::impl& to);

  run_end run(std::optional<time_point> until);
  /// Moves the world for a loop outside of it, until `whom` has news or the time has come.
  void run_for(host::impl& whom, std::optional<duration> timeout);

  void add_fault(const timed_fault& fault);
  void end_faults();

  connection& new_connection();
  void release(connection& over);

  void add(time_point when, const happening& what);
  void make_runnable(host::impl& one);
  void set_links(const link_options& options);
  std::optional<wire_name> client_of(const endpoint& client) const;

  // What enters the digest.
  enum class moved : std::uint8_t { handed, taken };
  void note_bytes(moved how, const wire_name& on, std::uint64_t offset, std::size_t count, std::uint64_t content) {
    const auto time = static_cast<std::uint64_t>(now.time_since_epoch().count());
    digest.add(time + content, key_of(on), offset << 24 ^ count << 1 ^ static_cast<std::uint64_t>(how));
    if (log) log_bytes(how, on, offset, count, content);
  }
  void note(std::string_view verb, std::uint32_t host, std::uint64_t what);
  void note_wire(std::string_view verb, const wire_name& on, std::uint64_t what);
  std::string describe(const wire_name& wire) const;

  fate* decisions;
  world_limits limits;
  link_options usual_link;
  time_point now{};
  std::uint64_t events = 0;
  std::uint64_t transfers = 0;
  std::uint64_t passes = 0;
  rolling_digest digest;
  fault_counts faults;
  world_observer* observer = nullptr;
  std::function<void(std::string_view)> log;
  bool stop_asked = false;
  int obstacles = 0;  ///< blocks of links, and hosts without power: while there are none, all that travels arrives
  bool faults_are_over = false;
  bool is_over = false;  ///< it is being destroyed

  std::vector<std::unique_ptr<host>> hosts;
  std::map<std::string, host::impl*, std::less<>> names;

 private:
  struct pending_fault {
    timed_fault what;
    bool called_off = false;
    bool under_way = false;
  };

  static std::uint64_t key_of(const wire_name& wire) {
    return std::uint64_t{wire.host} << 33 | std::uint64_t{wire.connect} << 1 | static_cast<std::uint64_t>(wire.from);
  }
  void log_bytes(moved how, const wire_name& on, std::uint64_t offset, std::size_t count, std::uint64_t content) const;

  bool bound_reached() const { return events + passes >= limits.events_max; }
  void start_programs();
  void run_programs();
  /// All that is due at the time of the next entry, which is `next`.
  void take_all_at(time_point next);
  void fetch_ahead() const;
  void happen(const happening& what);
  bool is_held_back(connection& one, const happening& what);
  void deliver(connection& one, const happening& what);
  void begin_fault(std::uint32_t number);
  void end_fault(std::uint32_t number);
  void block(const host::impl& from, const host::impl& to, int more);
  /// What was held back goes on.
  void let_go(link& one);
  void take_down(host::impl& one, bool powered);
  void bring_up(host::impl& one);

  event_queue<happening> queue_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::unique_ptr<link>> links_;
  std::vector<std::unique_ptr<connection>> connections_;
  std::vector<std::uint32_t> free_connections_;
  std::vector<host::impl*> runnable_;
  std::vector<host::impl*> running_;
  std::vector<pending_fault> timeline_;
};

}  // namespace asynchat::sim
