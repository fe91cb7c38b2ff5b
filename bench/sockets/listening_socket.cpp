#include "sockets/listening_socket.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cstdio>
#include <cstdlib>

namespace asynchat::bench {

int listen_and_announce() {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  sockaddr_in where{};
  where.sin_family = AF_INET;
  where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* address = reinterpret_cast<sockaddr*>(&where);
  socklen_t size = sizeof(where);
  if (fd < 0 || bind(fd, address, size) != 0 || listen(fd, SOMAXCONN) != 0 || getsockname(fd, address, &size) != 0) {
    std::perror("listen");
    std::exit(2);
  }
  announce(ntohs(where.sin_port));
  return fd;
}

void announce(std::uint16_t port) {
  std::printf("%d\n", port);
  std::fflush(stdout);
}

void send_at_once(int fd) {
  const int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

}  // namespace asynchat::bench
