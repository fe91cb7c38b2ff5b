#pragma once

#include <asynchat/engine/loop.h>
#include <asynchat/protocols/framing.h>
#include <asynchat/transport/network.h>
#include <asynchat/transport/stream.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asynchat::support {

/// The least of a connection: what it is fed is readable until it was read.
class fed_stream final : public stream {
 public:
  std::string unread;
  bool ended = false;
  registration who;

  void watch(registration name, readiness /*wanted*/) override { who = name; }
  void unwatch() override {}
  io_result recv(std::span<char> into) override {
    if (unread.empty()) return ended ? io_result::end_of_stream() : io_result::would_block();
    const std::size_t count = std::min(unread.size(), into.size());
    std::copy_n(unread.begin(), count, into.begin());
    unread.erase(0, count);
    return io_result::transferred(count);
  }
  io_result send(std::string_view bytes) override { return io_result::transferred(bytes.size()); }
  std::error_code finish_connect() override { return {}; }
  std::error_code shutdown_send() override { return {}; }
  void abort() override {}
  void close() override {}
  endpoint local() const override { return {}; }
  endpoint peer() const override { return {}; }
};

/// A world with one fed_stream, which is always ready to be read.
class fed_network final : public network {
 public:
  connect_result connect(const endpoint& /*where*/) override { return {}; }
  listen_result listen(const endpoint& /*where*/, const listen_options& /*options*/) override { return {}; }
  time_point now() const override { return {}; }
  void wait(std::optional<duration> /*timeout*/, std::vector<ready_event>& ready) override {
    ready.push_back({source->who, readiness::read});
  }
  void wake() override {}

  fed_stream* source = nullptr;
};

/// Writes down what a framing reports, and after how many bytes of input; adjacent "data" becomes one.
class frame_log final : public protocols::frame_sink {
 public:
  void frame(std::string_view name, std::string_view bytes) override {
    if (name == "data" && !frames.empty() && frames.back().name == "data") {
      frames.back().bytes += bytes;
      frames.back().end = fed;
    } else {
      frames.push_back({std::string(name), std::string(bytes), fed});
    }
  }

  std::vector<protocols::reference_frame> frames;
  std::size_t fed = 0;
};

/// A framing that is handed its input chunk by chunk.
template <class Framing>
class fed_framing {
 public:
  template <class Factory>
  explicit fed_framing(const Factory& factory, const protocols::framing_limits& limits = {}) {
    auto source = std::make_unique<fed_stream>();
    network_.source = source.get();
    channel_ = factory.make(loop_, std::move(source), log_, limits);
  }

  void feed(std::string_view chunk) {
    log_.fed += chunk.size();
    if (channel_->closed()) return;
    network_.source->unread = chunk;
    do {
      loop_.poll(duration(0));
    } while (!channel_->closed() && !network_.source->unread.empty());
  }

  void finish() {
    if (channel_->closed()) return;
    network_.source->ended = true;
    loop_.poll(duration(0));
  }

  /// Goes on where another one was after `fed` bytes.
  void restore(const typename Framing::state_type& state, std::size_t fed) {
    channel_->restore(state);
    log_.fed = fed;
  }

  Framing& channel() { return *channel_; }
  const std::vector<protocols::reference_frame>& frames() const { return log_.frames; }
  std::size_t fed() const { return log_.fed; }

 private:
  fed_network network_;
  loop loop_{network_};
  frame_log log_;
  std::unique_ptr<Framing> channel_;
};

template <class Factory>
fed_framing(const Factory&) -> fed_framing<typename Factory::framing_type>;
template <class Factory>
fed_framing(const Factory&, const protocols::framing_limits&) -> fed_framing<typename Factory::framing_type>;

}  // namespace asynchat::support
