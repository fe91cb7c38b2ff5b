#pragma once

#include <asynchat/protocols/framing.h>

namespace asynchat::protocols {

/// How a frame's length is written in front of it. `varint` is protobuf's: unsigned LEB128, at most ten bytes, of a
/// number below 2^64; padding with zero groups is allowed.
enum class length_prefix : std::uint8_t { u8, u16be, u16le, u32be, u32le, varint };

std::string_view to_string(length_prefix prefix);

/// What came of the frame at work.
struct length_place {
  std::string prefix;
  gathered_bytes payload;

  friend bool operator==(const length_place&, const length_place&) = default;
};

/// Frames that begin with their payload's length. Reports "frame": the payload, perhaps empty. "incomplete" holds the
/// bytes since the last frame, the prefix among them. Errors: "too-long" for a length above frame_bytes_max, as soon as
/// the prefix is complete; "overlong" for a varint that does not end, or does not fit, in ten bytes.
class length_framing : public placed_framing<length_place> {
 public:
  length_framing(loop& owner, std::unique_ptr<stream> source, frame_sink& sink, length_prefix prefix,
                 const framing_limits& limits = {});

  void collect_incoming_data(std::string_view data) override;
  void found_terminator() override;

 private:
  void finish() override;

  void await_prefix();
  void await_payload();
  void end_frame();
  bool prefix_complete() const;
  bool prefix_overlong() const;

  length_prefix form_;
};

}  // namespace asynchat::protocols
