#pragma once

#include <asynchat/engine/loop.h>
#include <asynchat/properties/callback_actions.h>
#include <asynchat/properties/channel_watch.h>
#include <asynchat/properties/hand_network.h>
#include <asynchat/properties/hearing.h>
#include <asynchat/properties/lent_chunk.h>
#include <asynchat/properties/other_world.h>
#include <asynchat/properties/subject.h>
#include <asynchat/sim/scripted_network.h>

#include <algorithm>
#include <concepts>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace asynchat::properties {

/// A framing whose input side is a value.
template <class Framing>
concept has_chat_state = requires(Framing one, const typename Framing::state_type& state) {
  { one.state() } -> std::same_as<typename Framing::state_type>;
  one.restore(state);
  requires std::equality_comparable<typename Framing::state_type>;
};

/// What the callbacks of an observed channel write into.
struct chat_record {
  events log;
  channel_watch watch;
  bool watched = true;  ///< whether it is told of anything
  callback_script* script = nullptr;
};

/// A framing whose callbacks are told to a watch before they run as they are. What it collects is lent to it in a block
/// of its own, which is overwritten afterwards; under a sanitizer in one of the exact size, which is freed.
template <class Framing>
class observed : public Framing {
 public:
  template <class... Args>
  explicit observed(chat_record& record, Args&&... args) : Framing(std::forward<Args>(args)...), record_(record) {}

  void collect_incoming_data(std::string_view data) override {
    if (!record_.watched) return Framing::collect_incoming_data(data);
    record_.watch.collect_begins(data, this->closed());
    if (record_.script != nullptr) record_.script->begin(acting_callback::collect, data);
    lend(data);
    record_.watch.collect_ends(Framing::boundary());
    if (record_.script != nullptr) act(acting_callback::collect, data.size());
  }
  void found_terminator() override {
    if (!record_.watched) return Framing::found_terminator();
    record_.watch.found_begins(this->closed());
    if (record_.script != nullptr) record_.script->begin(acting_callback::found, {});
    Framing::found_terminator();
    record_.watch.found_ends(Framing::boundary());
    if (record_.script != nullptr) act(acting_callback::found, 0);
  }
  void handle_close() override {
    if (record_.watched) record_.watch.close_begins(this->closed());
    Framing::handle_close();
  }
  void handle_error(std::exception_ptr error) override {
    try {
      std::rethrow_exception(error);
    } catch (const acting_error&) {
      if (record_.script != nullptr && record_.script->catches()) return;
    } catch (const std::exception& caught) {
      record_.log.add("exception", caught.what());
    } catch (...) {
      record_.log.add("exception", "no std::exception");
    }
    Framing::handle_error(error);
  }

  void handle_limit() override {
    if (record_.script != nullptr) record_.script->limit_passed();
    Framing::handle_limit();
  }

  void listen_to(std::string_view frame) {
    if constexpr (requires(Framing& one) { one.hear(frame); }) Framing::hear(frame);
    if (record_.watched) record_.watch.look_at(Framing::boundary());
  }
  void begin_watch(std::size_t offset) {
    record_.log.clear();
    record_.watch.begin(offset, Framing::held(), Framing::boundary());
  }
  void settle_watch() {
    const asynchat::boundary live = Framing::boundary();
    const std::size_t carry_max = this->ac_in_buffer_size() + live.pattern.size();
    record_.watch.settle(live, Framing::held(), carry_max, this->closed());
  }

 private:
  /// Does what is to be done in the callback that has collected so many bytes.
  void act(acting_callback where, std::size_t collected) {
    const std::optional<callback_deed> deed = record_.script->finish(where, this->get_terminator(), this->closed());
    if (!deed) return;
    switch (*deed) {
      case callback_deed::close:
        this->close();
        break;
      case callback_deed::push:
        record_.watch.pushed(acting_output);
        this->push(acting_output);
        break;
      case callback_deed::set_terminator:
        set_anew(collected);
        break;
      case callback_deed::discard_buffers:
        this->discard_buffers();
        break;
      case callback_deed::raise:
      case callback_deed::raise_caught:
        break;
    }
    record_.script->did(*deed, this->get_terminator(), this->closed());
    if (*deed == callback_deed::raise || *deed == callback_deed::raise_caught) throw acting_error();
  }

