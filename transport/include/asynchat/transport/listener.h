#pragma once

#include <asynchat/transport/endpoint.h>
#include <asynchat/transport/readiness.h>
#include <asynchat/transport/stream.h>

#include <memory>
#include <system_error>

namespace asynchat {

/// What one accept came to: a stream; or neither a stream nor an error, when nobody waits or the one who did has gone
/// again; or an error.
struct accept_result {
  std::unique_ptr<stream> accepted;
  std::error_code error;
};

/// Where connections arrive. It is ready to read while one waits. Threads and lifetime as for stream.
class listener : public pollable {
 public:
  virtual ~listener() = default;

  /// Takes one waiting connection, if there is one.
  virtual accept_result accept() = 0;

  /// Takes no more connections. A second call does nothing.
  virtual void close() = 0;

  /// Where it listens, with the port that was chosen when port 0 was asked for.
  virtual endpoint local() const = 0;
};

}  // namespace asynchat
