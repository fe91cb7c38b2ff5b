#include "proxy.h"

#include <cstddef>
#include <exception>
#include <optional>
#include <span>
#include <system_error>
#include <utility>

namespace asynchat::cli {

namespace {

constexpr int accepts_per_event_max = 64;

std::string words_of(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& known) {
    return known.what();
  }
}

}  // namespace

/// One of the two connections of a pair. Its stream is used directly, since an end of stream is no reason to close.
class proxy::end final : public dispatcher {
 public:
  /// The client's end of a new pair.
  end(proxy& home, std::unique_ptr<stream> accepted)
      : dispatcher(home.owner(), std::move(accepted)), home_(home), side_(side::client), place_(home.pairs_.size()) {
    partner_ = std::make_unique<end>(*this);
    other_ = partner_.get();
  }
  /// The server's, to be connected.
  explicit end(end& client) : dispatcher(client.owner()), home_(client.home_), side_(side::server), other_(&client) {}

  bool readable() const override { return conn_open_ && !ended_ && other_->unsent_.empty(); }
  bool writable() const override { return !unsent_.empty(); }

  void handle_connect() override {
    const end& client = *other_;
    ++home_.counts_.connections;
    if (home_.recorder_ != nullptr) {
      conn_ = other_->conn_ = home_.recorder_->open(client.dispatcher::peer(), dispatcher::peer());
    }
    conn_open_ = other_->conn_open_ = true;
    other_->touch();
  }

  void handle_read() override { take(); }

  void handle_write() override {
    flush();
    if (!closed() && unsent_.empty()) other_->touch();
  }

  /// A hangup, while nothing is read from this side; or, before both connections stand, a client that went away or a
  /// connect that was reset.
  void handle_close() override {
    if (!conn_open_ && side_ == side::client) return finish(true);
    if (!conn_open_) return fail_to_connect(std::make_error_code(std::errc::connection_reset).message());
    // After our own end and the peer's it says nothing new.
    if (ended_ && end_sent_) return;
    if (ended_) return lose(std::make_error_code(std::errc::connection_reset));
    while (!closed() && !ended_ && take()) {
    }
  }

  void handle_error(std::exception_ptr error) override {
    if (!conn_open_) return fail_to_connect(words_of(error));
    home_.complain_(words_of(error) + "; a connection is reset");
    finish(true);
  }

  void fail_to_connect(const std::string& why) {
    ++home_.counts_.unreachable;
    home_.complain_(to_string(home_.server_) + ": " + why + "; its client is reset");
    finish(true);
  }

 private:
  friend class proxy;

  end& client() { return side_ == side::client ? *this : *other_; }

  /// Reads once and passes it on. False when nothing came.
  bool take() {
    const io_result got = transport()->recv(home_.buffer_);
    switch (got.what()) {
      case io_result::kind::bytes:
        pass_on(std::string_view(home_.buffer_.data(), got.count()));
        return true;
      case io_result::kind::would_block:
        return false;
      case io_result::kind::end_of_stream:
        end_input();
        return false;
      default:
        if (!is_out_of_resources(got.code())) lose(got.code());
        return false;
    }
  }

  void pass_on(std::string_view bytes) {
    (side_ == side::client ? home_.counts_.client_bytes : home_.counts_.server_bytes) += bytes.size();
    if (home_.recorder_ != nullptr) home_.recorder_->data(conn_, side_, bytes);
    other_->offer(bytes);
    if (home_.is_over()) throw exit_now();
  }

  void end_input() {
    ended_ = true;
    if (home_.recorder_ != nullptr) home_.recorder_->eof(conn_, side_);
    other_->flush();
  }

  /// Sends what there is room for and keeps the rest.
  void offer(std::string_view bytes) {
    if (unsent_.empty()) {
      const std::optional<std::size_t> count = send_some(bytes);
      if (!count) return;
      bytes.remove_prefix(*count);
      if (bytes.empty()) return;
      touch();
    }
    unsent_ += bytes;
  }

