#pragma once

#include <asynchat/engine/dispatcher.h>
#include <asynchat/engine/loop.h>
#include <asynchat/traces/trace_recorder.h>
#include <asynchat/transport/endpoint.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace asynchat::cli {

/// What went through a proxy so far.
struct proxy_counts {
  std::uint64_t connections = 0;   ///< that stood: the server was reached
  std::uint64_t unreachable = 0;   ///< for which it was not
  std::uint64_t client_bytes = 0;  ///< received from clients
  std::uint64_t server_bytes = 0;  ///< received from servers

  std::uint64_t bytes() const { return client_bytes + server_bytes; }
  friend bool operator==(const proxy_counts&, const proxy_counts&) = default;
};

/// A listening channel that passes each connection on to a server: bytes at once, in both directions, an end of stream
/// as one, a reset as one. A client whose server cannot be reached is reset.
///
/// What is received from one side is recorded before it is offered to the other. While a part of it waits for room, no
/// more is read from that side: what waits is at most one read, read_bytes_max, in each direction.
///
/// It has no time limits of its own; a connection lasts as long as its two sides let it.
class proxy final : public dispatcher {
 public:
  /// Without a recorder nothing is recorded. The recorder outlives the proxy. `complain` is told, in a sentence, of a
  /// server that cannot be reached and of clients that cannot be accepted.
  proxy(loop& owner, endpoint server, traces::trace_recorder* recorder,
        std::function<void(const std::string&)> complain);
  ~proxy() override;

  const proxy_counts& counts() const { return counts_; }
  std::size_t open() const { return pairs_.size(); }

  void handle_accept() override;
  void handle_error(std::exception_ptr error) override;

  static constexpr std::size_t read_bytes_max = std::size_t{64} << 10;

 private:
  class end;

  void admit(std::unique_ptr<stream> client);
  void forget(end& client);

  endpoint server_;
  traces::trace_recorder* recorder_;
  std::function<void(const std::string&)> complain_;
  proxy_counts counts_;
  std::vector<char> buffer_;
  std::vector<std::unique_ptr<end>> pairs_;  ///< the clients' ends, each of which owns its server's
};

}  // namespace asynchat::cli
