#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace asynchat::bench {

/// A descriptor that is closed with this object.
class descriptor {
 public:
  explicit descriptor(int fd) : fd_(fd) {}
  descriptor(descriptor&& other) noexcept;
  descriptor& operator=(descriptor&&) = delete;
  ~descriptor();

  int get() const { return fd_; }

 private:
  int fd_;
};

/// A blocking TCP connection to a port of 127.0.0.1, without Nagle's delay. Throws std::system_error.
descriptor connect_to(std::uint16_t port);

/// The clients of an echo server: each keeps a number of lines in flight and compares every byte that comes back.
class echo_load {
 public:
  echo_load(std::uint16_t port, std::size_t connections, std::size_t lines_in_flight);

  /// Every client sends `lines`; returns when all are back. Throws std::runtime_error when a byte is not the right one,
  /// a connection ends, or nothing comes back for ten seconds.
  void run(std::uint64_t lines);

 private:
  struct client {
    descriptor socket;
    std::size_t number = 0;  ///< makes its lines differ from those of others
    std::uint64_t lines_sent = 0;
    std::uint64_t bytes_back = 0;
  };

  void send_lines(client& from, std::uint64_t count);
  void receive(client& to);

  std::size_t lines_in_flight_;
  std::uint64_t lines_due_ = 0;  ///< that each client sends in all, earlier runs counted
  descriptor epoll_;
  std::vector<client> clients_;
  std::string outgoing_;
  std::string incoming_;
};

}  // namespace asynchat::bench
