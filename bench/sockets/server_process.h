#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "child_process.h"

namespace asynchat::bench {

/// A server of `asynchat_bench_server`, listening on a port of 127.0.0.1, in a process of its own.
class server_process {
 public:
  /// `kind` is one that server_main.cpp knows. Throws std::runtime_error when the server does not come up.
  explicit server_process(const std::string& kind, const std::vector<std::string>& arguments = {});

  std::uint16_t port() const { return port_; }
  double cpu_seconds() const { return process_.cpu_seconds(); }
  /// What it says next; throws std::runtime_error when it has ended instead.
  std::string read_line();

 private:
  child_process process_;
  std::uint16_t port_ = 0;
};

}  // namespace asynchat::bench
