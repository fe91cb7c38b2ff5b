#include <asynchat/protocols/references.h>

namespace asynchat::protocols {

std::vector<reference_frame> count_reference(std::string_view bytes, std::uint64_t frame_bytes, stream_end end,
                                             const framing_limits& limits) {
  std::vector<reference_frame> frames;
  std::size_t at = 0;
  while (at < bytes.size()) {
    const std::string_view rest = bytes.substr(at);
    if (frame_bytes > limits.frame_bytes_max && rest.size() > limits.frame_bytes_max) {
      frames.push_back({"error", "too-long", at + static_cast<std::size_t>(limits.frame_bytes_max) + 1});
      break;
    }
    if (rest.size() < frame_bytes) {
      if (end == stream_end::ended) frames.push_back({"incomplete", std::string(rest), bytes.size()});
      break;
    }
    const auto size = static_cast<std::size_t>(frame_bytes);
    at += size;
    frames.push_back({"frame", std::string(rest.substr(0, size)), at});
  }
  return frames;
}

}  // namespace asynchat::protocols
