#include <uv.h>

#include <memory>
#include <utility>

#include "sockets/line_echo.h"
#include "sockets/listening_socket.h"
#include "sockets/servers.h"

namespace asynchat::bench {

namespace {

struct connection {
  uv_tcp_t socket{};
  line_echo lines;
  std::string out;
};

/// A write that owns its bytes until it is done.
struct owned_write {
  uv_write_t request{};
  std::string bytes;
};

char receive_buffer[64 << 10];

connection& connection_of(void* handle) { return *static_cast<connection*>(static_cast<uv_handle_t*>(handle)->data); }

void lend_buffer(uv_handle_t*, std::size_t, uv_buf_t* buffer) {
  *buffer = uv_buf_init(receive_buffer, sizeof(receive_buffer));
}

void forget(uv_handle_t* handle) { delete &connection_of(handle); }

void write_rest(connection& at, std::size_t written) {
  auto rest = std::make_unique<owned_write>();
  rest->bytes = at.out.substr(written);
  rest->request.data = rest.get();
  const uv_buf_t piece = uv_buf_init(rest->bytes.data(), static_cast<unsigned>(rest->bytes.size()));
  const auto release = [](uv_write_t* request, int) { delete static_cast<owned_write*>(request->data); };
  if (uv_write(&rest->request, reinterpret_cast<uv_stream_t*>(&at.socket), &piece, 1, release) == 0) {
    static_cast<void>(rest.release());
  }
}

void echo(uv_stream_t* stream, ssize_t count, const uv_buf_t* buffer) {
  connection& at = connection_of(stream);
  if (count < 0) return uv_close(reinterpret_cast<uv_handle_t*>(stream), forget);
  at.out.clear();
  at.lines.feed({buffer->base, static_cast<std::size_t>(count)}, at.out);
  if (at.out.empty()) return;
  const uv_buf_t all = uv_buf_init(at.out.data(), static_cast<unsigned>(at.out.size()));
  const int written = uv_try_write(stream, &all, 1);
  const std::size_t done = written > 0 ? static_cast<std::size_t>(written) : 0;
  if (done < at.out.size()) write_rest(at, done);
}

void accept_one(uv_stream_t* listener, int) {
  auto at = std::make_unique<connection>();
  uv_tcp_init(listener->loop, &at->socket);
  at->socket.data = at.get();
  if (uv_accept(listener, reinterpret_cast<uv_stream_t*>(&at->socket)) == 0) {
    uv_tcp_nodelay(&at->socket, 1);
    uv_read_start(reinterpret_cast<uv_stream_t*>(&at->socket), lend_buffer, echo);
  } else {
    uv_close(reinterpret_cast<uv_handle_t*>(&at->socket), forget);
  }
  static_cast<void>(at.release());
}

}  // namespace

void serve_libuv() {
  uv_loop_t* const loop = uv_default_loop();
  uv_tcp_t listener;
  uv_tcp_init(loop, &listener);
  uv_tcp_open(&listener, listen_and_announce());
  uv_listen(reinterpret_cast<uv_stream_t*>(&listener), 1024, accept_one);
  uv_run(loop, UV_RUN_DEFAULT);
}

}  // namespace asynchat::bench
