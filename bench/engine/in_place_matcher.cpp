#include <asynchat/engine/match_cursor.h>

#include "engine/in_place.h"

namespace asynchat::bench {

namespace {

template <class Sink>
Sink split(const frames& work) {
  Sink sink;
  matcher pattern(work.terminator);
  const std::string_view input = work.input;
  const auto data = [&](const char* begin, const char* end) {
    if (begin != end) sink.data({begin, static_cast<std::size_t>(end - begin)});
  };
  for (std::size_t at = 0; at < input.size();) {
    std::string_view chunk = input.substr(at, work.chunk_bytes);
    at += chunk.size();
    if (pattern.held() > 0) {
      const match border = pattern.scan(chunk);
      if (border.released > 0) sink.data(pattern.pattern().substr(0, border.released));
      data(chunk.data(), chunk.data() + border.data);
      if (border.found) sink.found();
      chunk.remove_prefix(border.consumed);
    }
    const char* from = chunk.data();
    match_cursor finds(pattern, chunk);
    for (auto block = finds.next_block(); !block.empty(); block = finds.next_block()) {
      const char* const base = chunk.data() + finds.base();
      for (const std::uint16_t place : block) {
        data(from, base + place);
        sink.found();
        from = base + place + work.terminator.size();
      }
    }
    data(from, chunk.data() + chunk.size() - pattern.held());
  }
  return sink;
}

}  // namespace

in_place_splitter in_place_matcher() { return {split<counting_sink>, split<copying_sink>}; }

}  // namespace asynchat::bench
