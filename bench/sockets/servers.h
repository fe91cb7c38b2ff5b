#pragma once

#include <cstddef>
#include <cstdint>

/// The servers of the socket tasks. Each listens on a port of 127.0.0.1 that it prints, a line, and serves until it is
/// killed. An echo server cuts what arrives into lines at CRLF, and sends each line back with its CRLF; it is careful:
/// no Nagle's delay, and one send for all lines of one read.
namespace asynchat::bench {

/// By hand: one recv an event, memchr for the line ends, one send for what was read.
void serve_epoll();
/// uv_read_start, the same search, uv_try_write and uv_write for what it leaves.
void serve_libuv();
/// A bufferevent with evbuffer_readln.
void serve_libevent();
/// async_read_until and async_write.
void serve_asio();
/// The echo of README.md. When `corked`, its handle_read is put between cork and uncork.
void serve_async_chat(bool corked);
/// A proxy to that port of 127.0.0.1: the class behind `asynchat record`, recording where a trace is named.
void serve_proxy(std::uint16_t target, const char* trace);
/// The same work by hand: non-blocking sockets, one buffer of 64 KiB, and what a peer has no room for kept, while which
/// nothing more is read.
void serve_proxy_epoll(std::uint16_t target);
/// Holds connections that never speak; once it has accepted `connections`, prints by how many bytes its heap grew.
void hold_async_chats(std::size_t connections);

}  // namespace asynchat::bench
