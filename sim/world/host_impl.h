#pragma once

#include <asynchat/sim/host.h>
#include <asynchat/sim/world.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "source.h"

namespace asynchat::sim {

class listening;

/// The state of one host: its program, its listeners, and which of its sources have news.
class host::impl {
 public:
  impl(world::core& the_world, std::uint32_t the_number, std::string the_name, const host_options& the_options);

  /// Appends what is ready; false when that is nothing.
  bool collect(std::vector<ready_event>& into);
  /// Puts it on the list of those to be asked by collect, and sees to a pass.
  void list(source& one);
  void unlist(source& one);
  bool has_news() const;

  /// Calls the program until it has nothing more to do, or its time is up.
  void make_passes();
  /// Counts a pass, and says how long it takes: no time, but for one of very many that were made while none passed. So
  /// a loop that always has something to do, such as a channel that wants to write and never does, stops no clock.
  duration time_of_pass();
  /// The program waits in vain, at most for `timeout`.
  void rest(std::optional<duration> timeout);
  /// A time came for which it asked.
  void wake_came();
  /// It does nothing until then.
  void be_busy_until(time_point end);
  void start();
  /// Takes the program away, with all it holds.
  void stop();

  /// One that no connection comes from and nobody listens at, while there is one.
  std::optional<std::uint16_t> free_port();
  listening* listener_at(const endpoint& where) const;

  world::core& core;
  const std::uint32_t number;
  const std::string name;
  const std::string address;
  host_options options;

  program_maker maker;
  std::unique_ptr<program> running;
  host* self = nullptr;
  bool up = true;       ///< it runs its program
  bool powered = true;  ///< it answers at all
  bool runnable = false;
  bool inside = false;  ///< its program makes a pass
  bool started = false;

  std::map<std::string, listening*> listeners;  ///< by port or path
  std::uint32_t connects = 0;
  std::map<std::uint16_t, std::uint32_t> connects_by_port;  ///< those that are not over
  std::uint32_t lookups = 0;
  std::uint32_t accepts = 0;
  std::uint64_t choices = 0;  ///< times that several things were ready together
  std::atomic<bool> woken = false;

 private:
  struct at_work;

  static constexpr std::uint16_t first_free_port = 1024;

  void ask_for_wake(time_point when);

  std::vector<source*> candidates_;  ///< null where one was taken away
  bool rests_ = false;               ///< its last wait had nothing to tell
  time_point busy_until_{};
  time_point last_pass_{};
  std::uint32_t passes_at_once_ = 0;  ///< at that time
  std::optional<time_point> next_wake_;
  std::uint16_t next_port_ = 49152;
};

/// Where the host is looked for by a listener's or a connect's endpoint.
std::string listening_key(const endpoint& where);

}  // namespace asynchat::sim
