#include <asynchat/traces/recording_network.h>

#include <asynchat/transport/check.h>

#include <utility>

namespace asynchat::traces {
namespace {

class recording_stream final : public stream {
 public:
  recording_stream(std::unique_ptr<stream> inner, trace_recorder& recorder, side ours)
      : inner_(std::move(inner)), recorder_(recorder), ours_(ours) {}
  ~recording_stream() override { close(); }

  io_result recv(std::span<char> into) override {
    const io_result result = inner_->recv(into);
    if (result.what() == io_result::kind::bytes) {
      recorder_.data(stand(), other(ours_), std::string_view(into.data(), result.count()));
    } else if (result.what() == io_result::kind::end_of_stream) {
      recorder_.eof(conn_, other(ours_));
    } else {
      note_loss(result.code());
    }
    return result;
  }

  io_result send(std::string_view bytes) override {
    const io_result result = inner_->send(bytes);
    if (result.count() > 0) recorder_.data(stand(), ours_, bytes.substr(0, result.count()));
    note_loss(result.code());
    return result;
  }

  std::error_code finish_connect() override {
    const std::error_code error = inner_->finish_connect();
    if (!error) stand();
    return error;
  }

  std::error_code shutdown_send() override {
    const std::error_code error = inner_->shutdown_send();
    if (!error) recorder_.eof(conn_, ours_);
    has_ended_ = has_ended_ || !error;
    return error;
  }

  void abort() override {
    inner_->abort();
    if (!lost_) recorder_.reset(conn_, ours_);
    recorder_.close(conn_);
  }

  void close() override {
    inner_->close();
    if (!lost_) recorder_.eof(conn_, ours_);
    recorder_.close(conn_);
  }

  endpoint local() const override { return inner_->local(); }
  endpoint peer() const override { return inner_->peer(); }
  void watch(registration who, readiness wanted) override { inner_->watch(who, wanted); }
  void unwatch() override { inner_->unwatch(); }

  /// The connection is recorded from now on; its number.
  std::uint64_t stand() {
    if (conn_ == 0) {
      const bool client = ours_ == side::client;
      conn_ = recorder_.open(client ? local() : peer(), client ? peer() : local());
    }
    return conn_;
  }

 private:
  /// After an error nothing of ours goes out any more. A reset is the peer's, and so is a broken pipe that we did not
  /// break; other errors (a time-out, …) are nobody's doing.
  void note_loss(std::error_code code) {
    if (!code || is_out_of_resources(code)) return;
    const bool broken = code == std::errc::broken_pipe && !has_ended_;
    if (broken || code == std::errc::connection_reset) recorder_.reset(conn_, other(ours_));
    lost_ = lost_ || code != std::errc::broken_pipe || broken;
  }

  std::unique_ptr<stream> inner_;
  trace_recorder& recorder_;
  side ours_;
  std::uint64_t conn_ = 0;  ///< 0, which the recorder ignores, until the connection stands
  bool has_ended_ = false;  ///< our direction is shut down
  bool lost_ = false;       ///< the connection is gone, and not by our doing
};

class recording_listener final : public listener {
 public:
  recording_listener(std::unique_ptr<listener> inner, trace_recorder& recorder)
      : inner_(std::move(inner)), recorder_(recorder) {}

  accept_result accept() override {
    accept_result result = inner_->accept();
    if (result.accepted != nullptr) result.accepted = record(std::move(result.accepted), recorder_, side::server);
    return result;
  }
  void close() override { inner_->close(); }
  endpoint local() const override { return inner_->local(); }
  void watch(registration who, readiness wanted) override { inner_->watch(who, wanted); }
  void unwatch() override { inner_->unwatch(); }

 private:
  std::unique_ptr<listener> inner_;
  trace_recorder& recorder_;
};

}  // namespace

connect_result recording_network::connect(const endpoint& where) {
  connect_result result = world_.connect(where);
  if (result.connecting == nullptr) return result;
  const bool stands = !result.in_progress && !result.error;
  auto recorded = std::make_unique<recording_stream>(std::move(result.connecting), recorder_, side::client);
  if (stands) recorded->finish_connect();
  result.connecting = std::move(recorded);
  return result;
}

listen_result recording_network::listen(const endpoint& where, const listen_options& options) {
  listen_result result = world_.listen(where, options);
  if (result.listening != nullptr) {
    result.listening = std::make_unique<recording_listener>(std::move(result.listening), recorder_);
  }
  return result;
}

std::unique_ptr<stream> record(std::unique_ptr<stream> connected, trace_recorder& recorder, side ours) {
  ASYNCHAT_CHECK(connected != nullptr, "what is recorded is a stream");
  auto recorded = std::make_unique<recording_stream>(std::move(connected), recorder, ours);
  recorded->stand();
  return recorded;
}

}  // namespace asynchat::traces
