#pragma once

#include <asynchat/protocols/framing.h>

namespace asynchat::protocols {

/// Frames of one fixed size. Reports "frame": its bytes. "incomplete" holds the bytes since the last frame. A size
/// above frame_bytes_max is an error, "too-long", in the first frame.
class count_framing : public placed_framing<gathered_bytes> {
 public:
  /// `frame_bytes` is at least 1.
  count_framing(loop& owner, std::unique_ptr<stream> source, frame_sink& sink, std::uint64_t frame_bytes,
                const framing_limits& limits = {});

  void collect_incoming_data(std::string_view data) override;
  void found_terminator() override;

 private:
  void finish() override;

  std::uint64_t frame_bytes_;
};

}  // namespace asynchat::protocols
