#pragma once

#include <asynchat/engine/async_chat.h>

#include <memory>

namespace asynchat::examples {

/// An async_chat with the manners of a server, to derive a protocol from.
///
/// - Output is bounded. Once more than output_high bytes wait for a peer that does not read, nothing more is read from
///   it until output_low are left. So a session holds at most output_high, and the replies to one read, of
///   ac_in_buffer_size bytes.
/// - The replies to what one read brings go out in one send.
/// - A peer that has sent its last byte still gets its replies.
/// - finish() is an end that loses no reply.
///
/// What a session says of its end it says through handle_close: an application calls notify_close(), not close().
class session : public async_chat {
 public:
  static constexpr std::size_t output_high = std::size_t{256} * 1024;
  static constexpr std::size_t output_low = std::size_t{64} * 1024;

  session(asynchat::loop& loop, std::unique_ptr<stream> accepted);

  bool readable() const override { return async_chat::readable() && !full_; }
  void handle_read() override;
  void handle_drain() override;

  /// True once finish() was called: no input is of interest any more.
  bool finished() const { return finished_; }

 protected:
  /// Sends what is queued, then the end of the stream, and ignores input until the peer ends its side too. To close at
  /// once would send a reset if input is unread, and a reset takes with it what the peer has not read. Nothing is
  /// pushed afterwards.
  void finish();

 private:
  struct corking;
  struct farewell;

  bool full_ = false;
  bool finished_ = false;
};

}  // namespace asynchat::examples
