#pragma once

#include <asynchat/protocols/framing.h>

namespace asynchat::protocols {

/// Frames of one fixed size. Reports "frame": its bytes. "incomplete" holds the bytes since the last frame. A size
/// above frame_bytes_max is an error, "too-long", in the first frame.
class count_framing : public framing {
 public:
  struct state_type {
    chat_state chat;
    gathered_bytes frame;

    friend bool operator==(const state_type&, const state_type&) = default;
  };

  /// `frame_bytes` is at least 1.
  count_framing(loop& owner, std::unique_ptr<stream> source, frame_sink& sink, std::uint64_t frame_bytes,
                const framing_limits& limits = {});

  state_type state() const;
  void restore(const state_type& state);

  void collect_incoming_data(std::string_view data) override;
  void found_terminator() override;

 private:
  void finish() override;

  std::uint64_t frame_bytes_;
  gathered_bytes frame_;
};

}  // namespace asynchat::protocols
