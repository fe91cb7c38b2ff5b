#include "engine/crlf_frames.h"

#include <cstring>

namespace asynchat::bench {

void run_string_view_find(const crlf_frames& work, tally& notes) {
  tallying_callbacks receiver(notes);
  callbacks& call = receiver;
  chunk_source source(work);
  std::vector<char> buffer(chunk_bytes + work.frame_bytes + 2);
  std::size_t kept = 0;
  while (const std::size_t got = source.read({buffer.data() + kept, chunk_bytes})) {
    const std::string_view view(buffer.data(), kept + got);
    std::size_t at = 0;
    for (std::size_t end = view.find("\r\n"); end != std::string_view::npos; end = view.find("\r\n", at)) {
      call.collect_incoming_data(view.substr(at, end - at));
      call.found_terminator();
      at = end + 2;
    }
    kept = view.size() - at;
    std::memmove(buffer.data(), buffer.data() + at, kept);
  }
}

}  // namespace asynchat::bench
