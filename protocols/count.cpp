#include <asynchat/protocols/count.h>
#include <asynchat/transport/check.h>

#include <utility>

namespace asynchat::protocols {

count_framing::count_framing(loop& owner, std::unique_ptr<stream> source, frame_sink& sink, std::uint64_t frame_bytes,
                             const framing_limits& limits)
    : framing(owner, std::move(source), sink, limits), frame_bytes_(frame_bytes) {
  ASYNCHAT_CHECK(frame_bytes > 0, "a counted frame has at least one byte");
  set_terminator(byte_count(frame_bytes));
}

count_framing::state_type count_framing::state() const { return {async_chat::state(), frame_}; }

void count_framing::restore(const state_type& state) {
  async_chat::restore(state.chat);
  frame_ = state.frame;
}

void count_framing::collect_incoming_data(std::string_view data) { gather(frame_, data, limits().frame_bytes_max); }

void count_framing::found_terminator() {
  set_terminator(byte_count(frame_bytes_));
  emit("frame", std::exchange(frame_, {}).view());
}

void count_framing::finish() {
  if (!frame_.empty()) emit("incomplete", frame_.view());
}

}  // namespace asynchat::protocols
