#include "engine/evbuffer_source.h"

namespace asynchat::bench {

void split_libevent_search(const frames& work, tally& notes) {
  const auto call = callbacks_into(notes);
  const std::size_t terminator_bytes = work.terminator.size();
  evbuffer_source source(work);
  std::size_t searched = 0;
  while (source.read()) {
    evbuffer* const buffer = source.get();
    while (true) {
      evbuffer_ptr from;
      evbuffer_ptr_set(buffer, &from, searched, EVBUFFER_PTR_SET);
      const evbuffer_ptr end = evbuffer_search(buffer, work.terminator.data(), terminator_bytes, &from);
      if (end.pos < 0) break;
      const auto size = static_cast<std::size_t>(end.pos);
      const auto* line = reinterpret_cast<const char*>(evbuffer_pullup(buffer, end.pos));
      call->collect_incoming_data({line, size});
      call->found_terminator();
      evbuffer_drain(buffer, size + terminator_bytes);
      searched = 0;
    }
    const std::size_t size = evbuffer_get_length(buffer);
    searched = size < terminator_bytes ? 0 : size - (terminator_bytes - 1);
  }
}

}  // namespace asynchat::bench
