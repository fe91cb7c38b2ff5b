#pragma once

#include <asynchat/protocols/framing.h>

namespace asynchat::protocols {

/// What came of the netstring at work.
struct netstring_place {
  std::string length;      ///< its digits, and its colon once that came
  gathered_bytes content;  ///< the string, and its comma

  friend bool operator==(const netstring_place&, const netstring_place&) = default;
};

/// Netstrings: `5:hello,`, https://cr.yp.to/proto/netstrings.txt. Reports "frame": the string, perhaps empty.
/// "incomplete" holds the bytes since the last frame, the length among them. Errors, each at the first byte that shows
/// it: "length" for what is no decimal number before a colon, leading zeros among it; "too-long" for a number above
/// frame_bytes_max, however many digits it would have had; "comma" where none follows the string.
class netstring_framing : public placed_framing<netstring_place> {
 public:
  netstring_framing(loop& owner, std::unique_ptr<stream> source, frame_sink& sink, const framing_limits& limits = {});

  void collect_incoming_data(std::string_view data) override;
  void found_terminator() override;

 private:
  void finish() override;

  void take_digit(char byte);
  void begin_content();
  void end_content();
};

}  // namespace asynchat::protocols
