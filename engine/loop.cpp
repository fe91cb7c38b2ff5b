#include <asynchat/engine/loop.h>

#include <asynchat/engine/dispatcher.h>
#include <asynchat/transport/check.h>

#include <algorithm>
#include <cstdio>

namespace asynchat {

namespace {

void log_to_stderr(log_level level, std::string_view message) {
  static constexpr const char* names[] = {"info", "warning", "error"};
  std::fprintf(stderr, "%s: %.*s\n", names[static_cast<int>(level)], static_cast<int>(message.size()), message.data());
}

}  // namespace

/// While it lives, a pass is being made.
struct loop::polling_scope {
  explicit polling_scope(loop& the_loop) : owner(the_loop) { owner.polling_ = true; }
  ~polling_scope() { owner.polling_ = false; }
  loop& owner;
};

/// While it lives, a callback runs and no channel is destroyed.
struct loop::callback_scope {
  explicit callback_scope(loop& the_loop) : owner(the_loop) { ++owner.callback_depth_; }
  ~callback_scope() { --owner.callback_depth_; }
  loop& owner;
};

loop::loop(network& world) : world_(&world), log_sink_(log_to_stderr) {}

loop::~loop() {
  ASYNCHAT_CHECK(callback_depth_ == 0, "a loop is not destroyed inside a callback of its own");
  // An action's captures may own channels, which cancel timers of their own.
  soon_.clear();
  static_cast<void>(std::exchange(timers_, {}));
  destroy_condemned();
  for (const slot& entry : slots_) {
    ASYNCHAT_CHECK(entry.channel == nullptr, "close or destroy every channel before its loop");
  }
}

template <class Handler>
void loop::guard(dispatcher& channel, Handler handler) {
  callback_scope loop_scope(*this);
  dispatcher::callback_scope channel_scope(channel);
  const auto protect = [&](auto action) {
    try {
      action();
    } catch (const exit_now&) {
      throw;
    } catch (...) {
      if (fatal_ != nullptr && std::current_exception() == fatal_) {
        fatal_ = nullptr;
        throw;
      }
      channel.report(std::current_exception());
    }
  };
  protect(handler);
  protect([&] { channel.settle(); });
}

void loop::run(std::optional<duration> timeout, std::optional<std::uint64_t> count) {
  for (std::uint64_t passes = 0; !empty() && (!count || passes < *count); ++passes) poll(timeout);
}

std::size_t loop::poll(std::optional<duration> timeout) {
  ASYNCHAT_CHECK(!polling_, "a loop is not polled from inside a callback of its own");
  polling_scope scope(*this);
  refresh_interest();
  check_interest();
  ready_.clear();
  world_->wait(time_to_wait(timeout), ready_);
  // A handler that throws out of the loop leaves the rest of this pass's news; it is level-triggered and comes again.
  for (std::size_t i = 0; i < ready_.size(); ++i) {
    dispatch(ready_[i]);
    if (!condemned_.empty()) destroy_condemned();
  }
  if (!timers_.empty()) run_due_timers();
  if (soon_count_ > 0) run_soon();
  return ready_.size();
}

void loop::close_all() {
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    if (slots_[i].channel != nullptr) slots_[i].channel->close();
  }
}

timer_id loop::call_later(duration delay, std::function<void()> action) {
  const timer_id timer{now() + std::clamp(delay, duration(0), time_point::max() - now()), timers_made_++};
  timers_.emplace(timer, std::move(action));
  return timer;
}

bool loop::cancel(timer_id timer) { return timers_.erase(timer) == 1; }

void loop::call_soon_threadsafe(std::function<void()> action) {
  {
    const std::lock_guard lock(soon_mutex_);
    soon_.push_back(std::move(action));
    soon_count_ = soon_.size();
  }
  world_->wake();
}

void loop::destroy_later(std::unique_ptr<dispatcher> channel) {
  ASYNCHAT_CHECK(channel != nullptr && channel->loop_ == this, "a channel is destroyed by its own loop");
  channel->close();
  condemned_.push_back(std::move(channel));
}

void loop::set_log_sink(log_sink sink) { log_sink_ = std::move(sink); }

void loop::log(log_level level, std::string_view message) const {
  if (log_sink_) log_sink_(level, message);
}

registration loop::add(dispatcher& channel) {
  std::uint32_t number = 0;
  if (free_slots_.empty()) {
    number = static_cast<std::uint32_t>(slots_.size());
    slots_.emplace_back();
    // So that closing a channel, which destructors do, never asks for memory.
    free_slots_.reserve(slots_.capacity());
  } else {
    number = free_slots_.back();
    free_slots_.pop_back();
  }
  slot& entry = slots_[number];
  entry.channel = &channel;
  ++size_;
  const registration who{number, entry.generation};
  touch(who);
  return who;
}

