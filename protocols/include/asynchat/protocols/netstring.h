#pragma once

#include <asynchat/protocols/framing.h>

namespace asynchat::protocols {

/// Netstrings: `5:hello,`, https://cr.yp.to/proto/netstrings.txt. Reports "frame": the string, perhaps empty.
/// "incomplete" holds the bytes since the last frame, the length among them. Errors, each at the first byte that shows
/// it: "length" for what is no decimal number before a colon, leading zeros among it; "too-long" for a number above
/// frame_bytes_max, however many digits it would have had; "comma" where none follows the string.
class netstring_framing : public framing {
 public:
  /// What came of the netstring at work.
  struct place {
    std::string length;      ///< its digits, and its colon once that came
    gathered_bytes content;  ///< the string, and its comma

    friend bool operator==(const place&, const place&) = default;
  };

  struct state_type {
    chat_state chat;
    netstring_framing::place place;

    friend bool operator==(const state_type&, const state_type&) = default;
  };

  netstring_framing(loop& owner, std::unique_ptr<stream> source, frame_sink& sink, const framing_limits& limits = {});

  state_type state() const;
  void restore(const state_type& state);

  void collect_incoming_data(std::string_view data) override;
  void found_terminator() override;

 private:
  void finish() override;

  void take_digit(char byte);
  void begin_content();
  void end_content();

  place place_;
};

}  // namespace asynchat::protocols
