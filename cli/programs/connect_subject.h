#pragma once

#include <asynchat/transport/endpoint.h>

#include <chrono>
#include <string>

#include "foreign_subject.h"
#include "output_events.h"

namespace asynchat::cli {

/// How a server is spoken to.
struct server_limits {
  std::chrono::milliseconds time_max{10'000};  ///< for one connection, the pauses not counted
  std::chrono::milliseconds pause{5};          ///< after each chunk
  std::chrono::milliseconds quiet{500};        ///< without a byte, behind the last one: it has said all
  std::size_t output_bytes_max = std::size_t{4} << 20;
};

/// A server under test, on a new connection each time. The chunks go out with TCP_NODELAY and a pause after each, then
/// the end of the stream; what the server sends is read meanwhile, until it ends the stream or has been quiet for a
/// while. Nothing is waited for before a chunk goes out, a greeting neither. Best effort: a kernel may join chunks, and
/// the server may read late.
///
/// Its events are the lines that it sends, then a "connection" that says whether it was closed, or an "error".
class connect_subject final : public foreign_subject {
 public:
  connect_subject(endpoint server, line_mask mask, const server_limits& limits);

  /// "connect:HOST:PORT".
  std::string name() const override;
  std::string_view noun() const override { return "server"; }
  bool keeps_state() const override { return true; }
  foreign_play play_anew(std::string_view bytes, std::span<const std::size_t> chunks) const override;

 private:
  const endpoint server_;
  const line_mask mask_;
  const server_limits limits_;
};

}  // namespace asynchat::cli
