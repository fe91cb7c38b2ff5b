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
    : session_(parser.start()),
      stream_(stream),
      expected_(expected),
      model_(model),
      choice_(choice),
      counts_(counts),
      other_side_(stream.heard),
      made_(stream.bytes.size() + 1) {}

/// Counts a breach, and shows it with the delivery that `make` returns; if that one holds, with the same in windows.
template <class Make>
void sweep::broke(law which, std::string_view strategy, Make make) {
  counts_.broke(which);
  if (!counts_.wants_example(which)) return;
  const sim::delivery simple = make();
  if (counts_.confirm(which, strategy, simple)) return;
  if (checkpoint_offsets_.size() > 2 && counts_.confirm(which, strategy, in_windows(simple))) return;
  counts_.give_up(which, strategy, simple);
}

/// Judges the ledger as it stands.
template <class Make>
void sweep::audit(std::string_view strategy, Make make) {
  const ledger* account = session_->account();
  if (account == nullptr) return;
  trial one;
  one.bytes = stream_.bytes;
  one.seen = &session_->log();
  one.account = account;
  for (const law which : {law::conservation, law::frames, law::order, law::bounds}) {
    counts_.judged(which);
    if (judge(which, one)) broke(which, strategy, make);
  }
}

std::vector<made_plans> sweep::run() {
  const std::size_t size = stream_.bytes.size();
  if (!lay_checkpoints()) return {};
  std::size_t reached = 0;
  for (std::size_t offset = 0; offset <= size && choice_.goes_on(offset); ++offset) {
    for (; reached <= std::min(size, offset + burst_max); ++reached) {
      try_offset(reached);
      if (reached > 0) step_from(reached - 1);
    }
    if (ring(offset).good) try_bursts(offset);
  }
  return std::move(made_);
}

/// False when the run in windows already differs: then there is nothing to compare with.
bool sweep::lay_checkpoints() {
  session_->save(checkpoint_slot(0));
  checkpoint_offsets_.push_back(0);
  checkpoints_.push_back({});
  std::vector<std::size_t> cuts;
  for (std::size_t at = 0; at < stream_.bytes.size();) {
    const std::size_t next = window_end(at);
    restore(checkpoint_slot(checkpoints_.size() - 1), at);
    feed_to(at, next);
    log_mark told = checkpoints_.back();
    const bool good = follow(told);
    if (at > 0) cuts.push_back(at);
    if (!good) {
      counts_.judged(law::invariance);
      broke(law::invariance, "cut1", [&] { return cut_delivery(cuts); });
      return false;
    }
    session_->save(checkpoint_slot(checkpoints_.size()));
    checkpoint_offsets_.push_back(next);
    checkpoints_.push_back(told);
    at = next;
  }
  return true;
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
  if (std::binary_search(choice_.frame_ends.begin(), choice_.frame_ends.end(), offset)) try_suffixes(offset);
  if (model_ && choice_.ends[offset]) try_ends(offset, ring(offset).told);
  if (made_[offset].cut) try_cut(offset);
}

/// Puts the state after the first `offset` bytes into the ring; the log since the last checkpoint is then the
/// session's.
void sweep::reach(std::size_t offset) {
  const std::size_t checkpoint = checkpoint_before(offset);
  const std::size_t start = checkpoint_offsets_[checkpoint];
  restore(checkpoint_slot(checkpoint), start);
  if (offset > start) feed_to(start, offset);
  place& here = ring(offset);
  here.told = checkpoints_[checkpoint];
  here.good = follow(here.told);
  here.steps_on = false;
  session_->save(ring_slot(offset));
}

void sweep::try_ends(std::size_t offset, log_mark told) {
  made_[offset].end = true;
  const events model = to_events(model_(stream_.bytes.substr(0, offset), true, heard_by(stream_.heard, offset)));
  for (const sim::ending how : {sim::ending::eof, sim::ending::reset}) {
    restore(ring_slot(offset), offset);
    other_side_.speak(*session_, offset + 1);
    session_->finish(how);
    const std::string_view strategy = how == sim::ending::eof ? "eof" : "reset_peer";
    const auto make = [&] { return end_delivery(offset, how); };
    log_cursor cursor(model);
    counts_.judged(law::model);
    if (!cursor.follow(expected_, told) || !cursor.follow(session_->log()) || !cursor.at_end()) {
      broke(law::model, strategy, make);
    }
    audit(strategy, make);
  }
}

