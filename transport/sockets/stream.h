#pragma once

#include "watched_socket.h"

#include <asynchat/transport/stream.h>

#include <utility>

namespace asynchat::sockets {

class socket_stream final : public stream {
 public:
  explicit socket_stream(watched_socket::ptr socket) : socket_(std::move(socket)) {}

  void watch(registration who, readiness wanted) override;
  void unwatch() override;
  io_result recv(std::span<char> into) override;
  io_result send(std::string_view bytes) override;
  std::error_code finish_connect() override;
  std::error_code shutdown_send() override;
  void abort() override;
  void close() override { socket_.reset(); }
  endpoint local() const override;
  endpoint peer() const override;

 private:
  io_result recv_is_over(int error);
  io_result input_end() const;

  watched_socket::ptr socket_;  ///< null once closed
  // The kernel tells an error once, to whichever call comes first; these remember it.
  int recv_error_ = 0;
  int send_error_ = 0;
  bool recv_over_ = false;  ///< recv has met recv_error_ or, where that is 0, the end of the stream
};

}  // namespace asynchat::sockets
