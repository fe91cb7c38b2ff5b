#include <cstring>

#include "engine/in_place.h"

namespace asynchat::bench {

namespace {

template <class Sink>
Sink split(const frames& work) {
  Sink sink;
  const char* start = work.input.data();
  const char* const end = start + work.input.size();
  while (true) {
    const void* found =
        memmem(start, static_cast<std::size_t>(end - start), work.terminator.data(), work.terminator.size());
    if (found == nullptr) return sink;
    const char* const stop = static_cast<const char*>(found);
    sink.data({start, static_cast<std::size_t>(stop - start)});
    sink.found();
    start = stop + work.terminator.size();
  }
}

}  // namespace

in_place_splitter in_place_memmem() { return {split<counting_sink>, split<copying_sink>}; }

}  // namespace asynchat::bench
