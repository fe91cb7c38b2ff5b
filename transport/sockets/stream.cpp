#include "stream.h"

#include <asynchat/transport/check.h>

#include <sys/socket.h>
#include <cerrno>

namespace asynchat::sockets {

namespace {

std::error_code code_of(int error) { return {error, std::generic_category()}; }

template <class Call>
auto retry_interrupted(Call call) {
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  return result;
}

bool says_would_block(int error) { return error == EAGAIN || error == EWOULDBLOCK; }

}  // namespace

void socket_stream::watch(registration who, readiness wanted) {
  if (socket_) socket_->watch(who, wanted);
}

void socket_stream::unwatch() {
  if (socket_) socket_->unwatch();
}

io_result socket_stream::recv(std::span<char> into) {
  ASYNCHAT_CHECK(!into.empty(), "recv needs room for at least one byte");
  if (!socket_) return io_result::error(code_of(EBADF));
  if (recv_over_) return input_end();
  const ssize_t count = retry_interrupted([&] { return ::recv(socket_->fd(), into.data(), into.size(), 0); });
  if (count > 0) return io_result::transferred(static_cast<std::size_t>(count));
  if (count < 0) return says_would_block(errno) ? io_result::would_block() : recv_is_over(errno);
  // When send was told of a reset, the kernel calls it an end of stream here. EPIPE is no news of the input.
  return recv_is_over(send_error_ == EPIPE ? 0 : send_error_);
}

io_result socket_stream::send(std::string_view bytes) {
  if (!socket_) return io_result::error(code_of(EBADF));
  if (bytes.empty()) return io_result::transferred(0);
  if (send_error_ != 0) return io_result::error(code_of(send_error_));
  const ssize_t count =
      retry_interrupted([&] { return ::send(socket_->fd(), bytes.data(), bytes.size(), MSG_NOSIGNAL); });
  if (count >= 0) return io_result::transferred(static_cast<std::size_t>(count));
  if (says_would_block(errno)) return io_result::would_block();
  const std::error_code code = last_error();
  if (!is_out_of_resources(code)) send_error_ = code.value();
  return io_result::error(code);
}

std::error_code socket_stream::finish_connect() {
  if (!socket_) return code_of(EBADF);
  if (recv_error_ != 0) return code_of(recv_error_);
  if (send_error_ != 0) return code_of(send_error_);
  int error = 0;
  socklen_t size = sizeof(error);
  if (getsockopt(socket_->fd(), SOL_SOCKET, SO_ERROR, &error, &size) != 0) return last_error();
  if (error != 0) {
    send_error_ = error;
    recv_is_over(error);
    return code_of(error);
  }
  // Without an error it is connected, unless the question came too early.
  socket_address peer;
  peer.size = sizeof(peer.storage);
  const bool connected = getpeername(socket_->fd(), peer.raw(), &peer.size) == 0;
  return connected ? std::error_code{} : code_of(EINPROGRESS);
}

std::error_code socket_stream::shutdown_send() {
  if (!socket_) return code_of(EBADF);
  return ::shutdown(socket_->fd(), SHUT_WR) == 0 ? std::error_code{} : last_error();
}

void socket_stream::abort() {
  if (!socket_) return;
  // Closing a TCP socket that lingers for no time sends a reset. Other sockets take no notice.
  const linger at_once{1, 0};
  ::setsockopt(socket_->fd(), SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
  socket_.reset();
}

endpoint socket_stream::local() const { return socket_ ? socket_->local() : endpoint{}; }
endpoint socket_stream::peer() const { return socket_ ? socket_->peer() : endpoint{}; }

io_result socket_stream::recv_is_over(int error) {
  recv_over_ = true;
  recv_error_ = error;
  return input_end();
}

io_result socket_stream::input_end() const {
  return recv_error_ == 0 ? io_result::end_of_stream() : io_result::error(code_of(recv_error_));
}

}  // namespace asynchat::sockets
