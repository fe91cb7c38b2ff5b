#include <asynchat/protocols/delimiter.h>
#include <asynchat/transport/check.h>

#include <utility>

namespace asynchat::protocols {

delimiter_framing::delimiter_framing(loop& owner, std::unique_ptr<stream> source, frame_sink& sink,
                                     std::string_view delimiter, const framing_limits& limits)
    : framing(owner, std::move(source), sink, limits) {
  ASYNCHAT_CHECK(!delimiter.empty(), "a delimiter has at least one byte");
  set_terminator(delimiter);
}

delimiter_framing::state_type delimiter_framing::state() const { return {async_chat::state(), frame_}; }

void delimiter_framing::restore(const state_type& state) {
  async_chat::restore(state.chat);
  frame_ = state.frame;
}

void delimiter_framing::collect_incoming_data(std::string_view data) { gather(frame_, data, limits().frame_bytes_max); }

void delimiter_framing::found_terminator() { emit("frame", std::exchange(frame_, {}).view()); }

void delimiter_framing::finish() {
  if (!frame_.empty()) emit("incomplete", frame_.view());
}

}  // namespace asynchat::protocols
