#pragma once

#include <asynchat/protocols/framing.h>

namespace asynchat::protocols {

/// What came of the packet at work.
struct mqtt_place {
  gathered_bytes packet;
  bool in_body = false;  ///< past the fixed header

  friend bool operator==(const mqtt_place&, const mqtt_place&) = default;
};

/// MQTT 3.1.1, OASIS Standard of 29 October 2014, chapter 2. Reports every control packet whole, from its first byte to
/// its last, under its type's name in lower case: "connect", "connack", "publish", "puback", "pubrec", "pubrel",
/// "pubcomp", "subscribe", "suback", "unsubscribe", "unsuback", "pingreq", "pingresp", "disconnect".
///
/// "incomplete" holds the bytes since the last packet. Errors, each at the first byte that shows it: "type" for one
/// that is reserved; "direction" for one that this side does not send; "flags" for others than the type's, of a publish
/// those of QoS 3; "overlong" for a remaining length of more than four bytes, as soon as the fourth promises a fifth;
/// "length" for one that is not the type's, where the type has one alone; "too-long" for a packet above
/// frame_bytes_max, as soon as its length is complete. A length padded with zero groups is taken: the standard asks for
/// the fewest bytes in its version 5 only.
class mqtt_framing : public placed_framing<mqtt_place> {
 public:
  /// `from` is the side whose bytes are read.
  mqtt_framing(loop& owner, std::unique_ptr<stream> source, frame_sink& sink, side from,
               const framing_limits& limits = {});

  void collect_incoming_data(std::string_view data) override;
  void found_terminator() override;

 private:
  void finish() override;

  void end_first_byte();
  void end_length_byte();
  void begin_body();
  void end_packet();

  side from_;
};

}  // namespace asynchat::protocols
