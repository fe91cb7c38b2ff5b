#include <cstdlib>

#include "engine/evbuffer_source.h"

namespace asynchat::bench {

void split_libevent_readln(const frames& work, tally& notes) {
  const auto call = callbacks_into(notes);
  evbuffer_source source(work);
  while (source.read()) {
    std::size_t size = 0;
    while (char* line = evbuffer_readln(source.get(), &size, EVBUFFER_EOL_CRLF_STRICT)) {
      call->collect_incoming_data({line, size});
      call->found_terminator();
      std::free(line);
    }
  }
}

}  // namespace asynchat::bench
