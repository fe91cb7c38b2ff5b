#include "sweep.h"

#include <asynchat/sim/strategies/suffix.h>

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

#include "laws/all.h"

namespace asynchat::properties {

sweep::sweep(const subject& parser, const checked_stream& stream, const events& expected, const reference& model,
             const sweep_choice& choice, tally& counts)
    : run_(parser, stream),
      stream_(stream),
      expected_(expected),
      model_(model),
      choice_(choice),
      counts_(counts),
      made_(stream.bytes.size() + 1) {}

/// Counts a breach, and shows it with the delivery that `make` returns; if that one holds, with the same in windows.
template <class Make>
void sweep::broke(law which, std::string_view strategy, Make make) {
  counts_.broke(which);
  if (!counts_.wants_example(which)) return;
  const sim::delivery simple = make();
  if (counts_.confirm(which, strategy, simple)) return;
  if (checkpoint_offsets_.size() > 2 && counts_.confirm(which, strategy, in_windows(simple))) return;
  if (!meeting_points_.empty() && counts_.confirm(which, strategy, cut_where_it_meets(simple))) return;
  counts_.give_up(which, strategy, simple);
}

/// Judges the ledger as it stands.
template <class Make>
void sweep::audit(std::string_view strategy, Make make) {
  const ledger* account = run_.parser().account();
  if (account == nullptr) return;
  trial one;
  one.bytes = stream_.bytes;
  one.seen = &run_.parser().log();
  one.account = account;
  for (const law which : {law::conservation, law::frames, law::order, law::bounds}) {
    counts_.judged(which);
    if (judge(which, one)) broke(which, strategy, make);
  }
}

std::vector<made_plans> sweep::run() {
  const std::size_t size = stream_.bytes.size();
  if (!lay_checkpoints()) return {};
  lay_meeting_points();
  std::size_t reached = 0;
  for (std::size_t offset = 0; offset <= size && choice_.goes_on(offset); ++offset) {
    for (; reached <= std::min(size, offset + burst_max); ++reached) {
      try_offset(reached);
      if (reached > 0 && !choice_.only_cuts) step_from(reached - 1);
    }
    if (ring(offset).good && !choice_.only_cuts) try_bursts(offset);
  }
  return std::move(made_);
}

/// False when the run in windows already differs: then there is nothing to compare with.
bool sweep::lay_checkpoints() {
  run_.parser().save(checkpoint_slot(0));
  checkpoint_offsets_.push_back(0);
  run_.has_windows(checkpoint_offsets_);
  checkpoints_.push_back({});
  std::vector<std::size_t> cuts;
  for (std::size_t at = 0; at < stream_.bytes.size();) {
    const std::size_t next = window_end(at);
    run_.restore(checkpoint_slot(checkpoints_.size() - 1), at);
    run_.feed_to(at, next);
    log_mark told = checkpoints_.back();
    const bool good = run_.follow(expected_, told);
    if (at > 0) cuts.push_back(at);
    if (!good) {
      counts_.judged(law::invariance);
      broke(law::invariance, "cut1", [&] { return cut_delivery(cuts); });
      return false;
    }
    run_.parser().save(checkpoint_slot(checkpoints_.size()));
    checkpoint_offsets_.push_back(next);
    checkpoints_.push_back(told);
    at = next;
  }
  return true;
}

/// Where the rest after a cut may end early. A run that stands in such a state with the same events behind it goes on
/// as the run does that one cut there makes; that one is made to its end.
void sweep::lay_meeting_points() {
  const std::size_t size = stream_.bytes.size();
  if (checkpoint_offsets_.size() > 2) {
    for (std::size_t i = 1; i + 1 < checkpoint_offsets_.size(); ++i) {
      meeting_points_.push_back({checkpoint_offsets_[i], checkpoints_[i], checkpoint_slot(i)});
    }
  } else if (size > met_bytes_min) {
    for (std::size_t offset = meeting_bytes; offset < size; offset += meeting_bytes) {
      run_.restore_to_follow(checkpoint_slot(0), 0, expected_, {});
      run_.feed_to(0, offset);
      const std::optional<log_mark> told = run_.followed();
      if (!told) return;
      const std::size_t slot = checkpoint_slot(checkpoints_.size()) + meeting_points_.size();
      run_.parser().save(slot);
      meeting_points_.push_back({offset, *told, slot});
    }
  }
}

const sweep::meeting_point* sweep::meeting_after(std::size_t offset) const {
  const auto next = std::upper_bound(meeting_points_.begin(), meeting_points_.end(), offset,
                                     [](std::size_t at, const meeting_point& one) { return at < one.offset; });
  return next == meeting_points_.end() ? nullptr : &*next;
}

std::size_t sweep::window_end(std::size_t start) const {
  const std::size_t left = stream_.bytes.size() - start;
  const std::size_t end = start + std::min(left, choice_.window_bytes);
  const std::vector<std::size_t>& ends = choice_.frame_ends;
  const auto first = std::upper_bound(ends.begin(), ends.end(), start);
  if (static_cast<std::size_t>(ends.end() - first) < choice_.window_frames) return end;
  return std::min(end, first[static_cast<std::ptrdiff_t>(choice_.window_frames) - 1]);
}

/// The number of the last checkpoint before the offset, so that what ends there still comes in one read; of the first
/// one, for offset 0.
std::size_t sweep::checkpoint_before(std::size_t offset) const {
  const auto next = std::lower_bound(checkpoint_offsets_.begin() + 1, checkpoint_offsets_.end(), offset);
  return static_cast<std::size_t>(next - checkpoint_offsets_.begin()) - 1;
}

/// Everything that needs one cut only.
void sweep::try_offset(std::size_t offset) {
  reach(offset);
  made_[offset].cut = offset > 0 && offset < stream_.bytes.size();
  if (!ring(offset).good) {
    counts_.judged(law::invariance);
    broke(law::invariance, "cut1", [&] { return cut_delivery({offset}); });
    return;
  }
  if (choice_.only_cuts) {
    if (made_[offset].cut) try_cut(offset);
    return;
  }
  if (std::binary_search(choice_.frame_ends.begin(), choice_.frame_ends.end(), offset)) try_suffixes(offset);
  if (model_ && choice_.ends[offset]) try_ends(offset, ring(offset).told);
  if (made_[offset].cut) try_cut(offset);
}

/// Puts the state after the first `offset` bytes into the ring.
void sweep::reach(std::size_t offset) {
  const std::size_t checkpoint = checkpoint_before(offset);
  const std::size_t start = checkpoint_offsets_[checkpoint];
  place& here = ring(offset);
  run_.restore_to_follow(checkpoint_slot(checkpoint), start, expected_, checkpoints_[checkpoint]);
  if (offset > start) run_.feed_to(start, offset);
  const std::optional<log_mark> reached = run_.followed();
  here.good = reached.has_value();
  here.told = reached.value_or(log_mark());
  here.steps_on = false;
  run_.parser().save(ring_slot(offset));
}

void sweep::try_ends(std::size_t offset, log_mark told) {
  made_[offset].end = true;
  const events model = to_events(model_(stream_.bytes.substr(0, offset), true, heard_by(stream_.heard, offset)));
  for (const sim::ending how : {sim::ending::eof, sim::ending::reset}) {
    run_.restore(ring_slot(offset), offset);
    run_.finish(offset, how);
    const std::string_view strategy = how == sim::ending::eof ? "eof" : "reset_peer";
    const auto make = [&] { return end_delivery(offset, how); };
    log_cursor cursor(model);
    counts_.judged(law::model);
    if (!cursor.follow(expected_, told) || !cursor.follow(run_.parser().log()) || !cursor.at_end()) {
      broke(law::model, strategy, make);
    }
    audit(strategy, make);
  }
}

void sweep::try_suffixes(std::size_t offset) {
  const std::size_t checkpoint = checkpoint_before(offset);
  const std::size_t start = checkpoint_offsets_[checkpoint];
  run_.restore(checkpoint_slot(checkpoint), start);
  run_.feed_to(start, offset);
  const events alone = run_.parser().log();
  made_[offset].suffix_changed = true;
  if (model_ && choice_.ends[offset]) {
    made_[offset].suffix_left_away = true;
    // Where the stream itself stays open, leaving its rest away is no other delivery of it: that is the model's to
    // judge.
    const law which = stream_.end == sim::ending::open ? law::model : law::progress;
    counts_.judged(which);
    const auto told = model_(stream_.bytes.substr(0, offset), false, heard_by(stream_.heard, offset));
    const events model = to_events(told);
    log_cursor cursor(model);
    if (!cursor.follow(expected_, ring(offset).told) || !cursor.at_end()) {
      broke(which, "suffix", [&] { return end_delivery(offset, sim::ending::open); });
    }
  }
  std::string changed(stream_.bytes.substr(start, offset - start));
  changed.push_back('\0');
  for (const char after : sim::strategies::suffix::following) {
    changed.back() = after;
    run_.restore(checkpoint_slot(checkpoint), start);
    run_.feed(changed, offset + 1);
    counts_.judged(law::suffix);
    if (begins_with(run_.parser().log(), alone)) continue;
    broke(law::suffix, "suffix", [&] {
      return sim::delivery{sim::cut_at(offset + 1, {}, sim::ending::open), offset, std::string(1, after)};
    });
  }
}

void sweep::try_cut(std::size_t offset) {
  run_.restore(ring_slot(offset), offset);
  const auto make = [&] { return cut_delivery({offset}); };
  counts_.judged(law::invariance);
  if (!rest_holds(offset, ring(offset).told)) broke(law::invariance, "cut1", make);
  audit("cut1", make);
}

/// An empty read, and then one byte, from the state at `offset`.
void sweep::step_from(std::size_t offset) {
  if (!ring(offset).good) return;
  run_.restore(ring_slot(offset), offset);
  const auto make = [&] {
    sim::delivery cut = cut_delivery({offset});
    cut.steps.recv.insert(cut.steps.recv.begin() + 1, sim::block{});
    return cut;
  };
  run_.feed_to(offset, offset);
  made_[offset].empty_read = offset > 0;
  if (offset > 0) counts_.judged(law::empty_reads);
  const bool nothing_changed = run_.parser().log().empty() && run_.parser().is_as_saved(ring_slot(offset));
  if (offset > 0) {
    audit("empty_reads", make);
    if (!nothing_changed && !rest_holds(offset, ring(offset).told)) {
      broke(law::empty_reads, "empty_reads", make);
    }
  }
  if (!nothing_changed) run_.restore(ring_slot(offset), offset);
  run_.feed_to(offset, offset + 1);
  const place& next = ring(offset + 1);
  log_mark told = ring(offset).told;
  ring(offset).steps_on = next.good && run_.follow(expected_, told) && told == next.told &&
                          run_.parser().is_as_saved(ring_slot(offset + 1));
}

void sweep::try_bursts(std::size_t offset) {
  const std::size_t most = std::min(burst_max, stream_.bytes.size() - offset);
  std::size_t steps = 0;
  while (steps < most && ring(offset + steps).steps_on) ++steps;
  made_[offset].burst = static_cast<std::uint8_t>(most);
  if (steps == most) {
    for (std::size_t k = 2; k <= most; ++k) counts_.judged(law::invariance);
    return;
  }
  run_.restore(ring_slot(offset), offset);
  log_mark start = ring(offset).told;
  for (std::size_t k = 1; k <= most; ++k) {
    const std::size_t end = offset + k;
    const std::string strategy = "burst(" + std::to_string(k) + ")";
    const auto make = [&] {
      std::vector<std::size_t> cuts(k + 1);
      std::iota(cuts.begin(), cuts.end(), offset);
      return cut_delivery(std::move(cuts));
    };
    run_.feed_to(end - 1, end);
    if (k > 1) counts_.judged(law::invariance);
    log_mark told = start;
    if (!run_.follow(expected_, told)) {
      made_[offset].burst = static_cast<std::uint8_t>(k);
      broke(law::invariance, strategy, make);
      return;
    }
    audit(strategy, make);
    if (ring(end).good && told == ring(end).told && run_.parser().is_as_saved(ring_slot(end))) continue;
    run_.parser().save(scratch_slot);
    if (!rest_holds(end, start)) broke(law::invariance, strategy, make);
    run_.restore(scratch_slot, end);
    start = told;
  }
}

/// True when the rest of the stream, in one read after `offset`, gives the rest of the expected log; `told` is where
/// that stood at the last restore. It is enough to meet the state of a meeting point on the way.
bool sweep::rest_holds(std::size_t offset, log_mark told) {
  const std::size_t size = stream_.bytes.size();
  const meeting_point* meeting = meeting_after(offset);
  const bool is_one = checkpoint_offsets_.size() == 2 && offset > 0 && offset % meeting_bytes == 0;
  const std::size_t next = meeting == nullptr || is_one ? size : meeting->offset;
  if (offset < next) run_.feed_to(offset, next);
  if (next < size) {
    log_mark met = told;
    if (!run_.follow(expected_, met)) return false;
    if (met == meeting->told && run_.parser().is_as_saved(meeting->slot)) return true;
    run_.feed_to(next, size);
  }
  run_.finish(size, stream_.end);
  log_cursor cursor(expected_, told);
  return cursor.follow(run_.parser().log()) && cursor.at_end();
}

/// The delivery, cut at the next meeting point besides.
sim::delivery sweep::cut_where_it_meets(const sim::delivery& what) const {
  std::vector<std::size_t> cuts = sim::cuts_of(what.steps);
  const meeting_point* meeting = cuts.empty() ? nullptr : meeting_after(cuts.back());
  if (meeting == nullptr) return what;
  sim::delivery result = what;
  std::size_t at = 0;
  for (auto step = result.steps.recv.begin(); step != result.steps.recv.end(); ++step) {
    auto* chunk = std::get_if<sim::deliver>(&*step);
    if (chunk == nullptr) continue;
    if (at + chunk->bytes > meeting->offset) {
      const sim::deliver first{meeting->offset - at};
      chunk->bytes -= first.bytes;
      result.steps.recv.insert(step, first);
      return result;
    }
    at += chunk->bytes;
  }
  return what;
}

/// The delivery, cut at each checkpoint besides.
sim::delivery sweep::in_windows(const sim::delivery& what) const {
  sim::delivery result{what.steps, what.kept, what.suffix};
  result.steps.recv.clear();
  std::size_t at = 0;
  for (const sim::recv_step& step : what.steps.recv) {
    const auto* chunk = std::get_if<sim::deliver>(&step);
    if (chunk == nullptr) result.steps.recv.push_back(step);
    for (std::size_t left = chunk == nullptr ? 0 : chunk->bytes; left > 0;) {
      const auto checkpoint = std::upper_bound(checkpoint_offsets_.begin(), checkpoint_offsets_.end(), at);
      const std::size_t part = checkpoint == checkpoint_offsets_.end() ? left : std::min(left, *checkpoint - at);
      result.steps.recv.push_back(sim::deliver{part});
      at += part;
      left -= part;
    }
  }
  return result;
}

sim::delivery sweep::cut_delivery(std::vector<std::size_t> cuts) const {
  return {sim::cut_at(stream_.bytes.size(), cuts, stream_.end), stream_.bytes.size(), {}};
}

sim::delivery sweep::end_delivery(std::size_t offset, sim::ending how) const {
  return {sim::cut_at(offset, {}, how), offset, {}};
}

}  // namespace asynchat::properties
