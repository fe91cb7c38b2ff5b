#pragma once

#include "watched_socket.h"

#include <asynchat/transport/listener.h>

#include <utility>

namespace asynchat::sockets {

class socket_listener final : public listener {
 public:
  explicit socket_listener(watched_socket::ptr socket) : socket_(std::move(socket)) {}

  void watch(registration who, readiness wanted) override;
  void unwatch() override;
  accept_result accept() override;
  void close() override { socket_.reset(); }
  endpoint local() const override;

 private:
  watched_socket::ptr socket_;  ///< null once closed
};

}  // namespace asynchat::sockets
