#pragma once

#include <asynchat/protocols/framing.h>

namespace asynchat::protocols {

/// What came of the line or of the block at work; of a block its CRLF too.
struct memcache_place {
  gathered_bytes text;
  bool in_block = false;

  friend bool operator==(const memcache_place&, const memcache_place&) = default;
};

/// The text protocol of memcached with its meta commands, as its doc/protocol.txt has it. Reports
///
/// - "command" of a client, "reply" of a server: a line, perhaps empty, without its CRLF
/// - "block": the data that the line before it announced, perhaps none, without its CRLF
///
/// A client's lines `set`, `add`, `replace`, `append`, `prepend`, `cas` and `ms` announce a block, and a server's
/// `VALUE` and `VA`; words are separated by spaces. Every other line is taken for what it is.
///
/// "incomplete" holds what came of a line or of a block, the line that announced it not among it. Errors: "bare-lf" and
/// "bare-cr"; "block-line" for a line that announces a block and is not of the documented form, or whose key is above
/// 250 bytes; "length" where the block's length is no number in 64 bits; "block-end" where no CRLF follows a block;
/// "too-long" for a line above head_bytes_max or a block above frame_bytes_max, as soon as it is announced. A line is
/// judged when it is complete, but for a bare LF and its length; a wrong one is not reported.
class memcache_framing : public placed_framing<memcache_place> {
 public:
  /// `from` is the side whose bytes are read: client for commands, server for replies.
  memcache_framing(loop& owner, std::unique_ptr<stream> source, frame_sink& sink, side from,
                   const framing_limits& limits = {});

  void collect_incoming_data(std::string_view data) override;
  void found_terminator() override;

 private:
  void finish() override;

  void end_line();
  void end_block();

  side from_;
};

}  // namespace asynchat::protocols