  /// Inside collect_incoming_data a count still holds the bytes that are being collected.
  void set_anew(std::size_t collected) {
    terminator live = this->get_terminator();
    if (auto* count = std::get_if<byte_count>(&live)) count->value -= std::min<std::uint64_t>(count->value, collected);
    this->set_terminator(live);
  }

  /// A block for each call is dear; where nobody would see that it is freed, one that is overwritten does as well.
  void lend(std::string_view data) {
    if constexpr (sees_freed_memory) return Framing::collect_incoming_data(lent_chunk(data).view());
    lent_ = data;
    Framing::collect_incoming_data(lent_);
    overwrite(lent_.data(), lent_.size());
  }

  chat_record& record_;
  std::string lent_;
};

/// Where an observed framing reports its frames: into the log, and, where there is a channel to answer on, each whole
/// frame is acknowledged with its name and length, so that the sending side has work that no cut changes.
template <class Sink>
class chat_sink final : public Sink {
 public:
  explicit chat_sink(chat_record& record) : record_(record) {}

  void frame(std::string_view name, std::string_view bytes) override {
    record_.log.add(name, bytes);
    if (answering_ == nullptr || answering_->closed() || record_.watch.closing()) return;
    if (name == "data" || name == "error") return;
    const std::string answer = std::string(name) + ' ' + std::to_string(bytes.size()) + '\n';
    record_.watch.pushed(answer);
    answering_->push(answer);
  }

  void answer_on(async_chat* channel) { answering_ = channel; }

 private:
  chat_record& record_;
  async_chat* answering_ = nullptr;
};

/// A framing under test: an async_chat with the constructor (loop&, std::unique_ptr<stream>, Sink&, Args…), whose
/// frames go to `void Sink::frame(std::string_view name, std::string_view bytes)`.
///
/// play() runs it on a scripted network; a session hands it chunk after chunk, and puts it back with restore(), a new
/// channel where the last one was closed.
template <class Framing, class Sink, class... Args>
class chat_subject final : public subject {
 public:
  explicit chat_subject(std::string name, Args... args) : name_(std::move(name)), args_(std::move(args)...) {}

  /// What limits() returns from now on.
  void offer_limits(std::vector<limit_probe> limits) { limits_ = std::move(limits); }

  std::string name() const override { return name_; }
  bool has_states() const override { return has_chat_state<Framing>; }
  std::vector<limit_probe> limits() const override { return limits_; }
  std::unique_ptr<session> start() const override { return std::make_unique<chat_session>(args_); }
  outcome play(std::string_view bytes, const sim::plan& steps, std::span<const heard_frame> heard) const override {
    return run(bytes, steps, heard, nullptr).seen;
  }
  std::optional<acted_play> play_acting(std::string_view bytes, const sim::plan& steps,
                                        std::span<const heard_frame> heard, callback_script& script) const override {
    return run(bytes, steps, heard, &script);
  }
  std::optional<events> play_over(wire& far, std::string_view bytes, const sim::plan& steps,
                                  std::span<const heard_frame> heard) const override;

 private:
  using channel_type = observed<Framing>;
  class chat_session;
  class transport_tap;

  acted_play run(std::string_view bytes, const sim::plan& steps, std::span<const heard_frame> heard,
                 callback_script* script) const;

  static std::unique_ptr<channel_type> make_channel(chat_record& record, loop& owner, std::unique_ptr<stream> source,
                                                    chat_sink<Sink>& sink, const std::tuple<Args...>& args) {
    return std::apply(
        [&](const Args&... each) {
          return std::make_unique<channel_type>(record, owner, std::move(source), static_cast<Sink&>(sink), each...);
        },
        args);
  }

  std::string name_;
  std::tuple<Args...> args_;
  std::vector<limit_probe> limits_;
};

template <class Framing, class Sink, class... Args>
std::unique_ptr<subject> make_chat_subject(std::string name, Args... args) {
  return std::make_unique<chat_subject<Framing, Sink, Args...>>(std::move(name), std::move(args)...);
}

}  // namespace asynchat::properties

#include <asynchat/properties/chat_session.h>
