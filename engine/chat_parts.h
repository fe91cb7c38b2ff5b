#pragma once

#include <asynchat/engine/async_chat.h>

namespace asynchat {

/// Bytes of input behind an offset, so that taking from the front costs nothing.
struct async_chat::carried {
  std::string bytes;
  std::size_t first = 0;
  /// A callback threw and left these bytes unread; else they were held back when the terminator changed.
  bool unread = false;

  std::string_view view() const { return std::string_view(bytes).substr(first); }
};

/// It lives from the first byte that could not be sent at once to the end of the event that sent the last one.
struct async_chat::output {
  fifo<output_item> queue;
  /// The output buffer: of its bytes, the first `sent` are gone. Empty as soon as all of them are.
  std::string buffer;
  std::size_t sent = 0;
  /// Bytes in the queue's blocks and, not yet sent, in the output buffer.
  std::size_t bytes = 0;

  bool pending() const { return !buffer.empty() || !queue.is_empty(); }
  std::string_view unsent() const { return std::string_view(buffer).substr(sent); }
  void append(std::string_view data) {
    if (sent > buffer.size() / 2) {
      buffer.erase(0, sent);
      sent = 0;
    }
    buffer += data;
  }
  void took(std::size_t count) {
    sent += count;
    bytes -= count;
    if (sent < buffer.size()) return;
    buffer.clear();
    sent = 0;
  }
  /// A producer that is being asked may stand above this on the stack, so the object stays.
  void discard() {
    buffer = {};
    sent = 0;
    bytes = 0;
    queue.clear();
  }
};

struct async_chat::extensions {
  bool half_close = false;
  /// The input ended in order, and handle_close waits for the output to drain.
  bool draining = false;

  std::uint64_t frame_bytes_max = 0;
  std::uint64_t frame_bytes = 0;
  bool limit_passed = false;

  std::size_t output_high = 0;
  std::size_t output_low = 0;
  bool above_high = false;
  /// handle_drain runs.
  bool telling_drain = false;

  bool corked = false;
  /// uncork was called inside an event, at whose end the output goes out.
  bool flush_due = false;
};

}  // namespace asynchat
