#include <asynchat/properties/hearing.h>
#include <asynchat/properties/watchdog/feed_watchdog.h>
#include <asynchat/transport/check.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

namespace asynchat::properties {
namespace {

std::string seconds_text(std::chrono::milliseconds limit) {
  if (limit.count() % 1000 != 0) return std::to_string(limit.count()) + " ms";
  return std::to_string(limit.count() / 1000) + " s";
}

std::string describe(const fed_chunk& fed, std::chrono::milliseconds limit) {
  const std::string late = " did not return within " + seconds_text(limit);
  if (fed.from < fed.to || !fed.suffix.empty()) {
    return "the feed of bytes " + std::to_string(fed.from) + " to " + std::to_string(fed.to + fed.suffix.size()) + late;
  }
  return "the call for an empty read or the end at byte " + std::to_string(fed.to) + late;
}

sim::plan plan_up_to(const fed_chunk& fed, std::size_t size) {
  std::vector<std::size_t> cuts;
  for (const std::size_t one : fed.windows) {
    if (!fed.cuts.empty() && one < fed.cuts.front()) cuts.push_back(one);
  }
  cuts.insert(cuts.end(), fed.cuts.begin(), fed.cuts.end());
  sim::plan steps = sim::cut_at(size, cuts, fed.end);
  if (fed.from == fed.to && fed.suffix.empty() && fed.end == sim::ending::open) steps.recv.push_back(sim::block{});
  return steps;
}

}  // namespace

counterexample hung_delivery(const fed_chunk& fed, std::chrono::milliseconds limit) {
  counterexample result;
  result.strategy = "watchdog";
  if (fed.steps != nullptr) {
    result.bytes = fed.stream;
    result.steps = *fed.steps;
  } else {
    result.bytes = std::string(fed.stream.substr(0, fed.to)) + std::string(fed.suffix);
    result.steps = plan_up_to(fed, result.bytes.size());
  }
  result.kept = result.bytes.size();
  result.stream_end = result.steps.end;
  const std::span<const heard_frame> heard = heard_by(fed.heard, result.kept);
  result.heard.assign(heard.begin(), heard.end());
  result.details.broken = law::progress;
  result.details.note = describe(fed, limit);
  return result;
}

feed_watchdog::feed_watchdog(std::chrono::milliseconds limit) : limit_(limit) {
  ASYNCHAT_CHECK(limit.count() > 0, "a feed may take some time");
  watcher_ = std::thread([this] { watch(); });
}

feed_watchdog::~feed_watchdog() {
  {
    const std::lock_guard lock(guard_);
    stop_ = true;
  }
  stop_called_.notify_one();
  watcher_.join();
}

void feed_watchdog::watch() {
  std::unique_lock lock(guard_);
  while (!stop_) {
    stop_called_.wait_for(lock, limit_ / 4);
    for (seat& one : seats_) look_at(one);
  }
}

void feed_watchdog::look_at(seat& one) {
  const std::uint64_t count = one.beat.count();
  const auto now = std::chrono::steady_clock::now();
  const bool is_fed = count % 2 == 1;
  if (!is_fed || count != one.seen) {
    one.seen = count;
    one.since = now;
    return;
  }
  if (now - one.since < limit_) return;
  std::string what = "a call of the parser does not return";
  try {
    const counterexample hung = hung_delivery(one.beat.fed(), limit_);
    if (one.beat.count() != count) return;  // it has just returned
    what = hung.details.note;
    one.told(hung);
  } catch (const std::exception& error) {
    if (one.beat.count() != count) return;  // and what it was fed with changed meanwhile
    std::fprintf(stderr, "asynchat: %s; and that cannot be written down: %s\n", what.c_str(), error.what());
  }
  std::fflush(nullptr);
  std::_Exit(1);
}

feed_watchdog::watched_thread::watched_thread(feed_watchdog& dog, report told)
    : dog_(dog), before_(feed_beat::of_this_thread()) {
  const std::lock_guard lock(dog_.guard_);
  seat_ = dog_.seats_.emplace(dog_.seats_.end());
  seat_->told = std::move(told);
  feed_beat::watch_this_thread(&seat_->beat);
}

feed_watchdog::watched_thread::~watched_thread() {
  feed_beat::watch_this_thread(before_);
  const std::lock_guard lock(dog_.guard_);
  dog_.seats_.erase(seat_);
}

}  // namespace asynchat::properties
