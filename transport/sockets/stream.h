#pragma once

#include "watched_socket.h"

#include <asynchat/transport/stream.h>

#include <cstdint>

namespace asynchat::sockets {

/// The calls of a stream, and which errors they turn into what.
class socket_stream final : public stream {
 public:
  /// Over a connected or connecting socket.
  socket_stream(reactor& owner, int fd) : socket_(owner, fd) {}
  /// For a name_connect to open.
  explicit socket_stream(reactor& owner) : socket_(owner) {}
  ~socket_stream() override { socket_stream::close(); }

  watched_socket& socket() { return socket_; }

  void watch(registration who, readiness wanted) override { socket_.watch(who, wanted); }
  void unwatch() override { socket_.unwatch(); }
  io_result recv(std::span<char> into) override;
  io_result send(std::string_view bytes) override;
  std::error_code finish_connect() override;
  std::error_code shutdown_send() override;
  void abort() override;
  void close() override;
  endpoint local() const override { return socket_.local(); }
  endpoint peer() const override { return socket_.peer(); }

 private:
  io_result without_descriptor() const;
  io_result recv_is_over(int error);
  io_result input_end() const;
  void take_unread();

  [[no_unique_address]] watched_socket socket_;
  bool recv_over_ = false;  ///< recv has met recv_error_ or, where that is 0, the end of the stream
  // The kernel tells an error once, to whichever call comes first; these errno values remember it.
  std::uint16_t recv_error_ = 0;
  std::uint16_t send_error_ = 0;
};

}  // namespace asynchat::sockets
