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
