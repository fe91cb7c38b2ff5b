#include "name_connect.h"

#include <asynchat/sockets/address_error.h>

#include "address.h"
#include "watched_socket.h"

#include <sys/socket.h>
#include <unistd.h>
#include <cerrno>
#include <utility>

namespace asynchat::sockets {

namespace {

/// libuv numbers the resolver's errors, all of which are below UV_EAI_ADDRFAMILY, and passes the system's on.
std::error_code code_of(int status) {
  if (status <= UV_EAI_ADDRFAMILY && status > UV_EAI_ADDRFAMILY - 100) return {status, resolver_category()};
  return {-status, std::generic_category()};
}

std::error_code pending_error(int fd) {
  int error = 0;
  socklen_t size = sizeof(error);
  if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0) return last_error();
  return {error, std::generic_category()};
}

}  // namespace

std::error_code name_connect::begin(watched_socket& socket, const std::string& host, std::uint16_t port) {
  auto* const made = new name_connect(socket, port);
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  const auto answered = [](uv_getaddrinfo_t* request, int status, addrinfo* found) {
    auto* const self = static_cast<name_connect*>(request->data);
    self->addresses_ = found;
    self->looked_up(status);
  };
  const int status = uv_getaddrinfo(socket.owner()->libuv(), &made->lookup_, answered, host.c_str(), nullptr, &hints);
  if (status != 0) {
    delete made;
    return status == UV_EINVAL ? make_error_code(address_errc::bad_name) : code_of(status);
  }
  socket.owner()->connecting(socket, *made);
  return {};
}

void name_connect::abandon() {
  socket_ = nullptr;
  switch (stage_) {
    case stage::looking_up:
      // A lookup that a thread is at goes on to its end; either way it answers.
      uv_cancel(reinterpret_cast<uv_req_t*>(&lookup_));
      break;
    case stage::connecting:
      settle();
      close_descriptor();
      break;
    case stage::settling:
      break;
    case stage::failed:
      delete this;
      break;
  }
}

name_connect::name_connect(watched_socket& socket, std::uint16_t port)
    : reactor_(socket.owner()), socket_(&socket), port_(port) {
  lookup_.data = this;
  poll_.data = this;
}

name_connect::~name_connect() {
  close_descriptor();
  uv_freeaddrinfo(addresses_);
}

void name_connect::looked_up(int status) {
  if (socket_ == nullptr) {
    delete this;
  } else if (status != 0) {
    fail(code_of(status));
  } else {
    next_ = addresses_;
    try_next();
  }
}

void name_connect::try_next() {
  while (next_ != nullptr) {
    const addrinfo& one = *next_;
    next_ = next_->ai_next;
    if (try_address(one)) return;
    close_descriptor();
  }
  fail(last_ ? last_ : make_error_code(std::errc::address_not_available));
}

bool name_connect::try_address(const addrinfo& one) {
  if (one.ai_family != AF_INET && one.ai_family != AF_INET6) return false;
  const socket_address to = with_port(*one.ai_addr, one.ai_addrlen, port_);
  fd_ = open_socket(to.family());
  // A connect that a signal interrupted goes on by itself.
  const bool begun = fd_ >= 0 && (::connect(fd_, to.raw(), to.size) == 0 || errno == EINPROGRESS || errno == EINTR);
  if (!begun) {
    last_ = last_error();
    return false;
  }
  if (const int status = uv_poll_init(reactor_->libuv(), &poll_, fd_); status != 0) {
    last_ = code_of(status);
    return false;
  }
  stage_ = stage::connecting;
  uv_poll_start(&poll_, UV_WRITABLE,
                [](uv_poll_t* handle, int, int) { static_cast<name_connect*>(handle->data)->settle(); });
  return true;
}

/// libuv lets go of the descriptor first; what became of the connect is asked then.
void name_connect::settle() {
  stage_ = stage::settling;
  uv_close(reinterpret_cast<uv_handle_t*>(&poll_),
           [](uv_handle_t* handle) { static_cast<name_connect*>(handle->data)->settled(); });
}

void name_connect::settled() {
  if (socket_ == nullptr) {
    delete this;
    return;
  }
  last_ = pending_error(fd_);
  if (last_) {
    close_descriptor();
    try_next();
    return;
  }
  reactor_->connected(*socket_);
  socket_->open(std::exchange(fd_, -1));
  delete this;
}

void name_connect::fail(std::error_code why) {
  stage_ = stage::failed;
  failure_ = why;
  socket_->open(-1);
}

void name_connect::close_descriptor() {
  if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

}  // namespace asynchat::sockets
