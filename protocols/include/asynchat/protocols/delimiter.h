#pragma once

#include <asynchat/protocols/framing.h>

namespace asynchat::protocols {

/// Frames that end with a fixed string of bytes. Reports "frame": what came before the delimiter, perhaps nothing.
/// "incomplete" holds the bytes since the last delimiter. A frame above frame_bytes_max is the error "too-long".
class delimiter_framing : public framing {
 public:
  struct state_type {
    chat_state chat;
    gathered_bytes frame;

    friend bool operator==(const state_type&, const state_type&) = default;
  };

  /// `delimiter` is not empty.
  delimiter_framing(loop& owner, std::unique_ptr<stream> source, frame_sink& sink, std::string_view delimiter,
                    const framing_limits& limits = {});

  state_type state() const;
  void restore(const state_type& state);

  void collect_incoming_data(std::string_view data) override;
  void found_terminator() override;

 private:
  void finish() override;

  gathered_bytes frame_;
};

}  // namespace asynchat::protocols
