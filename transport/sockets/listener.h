#pragma once

#include "watched_socket.h"

#include <asynchat/transport/listener.h>
#include <asynchat/transport/network.h>

#include <sys/types.h>
#include <optional>
#include <string>

namespace asynchat::sockets {

class socket_listener final : public listener {
 public:
  /// Binds and listens.
  static listen_result open(reactor& owner, const endpoint& where, const listen_options& options);

  socket_listener(reactor& owner, int fd) : socket_(owner, fd) {}
  ~socket_listener() override { socket_listener::close(); }

  void watch(registration who, readiness wanted) override { socket_.watch(who, wanted); }
  void unwatch() override { socket_.unwatch(); }
  accept_result accept() override;
  void close() override;
  endpoint local() const override { return socket_.local(); }

 private:
  /// The file that binding a Unix socket made.
  struct bound_file {
    std::string path;
    dev_t device;
    ino_t number;
  };
  static std::optional<bound_file> file_at(const std::string& path);

  watched_socket socket_;
  std::optional<bound_file> file_;
};

}  // namespace asynchat::sockets
