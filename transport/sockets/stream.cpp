#include "stream.h"

#include "address.h"

#include <asynchat/transport/check.h>

#include <sys/socket.h>
#include <cerrno>

namespace asynchat::sockets {

// What an idle connection costs, next to malloc's eight bytes.
static_assert(sizeof(void*) != 8 || sizeof(socket_stream) == 40);

namespace {

std::error_code code_of(int error) { return {error, std::generic_category()}; }

bool says_would_block(int error) { return error == EAGAIN || error == EWOULDBLOCK; }

}  // namespace

io_result socket_stream::recv(std::span<char> into) {
  ASYNCHAT_CHECK(!into.empty(), "recv needs room for at least one byte");
  if (socket_.fd() < 0) return without_descriptor();
  if (recv_over_) return input_end();
  const ssize_t count = retry_interrupted([&] { return ::recv(socket_.fd(), into.data(), into.size(), 0); });
  if (count > 0) {
    socket_.input_taken();
    return io_result::transferred(static_cast<std::size_t>(count));
  }
  if (count < 0) {
    if (says_would_block(errno)) return io_result::would_block();
    const std::error_code code = last_error();
    return is_out_of_resources(code) ? io_result::error(code) : recv_is_over(code.value());
  }
  // When send was told of a reset, the kernel calls it an end of stream here. EPIPE is no news of the input.
  return recv_is_over(send_error_ == EPIPE ? 0 : send_error_);
}

io_result socket_stream::send(std::string_view bytes) {
  if (socket_.fd() < 0) return without_descriptor();
  if (bytes.empty()) return io_result::transferred(0);
  if (send_error_ != 0) return io_result::error(code_of(send_error_));
  const ssize_t count =
      retry_interrupted([&] { return ::send(socket_.fd(), bytes.data(), bytes.size(), MSG_NOSIGNAL); });
  if (count >= 0) return io_result::transferred(static_cast<std::size_t>(count));
  if (says_would_block(errno)) return io_result::would_block();
  const std::error_code code = last_error();
  if (!is_out_of_resources(code)) send_error_ = static_cast<std::uint16_t>(code.value());
  return io_result::error(code);
}

std::error_code socket_stream::finish_connect() {
  if (socket_.fd() < 0) {
    const io_result state = without_descriptor();
    return state == io_result::would_block() ? code_of(EINPROGRESS) : state.code();
  }
  if (recv_error_ != 0) return code_of(recv_error_);
  if (send_error_ != 0) return code_of(send_error_);
  int error = 0;
  socklen_t size = sizeof(error);
  if (getsockopt(socket_.fd(), SOL_SOCKET, SO_ERROR, &error, &size) != 0) return last_error();
  if (error != 0) {
    send_error_ = static_cast<std::uint16_t>(error);
    recv_is_over(error);
    return code_of(error);
  }
  // Without an error it is connected, unless the question came too early.
  socket_address peer;
  peer.size = sizeof(peer.storage);
  const bool connected = getpeername(socket_.fd(), peer.raw(), &peer.size) == 0;
  return connected ? std::error_code{} : code_of(EINPROGRESS);
}

std::error_code socket_stream::shutdown_send() {
  if (socket_.closed()) return code_of(EBADF);
  if (socket_.fd() < 0) return code_of(ENOTCONN);
  return ::shutdown(socket_.fd(), SHUT_WR) == 0 ? std::error_code{} : last_error();
}

void socket_stream::abort() {
  // Closing a TCP socket that lingers for no time sends a reset. Other sockets take no notice.
  const linger at_once{1, 0};
  if (socket_.fd() >= 0) ::setsockopt(socket_.fd(), SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
  socket_.close();
}

void socket_stream::close() {
  if (socket_.fd() >= 0 && !recv_over_) take_unread();
  socket_.close();
}

/// Without a descriptor a stream is closed, or looks a name up, or has failed to.
io_result socket_stream::without_descriptor() const {
  if (socket_.closed()) return io_result::error(code_of(EBADF));
  const std::error_code failure = socket_.owner()->failure_of(socket_);
  return failure ? io_result::error(failure) : io_result::would_block();
}

io_result socket_stream::recv_is_over(int error) {
  recv_over_ = true;
  recv_error_ = static_cast<std::uint16_t>(error);
  return input_end();
}

io_result socket_stream::input_end() const {
  return recv_error_ == 0 ? io_result::end_of_stream() : io_result::error(code_of(recv_error_));
}

/// A socket that is closed with unread input resets the connection, and what was sent but not delivered is lost. The
/// input that has arrived is therefore taken first; of a flood only so much that closing costs little.
void socket_stream::take_unread() {
  constexpr int pieces_max = 16;
  char piece[16384];
  for (int pieces = 0; pieces < pieces_max; ++pieces) {
    const ssize_t count = retry_interrupted([&] { return ::recv(socket_.fd(), piece, sizeof(piece), 0); });
    if (count < static_cast<ssize_t>(sizeof(piece))) return;
  }
}

}  // namespace asynchat::sockets