void sweep::try_suffixes(std::size_t offset) {
  const std::size_t checkpoint = checkpoint_before(offset);
  const std::size_t start = checkpoint_offsets_[checkpoint];
  const events alone = session_->log();
  made_[offset].suffix_changed = true;
  if (model_ && choice_.ends[offset]) {
    made_[offset].suffix_left_away = true;
    // Where the stream itself stays open, leaving its rest away is no other delivery of it: that is the model's to
    // judge.
    const law which = stream_.end == sim::ending::open ? law::model : law::suffix;
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
    restore(checkpoint_slot(checkpoint), start);
    other_side_.speak(*session_, offset + 1);
    session_->feed(changed);
    bytes_fed_ += changed.size();
    counts_.judged(law::suffix);
    if (begins_with(session_->log(), alone)) continue;
    broke(law::suffix, "suffix", [&] {
      return sim::delivery{sim::cut_at(offset + 1, {}, sim::ending::open), offset, std::string(1, after)};
    });
  }
}

void sweep::try_cut(std::size_t offset) {
  restore(ring_slot(offset), offset);
  const auto make = [&] { return cut_delivery({offset}); };
  counts_.judged(law::invariance);
  if (!rest_holds(offset, ring(offset).told)) broke(law::invariance, "cut1", make);
  audit("cut1", make);
}

/// An empty read, and then one byte, from the state at `offset`.
void sweep::step_from(std::size_t offset) {
  if (!ring(offset).good) return;
  restore(ring_slot(offset), offset);
  const auto make = [&] {
    sim::delivery cut = cut_delivery({offset});
    cut.steps.recv.insert(cut.steps.recv.begin() + 1, sim::block{});
    return cut;
  };
  session_->feed({});
  made_[offset].empty_read = offset > 0;
  if (offset > 0) counts_.judged(law::empty_reads);
  const bool nothing_changed = session_->log().empty() && session_->is_as_saved(ring_slot(offset));
  if (offset > 0) {
    audit("empty_reads", make);
    if (!nothing_changed && !rest_holds(offset, ring(offset).told)) {
      broke(law::empty_reads, "empty_reads", make);
    }
  }
  if (!nothing_changed) restore(ring_slot(offset), offset);
  feed_to(offset, offset + 1);
  const place& next = ring(offset + 1);
  log_mark told = ring(offset).told;
  ring(offset).steps_on =
      next.good && follow(told) && told == next.told && session_->is_as_saved(ring_slot(offset + 1));
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
  restore(ring_slot(offset), offset);
  log_mark start = ring(offset).told;
  for (std::size_t k = 1; k <= most; ++k) {
    const std::size_t end = offset + k;
    const std::string strategy = "burst(" + std::to_string(k) + ")";
    const auto make = [&] {
      std::vector<std::size_t> cuts(k + 1);
      std::iota(cuts.begin(), cuts.end(), offset);
      return cut_delivery(std::move(cuts));
    };
    feed_to(end - 1, end);
    if (k > 1) counts_.judged(law::invariance);
    log_mark told = start;
    if (!follow(told)) {
      made_[offset].burst = static_cast<std::uint8_t>(k);
      broke(law::invariance, strategy, make);
      return;
    }
    audit(strategy, make);
    if (ring(end).good && told == ring(end).told && session_->is_as_saved(ring_slot(end))) continue;
    session_->save(scratch_slot);
    if (!rest_holds(end, start)) broke(law::invariance, strategy, make);
    restore(scratch_slot, end);
    start = told;
  }
}

void sweep::restore(std::size_t slot, std::size_t offset) {
  session_->restore(slot);
  other_side_.move_to(offset);
}

void sweep::feed_to(std::size_t from, std::size_t to) {
  other_side_.speak(*session_, to);
  session_->feed(stream_.bytes.substr(from, to - from));
  bytes_fed_ += to - from;
}

/// True when the log since the last restore goes on from `told` as expected; `told` is then where it stands.
bool sweep::follow(log_mark& told) const {
  log_cursor cursor(expected_, told);
  if (!cursor.follow(session_->log())) return false;
  told = cursor.mark();
  return true;
}

/// True when the rest of the stream, in one read after `offset`, gives the rest of the expected log; `told` is where
/// that stood at the last restore. In a windowed sweep it is enough to meet the next checkpoint.
bool sweep::rest_holds(std::size_t offset, log_mark told) {
  const std::size_t size = stream_.bytes.size();
  const auto checkpoint = std::upper_bound(checkpoint_offsets_.begin(), checkpoint_offsets_.end(), offset);
  const auto number = static_cast<std::size_t>(checkpoint - checkpoint_offsets_.begin());
  const std::size_t next = checkpoint == checkpoint_offsets_.end() ? size : *checkpoint;
  if (offset < next) feed_to(offset, next);
  if (next < size) {
    log_mark met = told;
    if (!follow(met)) return false;
    if (met == checkpoints_[number] && session_->is_as_saved(checkpoint_slot(number))) return true;
    feed_to(next, size);
  }
  if (stream_.end != sim::ending::open) other_side_.speak(*session_, size + 1);
  session_->finish(stream_.end);
  log_cursor cursor(expected_, told);
  return cursor.follow(session_->log()) && cursor.at_end();
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
