#pragma once

#include <asynchat/sockets/network.h>

#include <signal.h>

#include <array>

namespace asynchat::cli {

/// While it lives, SIGINT and SIGTERM do not kill the program but end the world's wait, and SIGPIPE and SIGXFSZ do
/// nothing: writing tells of what they are about. One lives at a time.
class stop_signals final {
 public:
  explicit stop_signals(sockets::network& world);
  stop_signals(const stop_signals&) = delete;
  stop_signals& operator=(const stop_signals&) = delete;
  ~stop_signals();

  /// True once SIGINT or SIGTERM has come.
  bool requested() const;

 private:
  static constexpr std::array signals = {SIGINT, SIGTERM, SIGPIPE, SIGXFSZ};
  std::array<struct sigaction, signals.size()> before_{};
};

}  // namespace asynchat::cli
