#include "listener.h"

#include "address.h"
#include "stream.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <memory>

namespace asynchat::sockets {

namespace {

/// True for the errors that mean that nobody waits, or that the one who did is gone: accept(2) passes on an error of
/// the new connection's network, and asks to treat it so.
bool nobody_waits(int error) {
  switch (error) {
    case EAGAIN:
    case ECONNABORTED:
    case EPROTO:
    case ENETDOWN:
    case ENETUNREACH:
    case EHOSTDOWN:
    case EHOSTUNREACH:
      return true;
    default:
      return false;
  }
}

}  // namespace

listen_result socket_listener::open(reactor& owner, const endpoint& where, const listen_options& options) {
  const address_result at = to_address(where);
  if (at.error) return {nullptr, at.error};
  const int fd = open_socket(at.address.family());
  if (fd < 0) return {nullptr, last_error()};
  auto opened = std::make_unique<socket_listener>(owner, fd);
  const int reuse = options.reuse_address ? 1 : 0;
  if (::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof(reuse)) != 0 ||
      ::bind(fd, at.address.raw(), at.address.size) != 0) {
    return {nullptr, last_error()};
  }
  if (where.kind == endpoint::family::unix_path) opened->file_ = file_at(where.host);
  if (::listen(fd, options.backlog) != 0) return {nullptr, last_error()};
  return {std::move(opened), {}};
}

accept_result socket_listener::accept() {
  if (socket_.closed()) return {};
  const int fd =
      retry_interrupted([&] { return accept4(socket_.fd(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC); });
  if (fd < 0) return {nullptr, nobody_waits(errno) ? std::error_code{} : last_error()};
  return {std::make_unique<socket_stream>(*socket_.owner(), fd), {}};
}

void socket_listener::close() {
  if (socket_.closed()) return;
  socket_.close();
  // Another may have taken the path over since.
  const std::optional<bound_file> there = file_ ? file_at(file_->path) : std::nullopt;
  if (there && there->device == file_->device && there->number == file_->number) ::unlink(file_->path.c_str());
}

std::optional<socket_listener::bound_file> socket_listener::file_at(const std::string& path) {
  struct stat found {};
  const bool is_socket = ::lstat(path.c_str(), &found) == 0 && S_ISSOCK(found.st_mode);
  if (!is_socket) return std::nullopt;
  return bound_file{path, found.st_dev, found.st_ino};
}

}  // namespace asynchat::sockets
