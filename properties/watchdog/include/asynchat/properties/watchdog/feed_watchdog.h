#pragma once

#include <asynchat/properties/counterexample.h>
#include <asynchat/properties/feed_beat.h>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <thread>

namespace asynchat::properties {

/// Ends the process when a parser that is fed on a watched thread does not return: a thread that hangs cannot be
/// stopped. The law progress calls that a failure.
///
/// It looks from a thread of its own, four times within the limit; the watched threads read no clock.
class feed_watchdog {
 public:
  /// Told, on the watchdog's thread, which delivery hangs: to write it down and to tell of it.
  using report = std::function<void(const counterexample& hung)>;

  /// `limit` is above 0: how long one call of a parser may take.
  explicit feed_watchdog(std::chrono::milliseconds limit);
  feed_watchdog(const feed_watchdog&) = delete;
  feed_watchdog& operator=(const feed_watchdog&) = delete;
  ~feed_watchdog();

 private:
  struct seat {
    feed_beat beat;
    report told;
    std::uint64_t seen = 0;
    std::chrono::steady_clock::time_point since;
  };

 public:
  /// Watches the thread that makes it, for as long as it lives. Once the report has been told, the process ends with
  /// status 1, without destructors; an exception that leaves the report does not keep it from that.
  class watched_thread {
   public:
    watched_thread(feed_watchdog& dog, report told);
    watched_thread(const watched_thread&) = delete;
    watched_thread& operator=(const watched_thread&) = delete;
    ~watched_thread();

   private:
    feed_watchdog& dog_;
    std::list<seat>::iterator seat_;
    feed_beat* const before_;
  };

 private:
  void watch();
  void look_at(seat& one);

  const std::chrono::milliseconds limit_;
  std::mutex guard_;
  std::condition_variable stop_called_;
  bool stop_ = false;
  std::list<seat> seats_;
  std::thread watcher_;
};

/// The delivery that a call of a parser hangs in, up to that call, as a breach of the law progress.
counterexample hung_delivery(const fed_chunk& fed, std::chrono::milliseconds limit);

}  // namespace asynchat::properties
