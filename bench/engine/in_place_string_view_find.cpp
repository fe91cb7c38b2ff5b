#include "engine/in_place.h"

namespace asynchat::bench {

namespace {

template <class Sink>
Sink split(const frames& work) {
  Sink sink;
  const std::string_view input = work.input;
  const std::string_view terminator = work.terminator;
  std::size_t start = 0;
  for (std::size_t end = input.find(terminator); end != std::string_view::npos; end = input.find(terminator, start)) {
    sink.data({input.data() + start, end - start});
    sink.found();
    start = end + terminator.size();
  }
  return sink;
}

}  // namespace

in_place_splitter in_place_string_view_find() { return {split<counting_sink>, split<copying_sink>}; }

}  // namespace asynchat::bench
