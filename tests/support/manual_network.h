#pragma once

#include <asynchat/transport/network.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asynchat::support {

/// A world of any number of connections whose far ends are in the test's hands: plain members, no plan.
class manual_network final : public network {
 public:
  /// The far end of a stream, and what the near one asked for.
  struct far_end {
    std::string in;  ///< bytes on their way to the near end
    bool eof = false;
    std::error_code recv_error;  ///< what recv comes to when `in` is empty
    bool hangup = false;
    std::error_code send_error;
    std::size_t room = std::string::npos;      ///< bytes that sends may still take
    std::size_t take_max = std::string::npos;  ///< bytes that one send takes at most
    std::string out;                           ///< bytes that the near end sent
    bool closed = false;
    std::optional<registration> watcher;
    readiness interest = readiness::none;
  };

  std::unique_ptr<stream> stream_to(far_end& far) { return std::make_unique<near_end>(*this, far); }

  /// What accept will come to, in order; a null far end is the error.
  struct arrival {
    far_end* from = nullptr;
    std::error_code error;
  };
  std::deque<arrival> arrivals;
  int accept_calls = 0;
  bool refuse_to_listen = false;

  time_point now() const override { return now_; }

  connect_result connect(const endpoint&) override {
    return {nullptr, false, std::make_error_code(std::errc::connection_refused)};
  }

  listen_result listen(const endpoint& where, const listen_options&) override {
    if (refuse_to_listen) return {nullptr, std::make_error_code(std::errc::address_in_use)};
    return {std::make_unique<door>(*this, where), {}};
  }

  void wait(std::optional<duration> timeout, std::vector<ready_event>& ready) override {
    if (woken_.exchange(false)) return;
    const std::size_t before = ready.size();
    if (door_watcher_ && any(door_interest_, readiness::read) && !arrivals.empty()) {
      ready.push_back({*door_watcher_, readiness::read});
    }
    for (const far_end* far : watched_) {
      readiness what = far->hangup ? readiness::hangup : readiness::none;
      if (!far->in.empty() || far->eof || far->recv_error) what |= readiness::read & far->interest;
      if (far->room > 0) what |= readiness::write & far->interest;
      if (what != readiness::none) ready.push_back({*far->watcher, what});
    }
    if (ready.size() == before && timeout) now_ += *timeout;
  }

  /// The next wait returns with nothing, and no time passes.
  void wake() override { woken_ = true; }

 private:
  class near_end final : public stream {
   public:
    near_end(manual_network& world, far_end& far) : world_(world), far_(far) {}
    ~near_end() override { near_end::close(); }

    void watch(registration who, readiness wanted) override {
      if (!far_.watcher) world_.watched_.push_back(&far_);
      far_.watcher = who;
      far_.interest = wanted;
    }
    void unwatch() override {
      std::erase(world_.watched_, &far_);
      far_.watcher.reset();
    }
    io_result recv(std::span<char> into) override {
      if (far_.in.empty() && far_.recv_error) return io_result::error(far_.recv_error);
      if (far_.in.empty()) return far_.eof ? io_result::end_of_stream() : io_result::would_block();
      const std::size_t count = far_.in.copy(into.data(), into.size());
      far_.in.erase(0, count);
      return io_result::transferred(count);
    }
    io_result send(std::string_view bytes) override {
      if (far_.send_error) return io_result::error(far_.send_error);
      const std::size_t count = std::min({bytes.size(), far_.room, far_.take_max});
      if (count == 0) return io_result::would_block();
      if (far_.room != std::string::npos) far_.room -= count;
      far_.out += bytes.substr(0, count);
      return io_result::transferred(count);
    }
    std::error_code finish_connect() override { return {}; }
    std::error_code shutdown_send() override { return {}; }
    void abort() override { close(); }
    void close() override {
      if (std::exchange(closed_, true)) return;
      unwatch();
      far_.closed = true;
    }
    endpoint local() const override { return endpoint::inet("near", 1); }
    endpoint peer() const override { return endpoint::inet("far", 2); }

   private:
    manual_network& world_;
    far_end& far_;
    bool closed_ = false;
  };

  class door final : public listener {
   public:
    door(manual_network& world, endpoint where) : world_(world), where_(std::move(where)) {}
    ~door() override { door::close(); }

    void watch(registration who, readiness wanted) override {
      world_.door_watcher_ = who;
      world_.door_interest_ = wanted;
    }
    void unwatch() override { world_.door_watcher_.reset(); }
    accept_result accept() override {
      ++world_.accept_calls;
      if (world_.arrivals.empty()) return {};
      const arrival next = world_.arrivals.front();
      world_.arrivals.pop_front();
      if (next.from == nullptr) return {nullptr, next.error};
      return {world_.stream_to(*next.from), {}};
    }
    void close() override { unwatch(); }
    endpoint local() const override { return where_; }

   private:
    manual_network& world_;
    endpoint where_;
  };

  time_point now_{};
  std::atomic<bool> woken_ = false;
  std::vector<far_end*> watched_;
  std::optional<registration> door_watcher_;
  readiness door_interest_ = readiness::none;
};

}  // namespace asynchat::support
