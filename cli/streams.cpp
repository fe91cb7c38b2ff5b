#include "streams.h"

#include <asynchat/properties/trace_streams.h>

#include <array>
#include <utility>

namespace asynchat::cli {

namespace {

using heard_frames = std::vector<heard_frame>;

/// The frames that `speaker` sent, which had heard those, each with how far the other side's stream had come then.
heard_frames told_by(side speaker, const traces::dialogue& talk, const framing_choice& framing,
                     const heard_frames& heard) {
  const traces::direction& sent = talk.from(speaker);
  const bool ended = properties::ending_of(sent.end) != sim::ending::open;
  heard_frames frames = framing.frames_to_hear(speaker, sent.bytes, ended, heard);
  std::size_t come = 0;
  std::size_t spoken = 0;
  auto next = frames.begin();
  for (const traces::piece& piece : talk.pieces) {
    (piece.from == speaker ? spoken : come) += piece.size;
    for (; next != frames.end() && next->before <= spoken; ++next) next->before = come;
  }
  return frames;
}

/// What each side hears. Which frames one sent depends on what it had heard; reading begins with the client, whose
/// requests come first.
std::array<heard_frames, 2> heard_in(const traces::dialogue& talk, const framing_choice& framing) {
  const heard_frames requests = told_by(side::client, talk, framing, {});
  const heard_frames answers = told_by(side::server, talk, framing, requests);
  return {answers, told_by(side::client, talk, framing, answers)};
}

recorded_stream stream_from(side from, traces::dialogue& talk, const std::string& trace, heard_frames heard) {
  traces::direction& one = talk.from(from);
  recorded_stream result;
  result.trace = trace;
  result.conn = talk.conn;
  result.from = from;
  result.place.from = from;
  result.gap_bytes = one.gap_bytes;
  result.end = properties::ending_of(one.end);
  result.heard = std::move(heard);
  result.recorded_cuts = properties::recorded_cuts(from, talk);
  result.bytes = std::move(one.bytes);
  result.left_away_bytes = one.left_away_bytes;
  return result;
}

}  // namespace

std::vector<recorded_stream> streams_of(traces::dialogue talk, const std::string& trace,
                                        const framing_choice& framing) {
  auto [by_client, by_server] = heard_in(talk, framing);
  const bool client_spoke = !talk.from(side::client).bytes.empty();
  const bool server_spoke = !talk.from(side::server).bytes.empty();
  std::vector<recorded_stream> result;
  if (client_spoke) result.push_back(stream_from(side::client, talk, trace, std::move(by_client)));
  if (server_spoke) result.push_back(stream_from(side::server, talk, trace, std::move(by_server)));
  return result;
}

}  // namespace asynchat::cli
