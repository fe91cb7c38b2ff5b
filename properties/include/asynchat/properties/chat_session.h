#pragma once

#include <asynchat/properties/chat_subject.h>
#include <asynchat/properties/coverage.h>
#include <asynchat/properties/feed_beat.h>

#include <algorithm>
#include <utility>

namespace asynchat::properties {

ASYNCHAT_COVERAGE_OFF

/// One framing in the middle of a stream that is handed to it.
template <class Framing, class Sink, class... Args>
class chat_subject<Framing, Sink, Args...>::chat_session final : public session {
 public:
  explicit chat_session(const std::tuple<Args...>& args) : args_(args), loop_(network_), sink_(record_) {
    loop_.set_log_sink(nullptr);
    reopen();
    channel_->begin_watch(0);
  }

  void feed(std::string_view chunk) override {
    if (channel_->closed()) return;
    network_.offer(chunk);
    run();
  }

  void finish(sim::ending how) override {
    if (channel_->closed() || how == sim::ending::open) return;
    network_.end(how);
    run();
    ended_ = true;
  }

  void hear(std::string_view frame) override {
    if (!channel_->closed()) channel_->listen_to(frame);
  }

  const events& log() const override { return record_.log; }
  const ledger* account() const override { return &record_.watch.account(); }
  std::optional<asynchat::boundary> boundary() const override {
    return static_cast<const Framing&>(*channel_).boundary();
  }

  void save(std::size_t slot) override {
    if constexpr (has_chat_state<Framing>) {
      if (slots_.size() <= slot) slots_.resize(slot + 1);
      slots_[slot].offset = offset_;
      slots_[slot].state.reset();
      if (!over()) slots_[slot].state = channel_->state();
    }
  }

  void restore(std::size_t slot) override {
    if constexpr (has_chat_state<Framing>) {
      record_.watched = true;
      put_back(slots_[slot]);
      channel_->begin_watch(offset_);
      channel_->settle_watch();
    }
  }

  bool restore_to_follow(std::size_t slot, const events& expected, log_mark told) override {
    if constexpr (has_chat_state<Framing>) {
      record_.watched = false;
      record_.log.follow(expected, told);
      put_back(slots_[slot]);
    }
    return has_chat_state<Framing>;
  }

  std::optional<log_mark> followed() const override { return record_.log.followed(); }

  bool is_as_saved(std::size_t slot) const override {
    if constexpr (has_chat_state<Framing>) {
      const saved& other = slots_[slot];
      return over() ? !other.state : other.state && channel_->state() == *other.state;
    }
    return false;
  }

 private:
  struct no_state {};
  template <class F>
  struct state_of {
    using type = no_state;
  };
  template <has_chat_state F>
  struct state_of<F> {
    using type = typename F::state_type;
  };
  /// No state stands for a channel that has closed.
  struct saved {
    std::optional<typename state_of<Framing>::type> state;
    std::size_t offset = 0;
  };

  void put_back(const saved& from) {
    offset_ = from.offset;
    if (!from.state) {
      channel_->close();
    } else {
      if (over()) reopen();
      channel_->restore(*from.state);
    }
  }

  bool over() const { return channel_->closed() || ended_; }

  void reopen() {
    channel_.reset();
    ended_ = false;
    network_.take_received();
    channel_ = make_channel(record_, loop_, network_.connect_again(), sink_, args_);
  }

  /// Lets the channel read what there is.
  void run() {
    while (network_.has_news() && !channel_->closed()) {
      const std::size_t ready = loop_.poll(duration(0));
      const std::size_t received = network_.take_received();
      offset_ += received;
      if (record_.watched) {
        record_.watch.received(received);
        channel_->settle_watch();
      }
      ASYNCHAT_CHECK(ready > 0 || !network_.has_news(), "a channel under test reads as long as it is open");
    }
  }

