#include "streams.h"

#include <utility>

namespace asynchat::cli {

namespace {

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

/// The frames that the other side of `from` sent, each with how far the stream of `from` had come at that time.
std::vector<properties::heard_frame> heard_by(side from, const traces::dialogue& talk, const framing_choice& framing) {
  const traces::direction& others = talk.from(other(from));
  const bool ended = others.end == traces::stop::eof || others.end == traces::stop::reset;
  std::vector<properties::heard_frame> frames = framing.frames_to_hear(other(from), others.bytes, ended);
  std::size_t come = 0;
  std::size_t spoken = 0;
  auto next = frames.begin();
  for (const traces::piece& piece : talk.pieces) {
    (piece.from == from ? come : spoken) += piece.size;
    for (; next != frames.end() && next->before <= spoken; ++next) next->before = come;
  }
  return frames;
}

recorded_stream stream_from(side from, const traces::dialogue& talk, const std::string& trace,
                            const framing_choice& framing) {
  const traces::direction& one = talk.from(from);
  recorded_stream result;
  result.trace = trace;
  result.conn = talk.conn;
  result.from = from;
  result.bytes = one.bytes;
  result.end = ending_of(one.end);
  result.heard = heard_by(from, talk, framing);
  result.gap_bytes = one.gap_bytes;
  result.left_away_bytes = one.left_away_bytes;
  for (const traces::piece& piece : talk.pieces) {
    if (piece.from == from && piece.offset > 0) result.recorded_cuts.push_back(piece.offset);
  }
  return result;
}

}  // namespace

std::vector<recorded_stream> streams_of(const traces::dialogue& talk, const std::string& trace,
                                        const framing_choice& framing) {
  std::vector<recorded_stream> result;
  for (const side from : {side::client, side::server}) {
    if (!talk.from(from).bytes.empty()) result.push_back(stream_from(from, talk, trace, framing));
  }
  return result;
}

}  // namespace asynchat::cli
