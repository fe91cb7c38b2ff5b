#include "framing_map.h"

#include <asynchat/properties/feed_beat.h>
#include <asynchat/properties/hearing.h>

#include <memory>
#include <optional>
#include <string>

namespace asynchat::properties {
namespace {

static_assert(framing_coverage::rows_max <= 256, "a row fits into one byte");

terminator_kind kind_of(const boundary& live) {
  if (!live.pattern.empty()) return terminator_kind::pattern;
  return live.remaining > 0 ? terminator_kind::count : terminator_kind::none;
}

/// Follows a channel from byte to byte.
class place_finder {
 public:
  framing_place next(const boundary& live, std::uint64_t found) {
    const terminator_kind kind = kind_of(live);
    const bool has_switched = kind != kind_ || live.pattern != pattern_;
    if (began_ && found == found_) {
      state_ = callback_state::inside;
    } else if (began_) {
      state_ = has_switched ? callback_state::switched : callback_state::found;
    }
    began_ = true;
    found_ = found;
    kind_ = kind;
    pattern_ = live.pattern;
    return {kind, live.matched, state_};
  }

 private:
  bool began_ = false;
  callback_state state_ = callback_state::first;
  std::uint64_t found_ = 0;
  terminator_kind kind_ = terminator_kind::none;
  std::string pattern_;
};

}  // namespace

framing_map::framing_map(const subject& parser, const checked_stream& stream) : size_(stream.bytes.size()) {
  const std::unique_ptr<session> reader = parser.start();
  if (reader->account() == nullptr || !reader->boundary()) return;
  hearing other_side(stream.heard);
  feed_beat* const beat = feed_beat::of_this_thread();
  std::vector<std::size_t> cuts;  // for the beat
  place_finder places;
  for (std::size_t offset = 0; offset <= size_; ++offset) {
    if (reader->account()->closed || reader->account()->ended) return;
    rows_.push_back(static_cast<std::uint8_t>(
        framing_coverage::row_of(places.next(*reader->boundary(), reader->account()->found))));
    if (offset == size_) return;
    other_side.speak(*reader, offset + 1);
    if (beat != nullptr && offset > 0) cuts.push_back(offset);
    const feed_bracket watched(beat, {stream.bytes, offset, offset + 1, stream.heard, nullptr, cuts});
    reader->feed(stream.bytes.substr(offset, 1));
  }
}

void framing_map::count(framing_coverage& coverage, const sim::delivery& what, const played_steps& played) const {
  if (is_empty()) return;
  const std::size_t unchanged = sim::unchanged_bytes(what);
  std::size_t at = 0;
  for (std::size_t i = 0; i < played.recv && i < what.steps.recv.size(); ++i) {
    const sim::recv_step& step = what.steps.recv[i];
    if (at > unchanged) return;
    if (const auto* chunk = std::get_if<sim::deliver>(&step)) {
      if (chunk->bytes > 0) count(coverage, at, stream_event::data);
      at += chunk->bytes;
    } else if (std::holds_alternative<sim::block>(step)) {
      count(coverage, at, stream_event::empty_read);
    } else if (const auto* failure = std::get_if<sim::fail>(&step)) {
      const bool blocks = sim::means_recv_would_block(failure->code);
      count(coverage, at, blocks ? stream_event::empty_read : stream_event::error);
    }
  }
  if (!played.ended || at > unchanged) return;
  if (what.steps.end == sim::ending::eof) count(coverage, at, stream_event::eof);
  if (what.steps.end == sim::ending::reset) count(coverage, at, stream_event::reset);
}

void framing_map::note_possible(framing_coverage& coverage) const {
  for (std::size_t offset = 0; offset < rows_.size(); ++offset) {
    for (const stream_event event : all_stream_events) {
      if (event != stream_event::data || offset < size_) coverage.is_possible(rows_[offset], event);
    }
  }
}

}  // namespace asynchat::properties
