#pragma once

#include <asynchat/protocols/framing.h>

namespace asynchat::protocols {

/// What came of the value at work.
struct resp_place {
  gathered_bytes value;
  std::size_t line_start = 0;  ///< offset in `value` of the line at work
  bool in_bulk = false;
  std::vector<std::uint64_t> missing;  ///< values that the open arrays still wait for, the outermost first

  friend bool operator==(const resp_place&, const resp_place&) = default;
};

/// RESP2, the protocol of Redis: https://redis.io/docs/reference/protocol-spec. Reports
///
/// - "value": one value as it came, from its type byte to its last CRLF, an array with all that is in it
/// - "inline": a line of a client that is no array: a command in words, without its CRLF
///
/// "incomplete" holds the bytes since the last of these. Errors: "bare-lf", "bare-cr", "type" (an unknown type byte),
/// "integer" (not in 64 bits), "length" (of a bulk string or an array), "bulk-end" (no CRLF after a bulk string),
/// "too-deep" for more than depth_max arrays inside each other, empty ones not counted, and "too-long" for a line above
/// head_bytes_max or a value above frame_bytes_max, its CRLFs included. A line is judged when it is complete, but for
/// a bare LF and its length.
class resp_framing : public placed_framing<resp_place> {
 public:
  /// `from` is the side whose bytes are read: inline commands come from clients alone.
  resp_framing(loop& owner, std::unique_ptr<stream> source, frame_sink& sink, side from,
               const framing_limits& limits = {});

  void collect_incoming_data(std::string_view data) override;
  void found_terminator() override;

 private:
  void finish() override;

  void end_bulk();
  void end_line();
  void begin_bulk(std::string_view length);
  void begin_array(std::string_view length);
  /// One value is whole; so may be the arrays that it is the last of.
  void end_value();
  void report(std::string_view name, std::size_t bytes_left_away);

  side from_;
};

}  // namespace asynchat::protocols
