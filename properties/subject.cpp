#include <asynchat/properties/feed_beat.h>
#include <asynchat/properties/hearing.h>
#include <asynchat/properties/subject.h>

namespace asynchat::properties {

bool brings_nothing(const sim::recv_step& step) {
  const auto* failure = std::get_if<sim::fail>(&step);
  return std::holds_alternative<sim::block>(step) || (failure != nullptr && sim::means_recv_would_block(failure->code));
}

outcome play_session(session& parser, std::string_view bytes, const sim::plan& steps,
                     std::span<const heard_frame> heard) {
  std::size_t at = 0;
  sim::ending how = steps.end;
  played_steps played;
  hearing other_side(heard);
  feed_beat* const beat = feed_beat::of_this_thread();
  for (const sim::recv_step& step : steps.recv) {
    ++played.recv;
    if (const auto* chunk = std::get_if<sim::deliver>(&step)) {
      const std::string_view piece = bytes.substr(at, chunk->bytes);
      at += piece.size();
      other_side.speak(parser, at);
      const feed_bracket watched(beat, {bytes, at - piece.size(), at, heard, &steps});
      parser.feed(piece);
    } else if (brings_nothing(step)) {
      const feed_bracket watched(beat, {bytes, at, at, heard, &steps});
      parser.feed({});
    } else if (std::holds_alternative<sim::fail>(step)) {
      how = sim::ending::reset;
      break;
    }
  }
  if (how != sim::ending::open) other_side.speak(parser, at + 1);
  {
    const feed_bracket watched(beat, {bytes, at, at, heard, &steps});
    parser.finish(how);
  }
  played.bytes = at;
  played.ended = how == steps.end;
  outcome result{parser.log(), std::nullopt, played};
  if (const ledger* account = parser.account()) result.account = *account;
  return result;
}

}  // namespace asynchat::properties
