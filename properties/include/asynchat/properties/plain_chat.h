#pragma once

#include <asynchat/engine/terminator.h>
#include <asynchat/properties/chat_subject.h>

#include <concepts>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace asynchat::properties {

/// Any class derived from async_chat that a listener could make: it knows nothing of being checked.
template <class Chat>
concept plain_chat =
    std::derived_from<Chat, async_chat> && std::constructible_from<Chat, loop&, std::unique_ptr<stream>>;

/// Where the callbacks of a plain chat are told.
struct callback_log {
  virtual void frame(std::string_view name, std::string_view bytes) = 0;

 protected:
  ~callback_log() = default;
};

/// It says nothing to the channel's peer: all output is the chat's own.
template <>
class chat_sink<callback_log> final : public callback_log {
 public:
  explicit chat_sink(chat_record& record) : record_(record) {}
  void frame(std::string_view name, std::string_view bytes) override { record_.log.add(name, bytes); }
  void answer_on(async_chat*) {}

 private:
  chat_record& record_;
};

/// A plain chat whose callbacks are told before they run as they are.
template <plain_chat Chat>
class told_chat : public Chat {
 public:
  told_chat(loop& owner, std::unique_ptr<stream> source, callback_log& log, const terminator& first)
      : Chat(owner, std::move(source)), log_(log) {
    if (first != terminator(no_terminator{})) this->set_terminator(first);
  }

  void collect_incoming_data(std::string_view data) override {
    log_.frame("data", data);
    Chat::collect_incoming_data(data);
  }
  void found_terminator() override {
    log_.frame("found", {});
    Chat::found_terminator();
  }
  void handle_close() override {
    log_.frame("close", {});
    Chat::handle_close();
  }

 private:
  callback_log& log_;
};

/// What the callbacks of a plain chat told, with the data of each find in it, and at the end what it sent: a "found"
/// with its bytes, a "data" with what no find ended, "close", "sent". After an exception, which closes a channel and
/// throws away its output by contract, nothing is said of what was sent.
events gathered_callbacks(const events& told, std::string_view sent);

/// A class derived from async_chat under test, as it stands. Its overrides must not be private, and it is not final.
///
/// What it does is what is compared: the finds and their data, handle_close, what leaves a callback, and the bytes that
/// it sent, under short writes too; only where a plan ends its output on purpose is all of it accepted. Half close is
/// on before the first byte, so that an end of stream does not throw away output by contract. By contract too, a chat
/// goes on reading between close_when_done() and the close that follows it; one that acts on such input does what
/// depends on the cut, and is told so.
template <plain_chat Chat>
class plain_chat_subject final : public subject {
 public:
  /// `first` is set before the first byte, unless it is none: for a class that leaves it to whoever makes it.
  explicit plain_chat_subject(std::string name, terminator first = no_terminator{})
      : told_(std::move(name), std::move(first)) {}

  std::string name() const override { return told_.name(); }
  /// What a class of that kind has beside its channel's state, nobody knows.
  bool has_states() const override { return false; }
  std::unique_ptr<session> start() const override { return told_.start(); }

  outcome play(std::string_view bytes, const sim::plan& steps, std::span<const heard_frame> heard) const override {
    sim::plan accepting = steps;
    if (steps.end == sim::ending::reset || sim::recv_failure(steps) || !sends_for_ever(steps)) {
      accepting.send.clear();
      accepting.send_after = sim::accept_all;
    }
    outcome seen = told_.play(bytes, accepting, heard);
    seen.log = gathered_callbacks(seen.log, seen.account->sent);
    // What was pushed is known to the chat alone.
    seen.account->pushed = seen.account->sent;
    // Nor is the input that was read, and is left when the chat closes inside a callback.
    seen.account->ended = false;
    return seen;
  }

 private:
  chat_subject<told_chat<Chat>, callback_log, terminator> told_;
};

}  // namespace asynchat::properties
