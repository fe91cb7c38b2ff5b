#include <asynchat/engine/matcher.h>

#include "engine/in_place.h"

namespace asynchat::bench {

namespace {

template <class Sink>
Sink split(const frames& work) {
  Sink sink;
  matcher pattern(work.terminator);
  const std::string_view input = work.input;
  for (std::size_t at = 0; at < input.size(); at += work.chunk_bytes) {
    std::string_view rest = input.substr(at, work.chunk_bytes);
    while (!rest.empty()) {
      const match result = pattern.scan(rest);
      if (result.released > 0) sink.data(pattern.pattern().substr(0, result.released));
      if (result.data > 0) sink.data({rest.data(), result.data});
      if (result.found) sink.found();
      rest.remove_prefix(result.consumed);
    }
  }
  return sink;
}

}  // namespace

in_place_splitter in_place_matcher() { return {split<counting_sink>, split<copying_sink>}; }

}  // namespace asynchat::bench