void loop::remove(registration who) {
  slot& entry = slots_[who.slot];
  // `touched` stays: the slot's number may still be on the list, where its next owner may be found without harm.
  entry.channel = nullptr;
  entry.interest = readiness::none;
  entry.watched = false;
  ++entry.generation;
  free_slots_.push_back(who.slot);
  --size_;
}

void loop::touch(registration who) {
  slot& entry = slots_[who.slot];
  if (entry.touched || entry.generation != who.generation) return;
  entry.touched = true;
  touched_.push_back(who.slot);
}

dispatcher* loop::find(registration who) const {
  if (who.slot >= slots_.size() || slots_[who.slot].generation != who.generation) return nullptr;
  return slots_[who.slot].channel;
}

inline void loop::refresh_interest() {
  // Settling may touch further channels, so the list can grow while it is walked.
  for (std::size_t i = 0; i < touched_.size(); ++i) {
    const std::uint32_t number = touched_[i];
    slots_[number].touched = false;
    const registration who{number, slots_[number].generation};
    if (dispatcher* channel = find(who)) guard(*channel, [] {});
    if (dispatcher* channel = find(who)) watch(slots_[number], who, channel->wanted());
  }
  touched_.clear();
  if (!condemned_.empty()) destroy_condemned();
}

void loop::watch(slot& entry, registration who, readiness wanted) {
  dispatcher& channel = *entry.channel;
  pollable* source = nullptr;
  if (channel.listening_ != nullptr) source = channel.listening_->source.get();
  if (channel.stream_ != nullptr) source = channel.stream_.get();
  if (source == nullptr) return;
  // A hangup is reported whether wanted or not; to a channel that has had its handle_close it says nothing new.
  const bool useful = wanted != readiness::none || !channel.close_notified_;
  if (useful && !(entry.watched && entry.interest == wanted)) source->watch(who, wanted);
  if (!useful && entry.watched) source->unwatch();
  entry.watched = useful;
  entry.interest = wanted;
}

void loop::check_interest() const {
#ifdef ASYNCHAT_CHECK_INTEREST
  for (const slot& entry : slots_) {
    if (entry.channel == nullptr) continue;
    ASYNCHAT_CHECK(entry.channel->wanted() == entry.interest,
                   "readable() or writable() changed its answer: call touch() when it does");
  }
#endif
}

inline std::optional<duration> loop::time_to_wait(std::optional<duration> timeout) const {
  if (soon_count_ > 0) return duration(0);
  if (timers_.empty()) return timeout;
  const duration until_timer = std::max(duration(0), timers_.begin()->first.first - now());
  return timeout ? std::min(*timeout, until_timer) : until_timer;
}

void loop::run_due_timers() {
  // A call that is asked for in here waits for the next pass, so that one that asks for itself does not keep this one.
  const timer_id end{now(), timers_made_};
  while (!timers_.empty() && timers_.begin()->first < end) {
    auto timer = timers_.extract(timers_.begin());
    callback_scope scope(*this);
    timer.mapped()();
  }
  destroy_condemned();
}

void loop::run_soon() {
  for (std::size_t left = soon_count_; left > 0; --left) {
    std::function<void()> action;
    {
      const std::lock_guard lock(soon_mutex_);
      action = std::move(soon_.front());
      soon_.pop_front();
      soon_count_ = soon_.size();
    }
    callback_scope scope(*this);
    action();
  }
  destroy_condemned();
}

void loop::destroy_condemned() {
  // A destructor may condemn further channels; each round destroys a list of its own.
  while (callback_depth_ == 0 && !condemned_.empty()) {
    std::vector<std::unique_ptr<dispatcher>> doomed;
    doomed.swap(condemned_);
  }
}

void loop::dispatch(const ready_event& event) {
  if (any(event.what, readiness::read)) {
    if (dispatcher* channel = find(event.who)) {
      touch(event.who);
      guard(*channel, [&] {
        if (channel->accepting()) {
          channel->handle_accept();
        } else if (!channel->connecting_ || channel->finish_connecting()) {
          if (!channel->closed_) channel->handle_read();
        }
      });
    }
  }
  if (any(event.what, readiness::write)) {
    if (dispatcher* channel = find(event.who)) {
      touch(event.who);
      guard(*channel, [&] {
        if (!channel->connecting_ || channel->finish_connecting()) {
          if (!channel->closed_) channel->handle_write();
        }
      });
    }
  }
  if (any(event.what, readiness::hangup) && !any(event.what, readiness::read)) {
    if (dispatcher* channel = find(event.who)) {
      touch(event.who);
      guard(*channel, [&] { channel->notify_close(); });
    }
  }
}

}  // namespace asynchat
