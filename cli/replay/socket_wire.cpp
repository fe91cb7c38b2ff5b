#include "socket_wire.h"

#include <array>
#include <string>
#include <utility>

namespace asynchat::cli {

class socket_wire::channel final : public dispatcher {
 public:
  channel(loop& owner, wire_user& user) : dispatcher(owner), user_(user) {}
  channel(loop& owner, wire_user& user, std::unique_ptr<stream> accepted)
      : dispatcher(owner, std::move(accepted)), user_(user), stands_(true) {}

  void begin(const endpoint& where) {
    if (const std::error_code error = connect(where)) fail_to_connect(error);
  }

  void send_soon(std::string_view bytes) {
    if (send_ended_ || closed()) return;
    const bool was_empty = queued_.empty();
    queued_ += bytes;
    if (was_empty && stands_) send_some();
    touch();
  }

  void end_output() {
    ends_ = true;
    if (stands_) end_when_sent();
  }

  void abort() {
    if (transport() != nullptr) transport()->abort();
    close();
  }

  std::size_t unsent() const { return queued_.size(); }
  std::error_code connect_error() const { return connect_error_; }

  bool readable() const override { return !stands_ || (!read_ended_ && user_.takes_more()); }
  bool writable() const override { return !queued_.empty(); }

  void handle_connect() override {
    stands_ = true;
    if (!queued_.empty()) send_some();
    end_when_sent();
    user_.connected();
  }

  void handle_write() override {
    send_some();
    user_.went();
  }

  void handle_read() override {
    std::array<char, 65536> room;
    const io_result got = transport()->recv(room);
    switch (got.what()) {
      case io_result::kind::bytes:
        return user_.came({room.data(), got.count()});
      case io_result::kind::would_block:
        return;
      case io_result::kind::end_of_stream:
        return end_of_input(far_end::eof, {});
      case io_result::kind::disconnected:
      case io_result::kind::failed:
        return end_of_input(far_end::reset, got.code().message());
    }
  }

  /// A hangup comes when nothing is left to read: recv says which end it was. Before there was a connection it is one
  /// that was reset before that could be noticed.
  void handle_close() override {
    if (!stands_) {
      stands_ = true;
      user_.connected();
      return end_of_input(far_end::reset, std::make_error_code(std::errc::connection_reset).message());
    }
    if (!read_ended_) handle_read();
    lose_output();
  }

  void handle_error(std::exception_ptr error) override {
    try {
      std::rethrow_exception(error);
    } catch (const std::system_error& known) {
      if (!stands_) return fail_to_connect(known.code());
      end_of_input(far_end::reset, known.code().message());
    }
  }

 private:
  void send_some() {
    // Not dispatcher::send: who reads no more may have said something that is still to be read.
    const io_result sent = transport()->send(queued_);
    if (sent.what() == io_result::kind::would_block) return;
    if (sent.what() != io_result::kind::bytes) return lose_output();
    queued_.erase(0, sent.count());
    end_when_sent();
  }

  void end_when_sent() {
    if (!ends_ || closed() || !queued_.empty() || std::exchange(end_sent_, true)) return;
    transport()->shutdown_send();
  }

  void lose_output() {
    send_ended_ = true;
    queued_.clear();
    touch();
  }

  void end_of_input(far_end how, const std::string& why) {
    read_ended_ = true;
    touch();
    if (how == far_end::reset) lose_output();
    user_.ended(how, why);
  }

  void fail_to_connect(std::error_code error) {
    connect_error_ = error;
    close();
    lose_output();
    user_.ended(far_end::reset, error.message());
  }

  wire_user& user_;
  std::string queued_;
  std::error_code connect_error_;
  bool stands_ = false;
  bool ends_ = false;
  bool end_sent_ = false;
  bool send_ended_ = false;
  bool read_ended_ = false;
};

socket_wire::socket_wire(loop& owner, wire_user& user, const endpoint& where)
    : owner_(owner), channel_(std::make_unique<channel>(owner, user)) {
  channel_->begin(where);
}

socket_wire::socket_wire(loop& owner, wire_user& user, std::unique_ptr<stream> accepted)
    : owner_(owner), channel_(std::make_unique<channel>(owner, user, std::move(accepted))) {}

socket_wire::~socket_wire() { owner_.destroy_later(std::move(channel_)); }

void socket_wire::send(std::string_view bytes) { channel_->send_soon(bytes); }
std::size_t socket_wire::unsent() const { return channel_->unsent(); }
void socket_wire::end_output() { channel_->end_output(); }
void socket_wire::abort() { channel_->abort(); }
void socket_wire::resume() { channel_->touch(); }
std::error_code socket_wire::connect_error() const { return channel_->connect_error(); }

}  // namespace asynchat::cli
