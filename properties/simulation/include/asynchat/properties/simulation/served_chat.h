#pragma once

#include <asynchat/properties/chat_subject.h>
#include <asynchat/properties/simulation/served_wire.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asynchat::properties::simulation {

/// Who answers on one connection, apart from the connection. Views are valid during the call.
class responder {
 public:
  virtual ~responder() = default;

  virtual std::string greeting() { return {}; }
  /// Appends what it answers to a frame.
  virtual void frame(std::string_view name, std::string_view bytes, std::string& reply) = 0;
  /// True once the server is to close when all that was answered is sent.
  virtual bool ended() const { return false; }
  /// The frame of a reply that the parser of the input is to hear; empty where there is none.
  virtual std::string_view to_hear(std::string_view /*reply*/) const { return {}; }
  /// Whether the parser of the answers hears frames of that name.
  virtual bool is_heard(std::string_view /*name*/) const { return false; }
};

/// Where a served framing reports its frames: into the record, and to the responder, whose answers are sent.
template <class Sink>
class served_sink final : public Sink {
 public:
  served_sink(served_wire& record, std::unique_ptr<responder> who) : record_(record), who_(std::move(who)) {}

  void frame(std::string_view name, std::string_view bytes) override {
    record_.told.log.add(name, bytes);
    if (channel_ == nullptr || channel_->closed() || watch().closing() || who_->ended()) return;
    if (who_->is_heard(name)) record_.asked.push_back({watch().account().pushed.size(), std::string(bytes)});
    std::string reply;
    who_->frame(name, bytes, reply);
    send(reply);
  }

  void answer_on(async_chat& channel) {
    channel_ = &channel;
    send(who_->greeting());
  }

  /// What the framing is to hear since this was asked last.
  std::vector<std::string> take_said() { return std::exchange(said_, {}); }

 private:
  channel_watch& watch() { return record_.told.watch; }

  void send(const std::string& reply) {
    if (!reply.empty()) {
      const std::string_view heard = who_->to_hear(reply);
      if (!heard.empty()) {
        record_.answers.push_back({watch().account().accounted.size(), std::string(heard)});
        said_.emplace_back(heard);
      }
      watch().pushed(reply);
      channel_->push(reply);
    }
    if (who_->ended()) channel_->close_when_done();
  }

  served_wire& record_;
  std::unique_ptr<responder> who_;
  async_chat* channel_ = nullptr;
  std::vector<std::string> said_;
};

/// The sink is made before the channel that reports to it.
template <class Sink>
struct sink_holder {
  sink_holder(served_wire& record, std::unique_ptr<responder> who) : sink(record, std::move(who)) {}
  served_sink<Sink> sink;
};

/// A framing as a server's channel: each callback is told to the record's watch, each frame to a responder.
template <class Framing, class Sink>
class served_chat final : private sink_holder<Sink>, public observed<Framing> {
 public:
  template <class... Args>
  served_chat(loop& owner, std::unique_ptr<stream> accepted, served_wire& record, std::unique_ptr<responder> who,
              const Args&... args)
      : sink_holder<Sink>(record, std::move(who)),
        observed<Framing>(record.told, owner, std::move(accepted), this->sink, args...) {
    record.has_watch = true;
    this->begin_watch(0);
    this->set_half_close(true);
    this->sink.answer_on(*this);
    listen();
  }

  void found_terminator() override {
    observed<Framing>::found_terminator();
    listen();
  }
  void handle_read() override {
    observed<Framing>::handle_read();
    this->settle_watch();
  }

 private:
  void listen() {
    for (const std::string& frame : this->sink.take_said()) this->listen_to(frame);
  }
};

}  // namespace asynchat::properties::simulation
