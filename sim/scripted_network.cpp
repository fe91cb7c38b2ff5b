#include <asynchat/sim/scripted_network.h>

#include <asynchat/transport/check.h>

#include <algorithm>

#include "scripted_connection.h"

namespace asynchat::sim {

void stream_observer::recv_called(std::size_t) {}
void stream_observer::recv_failed(std::error_code) {}
void stream_observer::send_called(std::size_t) {}
void stream_observer::sent(std::string_view) {}
void stream_observer::send_blocked() {}
void stream_observer::send_failed(std::error_code) {}
void stream_observer::send_shut_down() {}
void stream_observer::closed() {}

class scripted_network::scripted_stream final : public stream {
 public:
  explicit scripted_stream(connection& shared) : shared_(shared) { shared.taken = true; }
  ~scripted_stream() override {
    shared_.close();
    shared_.taken = false;
  }

  void watch(registration who, readiness wanted) override {
    shared_.stream_watcher = who;
    shared_.stream_interest = wanted;
  }
  void unwatch() override { shared_.stream_watcher.reset(); }

  io_result recv(std::span<char> into) override { return shared_.recv(into); }
  io_result send(std::string_view bytes) override { return shared_.send(bytes); }
  std::error_code finish_connect() override { return shared_.finish_connect(); }
  std::error_code shutdown_send() override { return shared_.shut_down_send(); }
  void abort() override { shared_.close(); }
  void close() override { shared_.close(); }
  endpoint local() const override { return shared_.world.local; }
  endpoint peer() const override { return shared_.world.peer; }

 private:
  connection& shared_;
};

class scripted_network::scripted_listener final : public listener {
 public:
  scripted_listener(connection& shared, endpoint where) : shared_(shared), where_(std::move(where)) {
    shared.offered_to_listener = true;
  }
  ~scripted_listener() override { scripted_listener::close(); }

  void watch(registration who, readiness wanted) override {
    shared_.listener_watcher = who;
    shared_.listener_interest = wanted;
  }
  void unwatch() override { shared_.listener_watcher.reset(); }

  accept_result accept() override {
    if (!shared_.offered_to_listener) return {};
    shared_.offered_to_listener = false;
    return {std::make_unique<scripted_stream>(shared_), {}};
  }
  void close() override {
    shared_.offered_to_listener = false;
    unwatch();
  }
  endpoint local() const override { return where_; }

 private:
  connection& shared_;
  endpoint where_;
};

scripted_network::scripted_network(std::string_view bytes, const plan& steps, stream_observer* observer,
                                   const script& world)
    : connection_(std::make_unique<connection>(bytes, steps, observer, world)) {}

scripted_network::~scripted_network() { ASYNCHAT_CHECK(!connection_->taken, "a stream does not outlive its network"); }

std::unique_ptr<stream> scripted_network::take_stream() {
  ASYNCHAT_CHECK(!connection_->taken && !connection_->world.connect, "a scripted network has one connection");
  return std::make_unique<scripted_stream>(*connection_);
}

time_point scripted_network::now() const { return connection_->now; }

connect_result scripted_network::connect(const endpoint&) {
  const auto& script = connection_->world.connect;
  if (!script) return {nullptr, false, std::make_error_code(std::errc::connection_refused)};
  ASYNCHAT_CHECK(!connection_->taken, "a scripted network has one connection");
  return {std::make_unique<scripted_stream>(*connection_), script->in_progress, script->immediate};
}

listen_result scripted_network::listen(const endpoint& where, const listen_options&) {
  ASYNCHAT_CHECK(!connection_->taken && !connection_->world.connect, "a scripted network has one connection");
  return {std::make_unique<scripted_listener>(*connection_, where), {}};
}

void scripted_network::wait(std::optional<duration> timeout, std::vector<ready_event>& ready) {
  if (woken_.exchange(false)) return;
  const std::uint64_t pass = passes_++;
  const auto report = [&] {
    const std::size_t before = ready.size();
    if (connection_->listener_watcher && connection_->offered_to_listener) {
      const readiness what = readiness::read & connection_->listener_interest;
      if (what != readiness::none) ready.push_back({*connection_->listener_watcher, what});
    }
    if (connection_->stream_watcher) {
      const readiness what = connection_->ready(pass) & (connection_->stream_interest | readiness::hangup);
      if (what != readiness::none) ready.push_back({*connection_->stream_watcher, what});
    }
    return ready.size() > before;
  };
  if (report()) return;
  // Nothing can happen before the plan's next change, so time goes there, or as far as the caller waits.
  const std::optional<time_point> change = connection_->next_change();
  if (timeout && (!change || later(connection_->now, *timeout) < *change)) {
    connection_->now = later(connection_->now, *timeout);
  } else if (change) {
    connection_->now = *change;
    report();
  }
}

std::optional<time_point> scripted_network::next_change() const { return connection_->next_change(); }

std::size_t scripted_network::delivered() const { return connection_->delivered(); }

std::size_t scripted_network::steps_played() const { return connection_->steps_played(); }

bool scripted_network::exhausted() const { return connection_->exhausted(); }

}  // namespace asynchat::sim