  const std::tuple<Args...>& args_;
  hand_network network_;
  loop loop_;
  chat_record record_;
  chat_sink<Sink> sink_;
  std::unique_ptr<channel_type> channel_;
  std::size_t offset_ = 0;
  bool ended_ = false;
  std::vector<saved> slots_;
};

/// Notes what the transport took.
template <class Framing, class Sink, class... Args>
class chat_subject<Framing, Sink, Args...>::transport_tap final : public sim::stream_observer {
 public:
  explicit transport_tap(channel_watch& watch) : watch_(watch) {}
  void send_called(std::size_t offered) override { offered_ = offered; }
  void sent(std::string_view accepted) override {
    watch_.sent(accepted);
    hindered_ = hindered_ || accepted.size() < offered_;
  }
  void send_blocked() override { hindered_ = true; }
  void send_failed(std::error_code code) override {
    hindered_ = true;
    if (!sim::means_send_would_block(code)) watch_.send_failed();
  }
  void recv_failed(std::error_code code) override {
    if (!sim::means_recv_would_block(code)) watch_.output_may_be_lost();
  }

  bool hindered() const { return hindered_; }

 private:
  channel_watch& watch_;
  std::size_t offered_ = 0;
  bool hindered_ = false;
};

template <class Framing, class Sink, class... Args>
acted_play chat_subject<Framing, Sink, Args...>::run(std::string_view bytes, const sim::plan& steps,
                                                     std::span<const heard_frame> heard,
                                                     callback_script* script) const {
  chat_record record;
  record.script = script;
  chat_sink<Sink> sink(record);
  transport_tap tap(record.watch);
  sim::scripted_network network(bytes, steps, &tap);
  loop owner(network);
  owner.set_log_sink(nullptr);
  const std::unique_ptr<channel_type> channel = make_channel(record, owner, network.take_stream(), sink, args_);
  channel->begin_watch(0);
  const terminator first = channel->get_terminator();
  sink.answer_on(channel.get());
  // What is not sent when the peer's last byte comes would be lost by contract; kept, it can be accounted for.
  channel->set_half_close(true);
  if (!sends_for_ever(steps)) record.watch.output_may_be_lost();

  chunk_ends ends(steps);
  hearing other_side(heard);
  struct listener {
    channel_type& channel;
    void hear(std::string_view frame) { channel.listen_to(frame); }
  } ear{*channel};
  std::size_t received = 0;
  feed_beat* const beat = feed_beat::of_this_thread();
  while (!channel->closed()) {
    const std::size_t chunk_end = ends.next_after(received);
    other_side.speak(ear, chunk_end);
    if (script != nullptr) script->settled(channel->get_terminator(), channel->closed());
    const std::size_t news = script == nullptr ? 0 : script->steps().size();
    const bool had_all = network.exhausted();
    const time_point before = owner.now();
    const feed_bracket watched(beat, {bytes, received, std::min(chunk_end, bytes.size()), heard, &steps});
    const std::size_t ready = owner.poll(std::nullopt);
    const std::size_t told = std::exchange(received, network.delivered());
    record.watch.received(received - told);
    channel->settle_watch();
    if (script != nullptr) {
      const std::string_view brought = bytes.substr(told, received - told);
      script->arrived(news, brought,
                      !had_all && network.exhausted() && brought.empty() && steps.end != sim::ending::open);
      script->settled(channel->get_terminator(), channel->closed());
    }
    if (ready == 0 && owner.now() == before) break;
  }
  sink.answer_on(nullptr);
  const played_steps played{network.steps_played(), network.delivered(), network.exhausted(), tap.hindered()};
  return {{std::move(record.log), record.watch.take_account(), played}, first};
}

template <class Framing, class Sink, class... Args>
std::optional<events> chat_subject<Framing, Sink, Args...>::play_over(wire& far, std::string_view bytes,
                                                                      const sim::plan& steps,
                                                                      std::span<const heard_frame> heard) const {
  chat_record record;
  chat_sink<Sink> sink(record);
  near_progress progress;
  loop owner(far.world());
  owner.set_log_sink(nullptr);
  const std::unique_ptr<channel_type> channel =
      make_channel(record, owner, watched_end(far.take_near_end(), progress), sink, args_);
  channel->begin_watch(0);
  sink.answer_on(channel.get());
  channel->set_half_close(true);
  const auto hear = [&](std::string_view frame) { channel->listen_to(frame); };
  const bool is_whole = deliver_over(far, {owner, *channel, progress, hear}, bytes, steps, heard);
  sink.answer_on(nullptr);
  if (!is_whole) return std::nullopt;
  return std::move(record.log);
}

ASYNCHAT_COVERAGE_ON

}  // namespace asynchat::properties
