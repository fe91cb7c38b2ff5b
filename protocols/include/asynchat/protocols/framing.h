#pragma once

#include <asynchat/engine/async_chat.h>
#include <asynchat/protocols/gathered_bytes.h>
#include <asynchat/transport/heard_frame.h>
#include <asynchat/transport/side.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace asynchat::protocols {

/// What a framing tells of its input, in stream order. Names shared by all framings:
///
/// - "data": some bytes of a long payload; adjacent ones mean the same as one with their concatenation
/// - "incomplete": the stream ended inside a frame; the bytes are what the frame had so far
/// - "error": the input is not of this protocol; the bytes are one word for the reason. Nothing follows it.
///
/// Every other name is the framing's own and stands for something whole. `bytes` is valid during the call.
class frame_sink {
 public:
  virtual void frame(std::string_view name, std::string_view bytes) = 0;

 protected:
  frame_sink() = default;
  ~frame_sink() = default;
  frame_sink(const frame_sink&) = delete;
  frame_sink& operator=(const frame_sink&) = delete;
};

/// Bounds on what a peer can make a framing hold; beyond them the input is an "error" frame and the channel closes.
struct framing_limits {
  std::uint64_t frame_bytes_max = 64u << 20;  ///< one frame's payload, where it is gathered whole
  std::uint64_t head_bytes_max = 64u << 10;   ///< one line, or one block of header or trailer lines
  std::uint32_t depth_max = 32;               ///< arrays inside arrays
};

/// An async_chat that reports frames to a sink: what is checked, and what a protocol's own classes build on. The sink
/// outlives it.
///
/// At the end of the stream, a reset included, it reports what is unfinished, and closes.
///
/// Every framing has a nested `state_type`, a regular value of async_chat's chat_state and what the framing itself
/// knows of its place in the input, with `state_type state() const` and `void restore(const state_type&)`: two
/// framings of one type in equal states behave alike. placed_framing gives it these.
class framing : public async_chat {
 public:
  framing(loop& owner, std::unique_ptr<stream> source, frame_sink& sink, const framing_limits& limits = {});

  /// Tells of one whole frame that the other side of the dialogue sent, before any byte of this side that came after
  /// it: a request whose answer is to be parsed, an answer that changes what may come. Ignored by default.
  virtual void hear(std::string_view frame);

  /// Reports what is unfinished, and closes.
  void handle_close() override;

 protected:
  /// Does nothing once the channel is closed: a sink may close it.
  void emit(std::string_view name, std::string_view bytes = {});
  /// Reports "error" with the reason, and closes.
  void fail(std::string_view reason);
  /// Appends data, unless `into` would become longer than `size_max`: then the input fails as "too-long", and this is
  /// false. `size_max` is at least what `into` holds already.
  bool gather(gathered_bytes& into, std::string_view data, std::uint64_t size_max);
  /// gather() for text in which each LF follows a CR; else the input fails as "bare-lf". What comes first in the input
  /// is what it fails for, however it is cut.
  bool gather_text(gathered_bytes& into, std::string_view data, std::uint64_t size_max);
  const framing_limits& limits() const { return limits_; }

 private:
  /// The stream ended: reports "incomplete" if that was inside a frame.
  virtual void finish() = 0;

  frame_sink* sink_;
  framing_limits limits_;
};

/// A framing whose own knowledge of its place in the input is one value.
template <class Place>
class placed_framing : public framing {
 public:
  struct state_type {
    chat_state chat;
    Place place;

    friend bool operator==(const state_type&, const state_type&) = default;
  };

  using framing::framing;

  state_type state() const { return {async_chat::state(), place_}; }
  void restore(const state_type& state) {
    async_chat::restore(state.chat);
    place_ = state.place;
  }

 protected:
  Place place_;
};

/// One frame as a reference decoder sees it.
struct reference_frame {
  std::string name;
  std::string bytes;
  std::size_t end = 0;  ///< offset just past the frame's last byte, or past the byte that shows an error

  friend bool operator==(const reference_frame&, const reference_frame&) = default;
};

/// What follows the bytes that a reference decoder is given: more of them, perhaps, or the end of the stream.
enum class stream_end : std::uint8_t { open, ended };

}  // namespace asynchat::protocols
