#pragma once

#include <asynchat/transport/stream.h>

#include <memory>
#include <utility>

namespace asynchat::parity {

/// Another stream, whose sends are counted.
class counting_stream final : public stream {
 public:
  counting_stream(std::unique_ptr<stream> counted, int& sends) : counted_(std::move(counted)), sends_(sends) {}

  void watch(registration who, readiness wanted) override { counted_->watch(who, wanted); }
  void unwatch() override { counted_->unwatch(); }
  io_result recv(std::span<char> into) override { return counted_->recv(into); }
  io_result send(std::string_view bytes) override {
    ++sends_;
    return counted_->send(bytes);
  }
  std::error_code finish_connect() override { return counted_->finish_connect(); }
  std::error_code shutdown_send() override { return counted_->shutdown_send(); }
  void abort() override { counted_->abort(); }
  void close() override { counted_->close(); }
  endpoint local() const override { return counted_->local(); }
  endpoint peer() const override { return counted_->peer(); }

 private:
  std::unique_ptr<stream> counted_;
  int& sends_;
};

}  // namespace asynchat::parity
