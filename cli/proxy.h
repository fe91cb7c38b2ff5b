#pragma once

#include <asynchat/engine/dispatcher.h>
#include <asynchat/engine/loop.h>
#include <asynchat/traces/trace_recorder.h>
#include <asynchat/transport/endpoint.h>

#include <cstdint>
#include <functional>
#include <limits>
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
  /// `complain` is told, in a sentence, of a server that cannot be reached and of clients that cannot be accepted.
  proxy(loop& owner, endpoint server, std::function<void(const std::string&)> complain);
  ~proxy() override;

  /// Without a recorder nothing is recorded. It is named before the loop runs, and outlives the proxy.
  void record_with(traces::trace_recorder& recorder) { recorder_ = &recorder; }
  /// The chunk with which so many bytes of payload have been received is the last: it is recorded and offered to the
  /// other side, and then exit_now leaves the loop, which is not to be polled again.
  void end_after(std::uint64_t payload_bytes) { payload_bytes_max_ = payload_bytes; }

  const proxy_counts& counts() const { return counts_; }
  std::size_t open() const { return pairs_.size(); }

  void handle_accept() override;
  void handle_error(std::exception_ptr error) override;

  static constexpr std::size_t read_bytes_max = std::size_t{64} << 10;

 private:
  class end;

  bool is_over() const { return counts_.bytes() >= payload_bytes_max_; }
  void admit(std::unique_ptr<stream> client);
  void forget(end& client);

  endpoint server_;
  traces::trace_recorder* recorder_ = nullptr;
  std::uint64_t payload_bytes_max_ = std::numeric_limits<std::uint64_t>::max();
  std::function<void(const std::string&)> complain_;
  proxy_counts counts_;
  std::vector<char> buffer_;
  std::vector<std::unique_ptr<end>> pairs_;  ///< the clients' ends, each of which owns its server's
};

}  // namespace asynchat::cli
