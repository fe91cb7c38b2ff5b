#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace asynchat::cli {

/// A server on a thread of its own, on a port that the system chose: one connection at a time is handed to `serve`, as
/// a socket that blocks, and closed after it.
class blocking_server {
 public:
  explicit blocking_server(std::function<void(int)> serve) : listener_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    EXPECT_EQ(bind(listener_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(listen(listener_, 16), 0);
    getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::jthread([this, serve = std::move(serve)] {
      for (int peer = accept(listener_, nullptr, nullptr); peer >= 0; peer = accept(listener_, nullptr, nullptr)) {
        serve(peer);
        close(peer);
      }
    });
  }
  blocking_server(const blocking_server&) = delete;
  blocking_server& operator=(const blocking_server&) = delete;
  ~blocking_server() { stop(); }

  /// From now on connections are refused; for any thread.
  void refuse() const { shutdown(listener_, SHUT_RDWR); }
  /// No connection is taken any more.
  void stop() {
    if (!thread_.joinable()) return;
    refuse();
    thread_.join();
    close(listener_);
  }
  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

 private:
  int listener_;
  std::uint16_t port_ = 0;
  std::jthread thread_;
};

/// Calls `each` with what every read brings, until the client ends its stream.
inline void for_each_chunk(int peer, const std::function<void(std::string_view)>& each) {
  char room[65536];
  for (ssize_t count = 0; (count = recv(peer, room, sizeof room, 0)) > 0;) {
    each({room, static_cast<std::size_t>(count)});
  }
}

inline void say(int peer, const std::string& text) { send(peer, text.data(), text.size(), MSG_NOSIGNAL); }

inline void reset(int peer) {
  const linger at_once{1, 0};
  setsockopt(peer, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

/// Connections that their server does not close, until this object goes.
class kept_open {
 public:
  kept_open() = default;
  kept_open(const kept_open&) = delete;
  kept_open& operator=(const kept_open&) = delete;
  ~kept_open() {
    for (const int peer : peers_) close(peer);
  }
  void keep(int peer) const { peers_.push_back(dup(peer)); }

 private:
  mutable std::vector<int> peers_;
};

}  // namespace asynchat::cli
