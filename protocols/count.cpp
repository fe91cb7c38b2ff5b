#include <asynchat/protocols/count.h>
#include <asynchat/transport/check.h>

#include <utility>

namespace asynchat::protocols {

count_framing::count_framing(loop& owner, std::unique_ptr<stream> source, frame_sink& sink, std::uint64_t frame_bytes,
                             const framing_limits& limits)
    : placed_framing(owner, std::move(source), sink, limits), frame_bytes_(frame_bytes) {
  ASYNCHAT_CHECK(frame_bytes > 0, "a counted frame has at least one byte");
  set_terminator(byte_count(frame_bytes));
}

void count_framing::collect_incoming_data(std::string_view data) { gather(place_, data, limits().frame_bytes_max); }

void count_framing::found_terminator() {
  set_terminator(byte_count(frame_bytes_));
  emit("frame", std::exchange(place_, {}).view());
}

void count_framing::finish() {
  if (!place_.empty()) emit("incomplete", place_.view());
}

}  // namespace asynchat::protocols
