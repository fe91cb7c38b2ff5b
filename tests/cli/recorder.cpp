#include "recorder.h"

#include <asynchat/traces/trace_reader.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <fstream>
#include <stdexcept>
#include <system_error>

#include "../traces/trace_vocabulary.h"

namespace asynchat::cli {

namespace {

struct address {
  address(const std::string& host, std::uint16_t port) {
    if (host.find(':') == std::string::npos) {
      auto& four = reinterpret_cast<sockaddr_in&>(storage);
      four.sin_family = AF_INET;
      four.sin_port = htons(port);
      EXPECT_EQ(inet_pton(AF_INET, host.c_str(), &four.sin_addr), 1);
      size = sizeof(four);
    } else {
      auto& six = reinterpret_cast<sockaddr_in6&>(storage);
      six.sin6_family = AF_INET6;
      six.sin6_port = htons(port);
      EXPECT_EQ(inet_pton(AF_INET6, host.c_str(), &six.sin6_addr), 1);
      size = sizeof(six);
    }
  }
  sockaddr* raw() { return reinterpret_cast<sockaddr*>(&storage); }

  sockaddr_storage storage{};
  socklen_t size = 0;
};

int open_socket(address& where) {
  const int fd = ::socket(where.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) throw std::system_error(errno, std::generic_category(), "socket");
  return fd;
}

/// To a minute.
void limit_waits(int fd) {
  const timeval patience{60, 0};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
}

std::vector<std::string> command(const std::string& to, const std::string& trace, const std::vector<std::string>& more,
                                 const std::string& limits, const std::string& listen) {
  std::vector<std::string> words{"sh",
                                 "-c",
                                 limits + " exec \"$0\" \"$@\"",
                                 examples::program_path("asynchat"),
                                 "record",
                                 "--listen",
                                 listen,
                                 "--to",
                                 to,
                                 "-o",
                                 trace};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

}  // namespace

socket_end::socket_end(int fd) : fd_(fd) { limit_waits(fd); }

void socket_end::say(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::send(fd(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    ASSERT_GT(count, 0);
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

std::string socket_end::hear(std::size_t bytes) {
  std::string heard(bytes, '\0');
  std::size_t size = 0;
  for (ssize_t count = 1; count > 0 && size<bytes; size += count> 0 ? static_cast<std::size_t>(count) : 0) {
    count = ::recv(fd(), heard.data() + size, bytes - size, 0);
  }
  heard.resize(size);
  return heard;
}

std::string socket_end::hear_all() {
  std::string heard;
  std::string piece;
  do {
    piece = hear(65536);
    heard += piece;
  } while (!piece.empty());
  return heard;
}

bool socket_end::is_reset() {
  char byte = 0;
  return ::recv(fd(), &byte, 1, 0) < 0 && errno == ECONNRESET;
}

void socket_end::end() const { ::shutdown(fd(), SHUT_WR); }

void socket_end::reset() {
  const linger at_once{1, 0};
  setsockopt(fd(), SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
  fd_.reset();
}

backend::backend(const std::string& host) : host_(host) {
  address where(host, 0);
  fd_ = examples::owned_fd(open_socket(where));
  limit_waits(fd_.get());
  EXPECT_EQ(::bind(fd_.get(), where.raw(), where.size), 0);
  EXPECT_EQ(::listen(fd_.get(), 512), 0);
  getsockname(fd_.get(), where.raw(), &where.size);
  port_ = ntohs(reinterpret_cast<sockaddr_in&>(where.storage).sin_port);  // Where it is in a sockaddr_in6, too.
}

socket_end backend::accept() const { return socket_end(::accept4(fd_.get(), nullptr, nullptr, SOCK_CLOEXEC)); }

void backend::stop_listening() {
  address where(host_, port_);
  fd_ = examples::owned_fd();
  fd_ = examples::owned_fd(open_socket(where));
  const int on = 1;
  setsockopt(fd_.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  EXPECT_EQ(::bind(fd_.get(), where.raw(), where.size), 0);
}

void backend::shut() const { ::shutdown(fd_.get(), SHUT_RDWR); }

bool has_address(const std::string& host) {
  address where(host, 0);
  const examples::owned_fd fd(open_socket(where));
  return ::bind(fd.get(), where.raw(), where.size) == 0;
}

recorder::recorder(const std::string& to, const std::string& trace, const std::vector<std::string>& more,
                   const std::string& limits, const std::string& listen)
    : program_(command(to, trace, more, limits, listen)) {
  const std::string expected = "listening on ";
  const std::string line = program_.read_line();
  if (!line.starts_with(expected)) throw std::runtime_error("not what a recorder says first: " + line);
  const std::size_t colon = line.rfind(':');
  port_ = static_cast<std::uint16_t>(std::stoi(line.substr(colon + 1)));
  host_ = line.substr(expected.size(), colon - expected.size());
  if (host_.starts_with('[')) host_ = host_.substr(1, host_.size() - 2);
}

socket_end recorder::connect() const {
  address where(host_, port_);
  socket_end made(open_socket(where));
  EXPECT_EQ(::connect(made.fd(), where.raw(), where.size), 0);
  return made;
}

std::size_t recorder::resident_bytes_peak() const {
  std::ifstream file("/proc/" + std::to_string(program_.pid()) + "/status");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("VmHWM:")) return std::stoul(line.substr(6)) * 1024;
  }
  return 0;
}

said_by_both said_in(const std::string& trace) {
  traces::trace_reader reader(trace);
  said_by_both result;
  for (const traces::trace_event& event : traces::all_events(reader)) {
    auto& [client, server] = result[event.conn];
    if (event.kind == traces::event_kind::data) (event.from == side::client ? client : server) += event.bytes;
  }
  return result;
}

std::string story_of(const std::string& trace) {
  traces::trace_reader reader(trace);
  std::string told = traces::story(traces::all_events(reader));
  EXPECT_TRUE(reader.warnings().empty());
  return told;
}

}  // namespace asynchat::cli
