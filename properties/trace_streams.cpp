#include <asynchat/properties/trace_streams.h>

namespace asynchat::properties {

sim::ending ending_of(traces::stop how) {
  switch (how) {
    case traces::stop::eof:
      return sim::ending::eof;
    case traces::stop::reset:
      return sim::ending::reset;
    case traces::stop::open:
    case traces::stop::gap:
      break;
  }
  return sim::ending::open;
}

std::vector<std::size_t> recorded_cuts(side from, const traces::dialogue& talk) {
  std::vector<std::size_t> cuts;
  for (const traces::piece& piece : talk.pieces) {
    if (piece.from == from && piece.offset > 0) cuts.push_back(piece.offset);
  }
  return cuts;
}

std::vector<heard_frame> frames_told(side speaker, const traces::dialogue& talk, const reference& frames) {
  std::vector<heard_frame> told;
  if (!frames) return told;
  const traces::direction& sent = talk.from(speaker);
  const std::vector<expected_event> all = frames(sent.bytes, ending_of(sent.end) != sim::ending::open, {});
  std::size_t come = 0;
  std::size_t spoken = 0;
  auto next = all.begin();
  for (const traces::piece& piece : talk.pieces) {
    (piece.from == speaker ? spoken : come) += piece.size;
    for (; next != all.end() && next->end <= spoken; ++next) told.push_back({come, next->what.bytes});
  }
  return told;
}

}  // namespace asynchat::properties