  /// Sends what waits, and behind it the other side's end.
  void flush() {
    if (!unsent_.empty()) {
      const std::optional<std::size_t> count = send_some(unsent_);
      if (!count) return;
      unsent_.erase(0, *count);
    }
    if (!unsent_.empty() || !other_->ended_ || end_sent_) return;
    end_sent_ = true;
    transport()->shutdown_send();
    if (other_->end_sent_) finish(false);
  }

  /// How many bytes were taken; nothing when the connection is gone.
  std::optional<std::size_t> send_some(std::string_view bytes) {
    const io_result sent = transport()->send(bytes);
    if (!sent.code() || is_out_of_resources(sent.code())) return sent.count();
    drain();
    if (!closed()) lose(sent.code());
    return std::nullopt;
  }

  /// Before a connection is given up that could not be sent to: what its peer had said by then.
  void drain() {
    while (!ended_ && other_->unsent_.empty() && !home_.is_over()) {
      const io_result got = transport()->recv(home_.buffer_);
      if (got.what() != io_result::kind::bytes) return;
      pass_on(std::string_view(home_.buffer_.data(), got.count()));
      if (closed()) return;
    }
  }

  /// The connection is gone, and not in order: its peer has reset it, or the machine gave it up.
  void lose(std::error_code why) {
    const bool is_reset = why == std::errc::connection_reset || why == std::errc::broken_pipe;
    if (is_reset && home_.recorder_ != nullptr) home_.recorder_->reset(conn_, side_);
    finish(true);
  }

  /// Both connections end, and with them this object.
  void finish(bool aborted) {
    for (end* each : {this, other_}) {
      if (aborted && each->transport() != nullptr) each->transport()->abort();
      each->close();
    }
    if (home_.recorder_ != nullptr) home_.recorder_->close(conn_);
    home_.forget(client());
  }

  proxy& home_;
  side side_;
  bool conn_open_ = false;  ///< both connections stand
  bool ended_ = false;      ///< its peer has sent its last byte
  bool end_sent_ = false;   ///< and has been told of the other's
  std::size_t place_ = 0;   ///< of a client's end among home_.pairs_
  std::uint64_t conn_ = 0;  ///< 0, which the recorder ignores, until it is recorded
  end* other_ = nullptr;
  std::unique_ptr<end> partner_;  ///< of a client's end: the server's
  std::string unsent_;            ///< what this side's peer had no room for
};

proxy::proxy(loop& owner, endpoint server, std::function<void(const std::string&)> complain)
    : dispatcher(owner), server_(std::move(server)), complain_(std::move(complain)), buffer_(read_bytes_max) {}

/// A connection of which something still waits to be sent does not end as if that had been all.
proxy::~proxy() {
  for (const std::unique_ptr<end>& client : pairs_) {
    const bool is_cut_short = !client->unsent_.empty() || !client->other_->unsent_.empty();
    for (end* each : {client.get(), client->other_}) {
      if (is_cut_short && each->transport() != nullptr) each->transport()->abort();
    }
  }
}

/// Accepts all who wait, but lets others have their turn in a storm.
void proxy::handle_accept() {
  for (int accepted = 0; accepted < accepts_per_event_max && accepting(); ++accepted) {
    std::unique_ptr<stream> client = accept();
    if (client == nullptr) return;
    admit(std::move(client));
  }
}

void proxy::admit(std::unique_ptr<stream> client) {
  auto made = std::make_unique<end>(*this, std::move(client));
  end& of_client = *made;
  pairs_.push_back(std::move(made));
  const std::error_code error = of_client.other_->connect(server_);
  if (error && !of_client.closed()) of_client.fail_to_connect(error.message());
}

/// A listener rests after it; its connections go on.
void proxy::handle_error(std::exception_ptr error) { complain_("clients wait to be accepted: " + words_of(error)); }

void proxy::forget(end& client) {
  const std::size_t place = client.place_;
  std::unique_ptr<end> gone = std::move(pairs_[place]);
  if (place + 1 < pairs_.size()) {
    pairs_[place] = std::move(pairs_.back());
    pairs_[place]->place_ = place;
  }
  pairs_.pop_back();
  owner().destroy_later(std::move(gone));
}

}  // namespace asynchat::cli
