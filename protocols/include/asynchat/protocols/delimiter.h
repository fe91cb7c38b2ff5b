#pragma once

#include <asynchat/protocols/framing.h>

namespace asynchat::protocols {

/// Frames that end with a fixed string of bytes. Reports "frame": what came before the delimiter, perhaps nothing.
/// "incomplete" holds the bytes since the last delimiter. A frame above frame_bytes_max is the error "too-long".
class delimiter_framing : public placed_framing<gathered_bytes> {
 public:
  /// `delimiter` is not empty.
  delimiter_framing(loop& owner, std::unique_ptr<stream> source, frame_sink& sink, std::string_view delimiter,
                    const framing_limits& limits = {});

  void collect_incoming_data(std::string_view data) override;
  void found_terminator() override;

 private:
  void finish() override;
};

}  // namespace asynchat::protocols
