#include "raw_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <system_error>

namespace asynchat::examples {

raw_client::raw_client(int port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in where{};
  where.sin_family = AF_INET;
  where.sin_port = htons(static_cast<std::uint16_t>(port));
  where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const timeval patience{60, 0};
  setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  setsockopt(socket_.get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
  if (connect(socket_.get(), reinterpret_cast<const sockaddr*>(&where), sizeof(where)) != 0) {
    throw std::system_error(errno, std::generic_category(), "connect");
  }
}

bool raw_client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

std::size_t raw_client::offer(std::string_view bytes) {
  const ssize_t count = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  return count > 0 ? static_cast<std::size_t>(count) : 0;
}

std::string raw_client::receive_through(std::string_view text) {
  std::string received;
  char buffer[65536];
  while (received.find(text) == std::string::npos) {
    const ssize_t count = recv(socket_.get(), buffer, sizeof(buffer), 0);
    if (count <= 0) break;
    received.append(buffer, static_cast<std::size_t>(count));
  }
  return received;
}

std::string raw_client::receive_all() {
  std::string received;
  char buffer[65536];
  for (ssize_t count = 1; count > 0;) {
    count = recv(socket_.get(), buffer, sizeof(buffer), 0);
    if (count > 0) received.append(buffer, static_cast<std::size_t>(count));
  }
  return received;
}

bool raw_client::has_ended(int wait_ms) {
  pollfd state{socket_.get(), POLLIN, 0};
  char buffer[65536];
  while (poll(&state, 1, wait_ms) == 1) {
    if (recv(socket_.get(), buffer, sizeof(buffer), 0) <= 0) return true;
  }
  return false;
}

bool raw_client::has_input() const {
  pollfd state{socket_.get(), POLLIN, 0};
  return poll(&state, 1, 0) == 1;
}

void raw_client::end_output() { shutdown(socket_.get(), SHUT_WR); }

void raw_client::reset() {
  const linger at_once{1, 0};
  setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
  socket_.reset();
}

}  // namespace asynchat::examples
