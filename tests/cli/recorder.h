#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../examples/process.h"

namespace asynchat::cli {

/// One end of a connection, as a socket that blocks; its waits end after a minute.
class socket_end {
 public:
  explicit socket_end(int fd = -1);

  void say(std::string_view bytes);
  /// As many bytes; fewer where the stream ends before.
  std::string hear(std::size_t bytes);
  /// All that comes to the end of the stream, or its reset.
  std::string hear_all();
  /// True when the next thing that is heard is a reset.
  bool is_reset();
  void end() const;
  void reset();
  int fd() const { return fd_.get(); }

 private:
  examples::owned_fd fd_;
};

/// A server that a test plays by hand, on a port of 127.0.0.1 or ::1.
class backend {
 public:
  explicit backend(const std::string& host = "127.0.0.1");
  socket_end accept() const;
  /// From now on a connect is refused: the port stays taken.
  void stop_listening();
  /// accept() gives no connection any more, also where it waits for one.
  void shut() const;
  std::string port() const { return std::to_string(port_); }

 private:
  std::string host_;
  examples::owned_fd fd_;
  std::uint16_t port_ = 0;
};

/// True where a socket can be bound to that address.
bool has_address(const std::string& host);

/// `asynchat record` at work, listening on a port that the system chose.
class recorder {
 public:
  /// `limits` are words for the shell before it, such as "ulimit -n 20;".
  recorder(const std::string& to, const std::string& trace, const std::vector<std::string>& more = {},
           const std::string& limits = {}, const std::string& listen = "127.0.0.1:0");

  socket_end connect() const;
  examples::finished_run stop(int signal) { return program_.stop(signal); }
  /// Waits for its end.
  examples::finished_run wait() { return program_.stop(0); }
  std::size_t resident_bytes_peak() const;

 private:
  examples::running_program program_;
  std::string host_;
  std::uint16_t port_ = 0;
};

/// What each connection of a trace said: bytes of the client, bytes of the server.
using said_by_both = std::map<std::uint64_t, std::pair<std::string, std::string>>;
said_by_both said_in(const std::string& trace);
/// See traces::story. A warning about a torn line fails the test.
std::string story_of(const std::string& trace);

}  // namespace asynchat::cli
