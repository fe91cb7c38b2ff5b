#include <asynchat/protocols/references.h>

#include "reference_text.h"

namespace asynchat::protocols {

std::vector<reference_frame> delimiter_reference(std::string_view bytes, std::string_view delimiter, stream_end end,
                                                 const framing_limits& limits) {
  std::vector<reference_frame> frames;
  std::size_t at = 0;
  while (at < bytes.size()) {
    const std::string_view rest = bytes.substr(at);
    const reference_text text = find_reference_text(rest, delimiter, limits.frame_bytes_max, end);
    if (text.what == reference_text::kind::wrong) {
      frames.push_back({"error", std::string(text.reason), at + text.seen});
      break;
    }
    if (text.what == reference_text::kind::unfinished) {
      if (end == stream_end::ended) frames.push_back({"incomplete", std::string(rest), bytes.size()});
      break;
    }
    at += text.size + delimiter.size();
    frames.push_back({"frame", std::string(rest.substr(0, text.size)), at});
  }
  return frames;
}

}  // namespace asynchat::protocols
