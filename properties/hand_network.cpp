#include <asynchat/properties/hand_network.h>

#include <algorithm>
#include <system_error>

namespace asynchat::properties {

class hand_network::hand_stream final : public stream {
 public:
  explicit hand_stream(hand_network& world) : world_(world) {}
  ~hand_stream() override { close(); }

  void watch(registration who, readiness wanted) override {
    world_.watcher_ = who;
    world_.wanted_ = wanted;
  }
  void unwatch() override { world_.watcher_.reset(); }

  io_result recv(std::span<char> into) override {
    if (closed_) return io_result::error(std::make_error_code(std::errc::not_connected));
    world_.ready_in_vain_ = false;
    if (!world_.unread_.empty()) {
      const std::size_t count = world_.unread_.copy(into.data(), into.size());
      world_.unread_.remove_prefix(count);
      world_.received_ += count;
      return io_result::transferred(count);
    }
    if (world_.end_ == sim::ending::open) return io_result::would_block();
    world_.end_seen_ = true;
    if (world_.end_ == sim::ending::eof) return io_result::end_of_stream();
    return io_result::error(std::make_error_code(std::errc::connection_reset));
  }

  io_result send(std::string_view bytes) override {
    if (closed_) return io_result::error(std::make_error_code(std::errc::not_connected));
    return io_result::transferred(bytes.size());
  }

  std::error_code finish_connect() override { return {}; }
  std::error_code shutdown_send() override { return {}; }
  void abort() override { close(); }
  void close() override {
    if (!closed_) unwatch();
    closed_ = true;
  }
  endpoint local() const override { return {}; }
  endpoint peer() const override { return {}; }

 private:
  hand_network& world_;
  bool closed_ = false;
};

std::unique_ptr<stream> hand_network::connect_again() {
  unread_ = {};
  ready_in_vain_ = false;
  end_ = sim::ending::open;
  end_seen_ = false;
  return std::make_unique<hand_stream>(*this);
}

void hand_network::offer(std::string_view chunk) {
  unread_ = chunk;
  ready_in_vain_ = chunk.empty();
}

std::size_t hand_network::take_received() { return std::exchange(received_, 0); }

connect_result hand_network::connect(const endpoint&) {
  return {nullptr, false, std::make_error_code(std::errc::address_not_available)};
}

listen_result hand_network::listen(const endpoint&, const listen_options&) {
  return {nullptr, std::make_error_code(std::errc::address_not_available)};
}

void hand_network::wait(std::optional<duration>, std::vector<ready_event>& ready) {
  if (!watcher_) return;
  const readiness now = (has_news() ? readiness::read : readiness::none) | readiness::write;
  if (any(now, wanted_)) ready.push_back({*watcher_, now & wanted_});
}

}  // namespace asynchat::properties
