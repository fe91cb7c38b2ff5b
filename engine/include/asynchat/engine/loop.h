#pragma once

#include <asynchat/transport/clock.h>
#include <asynchat/transport/network.h>
#include <asynchat/transport/readiness.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asynchat {

class dispatcher;

enum class log_level : std::uint8_t { info, warning, error };

/// Names a call that loop::call_later will make.
using timer_id = std::pair<time_point, std::uint64_t>;

/// Drives dispatchers and async_chats over one network: asyncore's loop and its channel map in one.
///
/// A pass asks the channels that something happened to what they wait for, waits, and hands what is ready to each
/// channel in the order read, write, hangup; a channel closed on the way gets nothing more. Between channels no order
/// is promised. A pass costs what is ready, not what is open.
///
/// One thread, but for call_soon_threadsafe. The network outlives the loop; channels do not outlive it.
class loop {
 public:
  using log_sink = std::function<void(log_level, std::string_view)>;

  explicit loop(network& world);
  loop(const loop&) = delete;
  loop& operator=(const loop&) = delete;
  ~loop();

  /// Makes passes, each waiting at most `timeout`, as long as a channel is open and fewer than `count` have been made.
  void run(std::optional<duration> timeout = std::chrono::seconds(30), std::optional<std::uint64_t> count = {});

  /// Makes one pass; returns how many channels it had news for, timers not counted. Calling it from inside a callback
  /// of this loop is a checked error.
  std::size_t poll(std::optional<duration> timeout);

  /// Closes every channel.
  void close_all();

  /// Open channels.
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

  network& world() const { return *world_; }
  time_point now() const { return world_->now(); }

  /// Calls `action` from a later pass, or later in this one, once `delay` has passed; a negative delay counts as 0.
  /// What it throws leaves the loop. Timers due at the same time run in the order in which they were asked for; one
  /// that is asked for by a timer runs in the next pass at the earliest. run() ends with the last channel, whatever
  /// waits.
  timer_id call_later(duration delay, std::function<void()> action);
  /// True when the call had not been made yet, and now never will.
  bool cancel(timer_id timer);

  /// Any thread may call it while the loop lives: `action` is called in the next pass, on the loop's thread, and a pass
  /// that waits is woken for it. Actions run in the order in which they came; one that comes from an action waits for a
  /// later pass. What it throws leaves the loop; the actions behind it are called in the next pass. Those that the loop
  /// did not come to are destroyed with it, uncalled.
  void call_soon_threadsafe(std::function<void()> action);

  /// Closes the channel now and destroys it when no callback runs: at the end of the callback at work, or in the next
  /// pass. It is how a channel ends its own life.
  void destroy_later(std::unique_ptr<dispatcher> channel);

  /// Where log lines go; at first to stderr.
  void set_log_sink(log_sink sink);
  void log(log_level level, std::string_view message) const;

 private:
  friend class dispatcher;
  friend class async_chat;
  friend class receive_lease;

  struct polling_scope;
  struct callback_scope;

  struct slot {
    dispatcher* channel = nullptr;
    std::uint32_t generation = 0;
    readiness interest = readiness::none;
    bool watched = false;
    bool touched = false;
  };

  registration add(dispatcher& channel);
  void remove(registration who);
  void touch(registration who);
  dispatcher* find(registration who) const;

  void refresh_interest();
  void watch(slot& entry, registration who, readiness wanted);
  void check_interest() const;
  std::optional<duration> time_to_wait(std::optional<duration> timeout) const;
  void dispatch(const ready_event& event);
  void run_due_timers();
  void run_soon();
  void destroy_condemned();

  /// Runs a handler; hands what it throws to the channel's handle_error. What must leave the loop passes.
  template <class Handler>
  void guard(dispatcher& channel, Handler handler);

  network* world_;
  std::vector<slot> slots_;
  std::vector<std::uint32_t> free_slots_;
  std::vector<std::uint32_t> touched_;
  std::size_t size_ = 0;

  std::vector<ready_event> ready_;
  bool polling_ = false;
  std::uint32_t callback_depth_ = 0;
  /// What came out of a handle_close or handle_error: it leaves the loop.
  std::exception_ptr fatal_;
  std::vector<std::unique_ptr<dispatcher>> condemned_;

  std::map<timer_id, std::function<void()>> timers_;
  std::uint64_t timers_made_ = 0;

  /// What call_soon_threadsafe was given; the mutex guards it. The count tells whether it is worth locking.
  std::mutex soon_mutex_;
  std::deque<std::function<void()>> soon_;
  std::atomic<std::size_t> soon_count_ = 0;

  /// The one receive buffer of all channels; leased by one read event at a time.
  std::vector<char> receive_buffer_;
  bool receive_buffer_leased_ = false;

  /// The memory of the last output buffer that was sent whole, for the next one; empty or not, its bytes mean nothing.
  std::string spare_output_;

  log_sink log_sink_;
};

}  // namespace asynchat
