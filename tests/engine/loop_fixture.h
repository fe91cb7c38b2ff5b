#pragma once

#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "manual_network.h"
#include "recorded_chat.h"

namespace asynchat::support {

/// A dispatcher that logs each event with its name, then runs the hook.
class named_channel : public dispatcher {
 public:
  named_channel(loop& loop, std::unique_ptr<stream> connected, event_log& log, std::string name)
      : dispatcher(loop, std::move(connected)), log_(log), name_(std::move(name)) {}

  bool wants_to_write = false;
  std::function<void()> on_read, on_write, on_handle_close;

  bool writable() const override { return wants_to_write; }
  void handle_read() override { tell("read", on_read); }
  void handle_write() override { tell("write", on_write); }
  void handle_close() override {
    tell("close", on_handle_close);
    close();
  }

 private:
  void tell(const char* what, const std::function<void()>& hook) {
    log_.add(name_ + '.' + what);
    if (hook) hook();
  }

  event_log& log_;
  std::string name_;
};

/// Four ends of a network that is moved by hand, and a loop over it.
struct a_loop : testing::Test {
  a_loop() { channels.set_log_sink(nullptr); }

  std::unique_ptr<named_channel> channel(std::size_t number, const std::string& name) {
    return std::make_unique<named_channel>(channels, network.stream_to(far.at(number)), log, name);
  }
  std::string pass() {
    channels.poll(duration(0));
    return log.take();
  }

  manual_network network;
  std::array<manual_network::far_end, 4> far;
  event_log log;
  loop channels{network};
};

}  // namespace asynchat::support
