#include "engine/memory_stream.h"

#include <algorithm>
#include <cstring>

namespace asynchat::bench {

namespace {

class memory_stream final : public stream {
 public:
  memory_stream(std::string_view input, std::size_t chunk_bytes) : rest_(input), chunk_bytes_(chunk_bytes) {}

  io_result recv(std::span<char> into) override {
    if (rest_.empty()) return io_result::end_of_stream();
    const std::size_t count = std::min(into.size(), std::min(chunk_bytes_, rest_.size()));
    if (count == 1) {
      into[0] = rest_[0];
    } else {
      std::memcpy(into.data(), rest_.data(), count);
    }
    rest_.remove_prefix(count);
    return io_result::transferred(count);
  }
  io_result send(std::string_view bytes) override { return io_result::transferred(bytes.size()); }
  std::error_code finish_connect() override { return {}; }
  std::error_code shutdown_send() override { return {}; }
  void abort() override { close(); }
  void close() override { rest_ = {}; }
  endpoint local() const override { return {}; }
  endpoint peer() const override { return {}; }
  void watch(registration, readiness) override {}
  void unwatch() override {}

 private:
  std::string_view rest_;
  std::size_t chunk_bytes_;
};

std::error_code refused() { return std::make_error_code(std::errc::connection_refused); }

}  // namespace

std::unique_ptr<stream> play(std::string_view input, std::size_t chunk_bytes) {
  return std::make_unique<memory_stream>(input, chunk_bytes);
}

connect_result still_network::connect(const endpoint&) { return {nullptr, false, refused()}; }

listen_result still_network::listen(const endpoint&, const listen_options&) { return {nullptr, refused()}; }

}  // namespace asynchat::bench
