#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "sockets/servers.h"

/// asynchat_bench_server KIND [CONNECTIONS]: started by the bench.
int main(int argc, char** argv) {
  using namespace asynchat::bench;
  const std::string_view kind = argc > 1 ? argv[1] : "";
  if (kind == "async_chat") {
    serve_async_chat(true);
  } else if (kind == "uncorked") {
    serve_async_chat(false);
  } else if (kind == "epoll") {
    serve_epoll();
  } else if (kind == "libuv") {
    serve_libuv();
  } else if (kind == "libevent") {
    serve_libevent();
  } else if (kind == "asio") {
    serve_asio();
  } else if (kind == "idle_async_chat" && argc == 3) {
    hold_async_chats(std::strtoul(argv[2], nullptr, 10));
  } else {
    std::fputs("asynchat_bench_server: started by the bench, which knows what to ask for\n", stderr);
    return 2;
  }
  return 0;
}
