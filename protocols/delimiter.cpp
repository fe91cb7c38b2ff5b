#include <asynchat/protocols/delimiter.h>
#include <asynchat/transport/check.h>

#include <utility>

namespace asynchat::protocols {

delimiter_framing::delimiter_framing(loop& owner, std::unique_ptr<stream> source, frame_sink& sink,
                                     std::string_view delimiter, const framing_limits& limits)
    : placed_framing(owner, std::move(source), sink, limits) {
  ASYNCHAT_CHECK(!delimiter.empty(), "a delimiter has at least one byte");
  set_terminator(delimiter);
}

void delimiter_framing::collect_incoming_data(std::string_view data) { gather(place_, data, limits().frame_bytes_max); }

void delimiter_framing::found_terminator() {
  gathered_bytes frame = std::exchange(place_, {});
  emit("frame", frame.view());
  place_.reuse(std::move(frame));
}

void delimiter_framing::finish() {
  if (!place_.empty()) emit("incomplete", place_.view());
}

}  // namespace asynchat::protocols
