#pragma once

#include <cstddef>
#include <cstring>
#include <string_view>
#include <vector>

#include "engine/frames.h"
#include "engine/memory_stream.h"

namespace asynchat::bench {

/// The loop that a programmer writes by hand around a search: it keeps the start of the frame that a chunk's end cut.
/// `find(view, terminator, from)` answers where the terminator begins, or npos. The search goes on where it ended,
/// short of a terminator.
template <class Find>
void split_by_search(const frames& work, tally& notes, Find find) {
  const auto call = callbacks_into(notes);
  const auto source = play(work.input, work.chunk_bytes);
  const std::string_view terminator = work.terminator;
  std::vector<char> buffer(whole_chunk_bytes + work.frame_bytes + terminator.size());
  std::size_t kept = 0;
  while (true) {
    const io_result got = source->recv({buffer.data() + kept, whole_chunk_bytes});
    if (got.count() == 0) return;
    const std::string_view view(buffer.data(), kept + got.count());
    std::size_t start = 0;
    std::size_t from = kept < terminator.size() ? 0 : kept - (terminator.size() - 1);
    for (std::size_t end = find(view, terminator, from); end != std::string_view::npos;
         end = find(view, terminator, from)) {
      call->collect_incoming_data(view.substr(start, end - start));
      call->found_terminator();
      start = from = end + terminator.size();
    }
    kept = view.size() - start;
    std::memmove(buffer.data(), buffer.data() + start, kept);
  }
}

}  // namespace asynchat::bench
