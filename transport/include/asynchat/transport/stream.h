#pragma once

#include <asynchat/transport/endpoint.h>
#include <asynchat/transport/io_result.h>
#include <asynchat/transport/readiness.h>

#include <memory>
#include <span>
#include <string_view>
#include <system_error>

namespace asynchat {

/// One end of a connected, or connecting, byte stream: ordered, reliable, in two directions.
///
/// No call blocks or throws, and none calls back. A stream belongs to the thread of the network that made it and must
/// not outlive that network. Destroying it closes it.
class stream : public pollable {
 public:
  virtual ~stream() = default;

  /// Moves bytes that have arrived to the front of `into`, which is not empty. It may return fewer bytes than have
  /// arrived. After end_of_stream and after an error the same is returned again.
  virtual io_result recv(std::span<char> into) = 0;

  /// Takes bytes from the front of `bytes`; it may take fewer than all. What was not taken is the caller's to offer
  /// again. An empty `bytes` transfers 0.
  virtual io_result send(std::string_view bytes) = 0;

  /// Asked once a stream that network::connect left in progress is ready: zero when it is now connected, else why it
  /// is not. std::errc::operation_in_progress says that the question came too early.
  virtual std::error_code finish_connect() = 0;

  /// Sends the end of this direction after what has been taken; recv goes on as before. Zero, or why it could not.
  virtual std::error_code shutdown_send() = 0;

  /// Closes at once and without order: the peer sees a reset, and what it has not read may be lost.
  virtual void abort() = 0;

  /// Closes in order: what was taken by send is still delivered, then the end. A second call does nothing; after it
  /// recv and send return disconnected.
  virtual void close() = 0;

  virtual endpoint local() const = 0;
  virtual endpoint peer() const = 0;
};

}  // namespace asynchat
