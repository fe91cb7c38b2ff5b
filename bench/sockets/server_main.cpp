#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "sockets/servers.h"

namespace {

std::uint16_t number(const char* text) { return static_cast<std::uint16_t>(std::strtoul(text, nullptr, 10)); }

}  // namespace

/// asynchat_bench_server KIND [CONNECTIONS | PORT [TRACE]]: started by the bench.
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
  } else if (kind == "proxy_engine" && argc >= 3) {
    serve_proxy(number(argv[2]), argv[3]);
  } else if (kind == "proxy_epoll" && argc == 3) {
    serve_proxy_epoll(number(argv[2]));
  } else if (kind == "idle_async_chat" && argc == 3) {
    hold_async_chats(std::strtoul(argv[2], nullptr, 10));
  } else {
    std::fputs("asynchat_bench_server: started by the bench, which knows what to ask for\n", stderr);
    return 2;
  }
  return 0;
}
