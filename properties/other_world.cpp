#include <asynchat/engine/dispatcher.h>
#include <asynchat/properties/hearing.h>
#include <asynchat/properties/other_world.h>

#include <chrono>
#include <utility>
#include <variant>

namespace asynchat::properties {
namespace {

constexpr duration patience = std::chrono::seconds(10);

class watched_stream final : public stream {
 public:
  watched_stream(std::unique_ptr<stream> source, near_progress& progress)
      : source_(std::move(source)), progress_(progress) {}

  io_result recv(std::span<char> into) override {
    const io_result got = source_->recv(into);
    progress_.received += got.count();
    const bool goes_on = got.what() == io_result::kind::bytes || got.what() == io_result::kind::would_block;
    progress_.ended = progress_.ended || !goes_on;
    return got;
  }

  void watch(registration who, readiness wanted) override { source_->watch(who, wanted); }
  void unwatch() override { source_->unwatch(); }
  io_result send(std::string_view bytes) override { return source_->send(bytes); }
  std::error_code finish_connect() override { return source_->finish_connect(); }
  std::error_code shutdown_send() override { return source_->shutdown_send(); }
  void abort() override { source_->abort(); }
  void close() override { source_->close(); }
  endpoint local() const override { return source_->local(); }
  endpoint peer() const override { return source_->peer(); }

 private:
  std::unique_ptr<stream> source_;
  near_progress& progress_;
};

}  // namespace

std::unique_ptr<stream> watched_end(std::unique_ptr<stream> near_end, near_progress& progress) {
  return std::make_unique<watched_stream>(std::move(near_end), progress);
}

bool deliver_over(wire& far, const near_reader& reader, std::string_view bytes, const sim::plan& steps,
                  std::span<const heard_frame> heard) {
  struct listener {
    const near_reader& reader;
    void hear(std::string_view frame) const {
      if (!reader.channel.closed()) reader.hear(frame);
    }
  } const ear{reader};
  hearing other_side(heard);
  const auto pass = [&](duration timeout) {
    far.drain();
    return reader.owner.poll(timeout) > 0;
  };

  std::size_t written = 0;
  std::size_t end = 0;
  for (const sim::recv_step& step : steps.recv) {
    const auto* chunk = std::get_if<sim::deliver>(&step);
    if (chunk == nullptr) continue;
    end += chunk->bytes;
    other_side.speak(ear, end);
    while (!reader.channel.closed() && reader.progress.received < end) {
      written += far.write(bytes.substr(written, end - written));
      if (!pass(patience)) return false;
    }
  }
  other_side.speak(ear, end + 1);
  if (steps.end == sim::ending::open || reader.channel.closed()) return true;
  far.end(steps.end);
  while (!reader.channel.closed() && !reader.progress.ended) {
    if (!pass(patience)) return false;
  }
  while (!reader.channel.closed() && pass(duration(0))) {
  }
  return true;
}

}  // namespace asynchat::properties
