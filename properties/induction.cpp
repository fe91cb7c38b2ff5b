#include "induction.h"

#include <asynchat/properties/wording.h>

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

namespace asynchat::properties {
namespace {

/// Where a log stands that goes on, as a log_cursor counts.
log_mark end_of(const events& log) {
  if (log.empty() || !is_mergeable(log.list().back())) return {log.size(), 0};
  return {log.size() - 1, log.list().back().bytes.size()};
}

}  // namespace

induction::induction(const subject& parser, const checked_stream& stream, evaluation& player,
                     std::size_t chunk_bytes_max)
    : stream_(stream),
      player_(player),
      size_(stream.bytes.size()),
      chunk_bytes_max_(chunk_bytes_max),
      ring_size_(std::min(chunk_bytes_max, size_) + 1),
      stretch_(size_ <= one_stretch_bytes_max ? std::max<std::size_t>(1, size_) : short_stretch_bytes),
      run_(parser, stream),
      ring_(ring_size_) {}

void induction::run() {
  go_byte_by_byte();
  run_.restore(checkpoint_slot(0), 0);
  run_.parser().save(ring_slot(0));
  for (std::size_t offset = 0; offset <= size_ && !found_; ++offset) {
    if (offset > 0) reach(offset);
    read_nothing(offset);
    read_to(offset);
    read_from_checkpoint(offset);
    read_to_checkpoint(offset);
  }
  if (!found_) end_stream();
  // In one stretch the whole stream in one read is a step of the proof; else what is told byte by byte, which all steps
  // are held against, has still to be held against that and against the reference.
  if (!found_ && stretch_ < size_) shows(up_to(size_), size_, stream_.end);
}

/// Learns what is told of the stream byte by byte, and keeps the states at checkpoints.
void induction::go_byte_by_byte() {
  run_.parser().save(checkpoint_slot(0));
  checkpoints_.push_back({});
  for (std::size_t offset = 1; offset <= size_; ++offset) {
    run_.feed_to(offset - 1, offset);
    if (offset != checkpoint_offset(checkpoints_.size())) continue;
    run_.parser().save(checkpoint_slot(checkpoints_.size()));
    checkpoints_.push_back(end_of(run_.parser().log()));
  }
  run_.finish(size_, stream_.end);
  expected_ = run_.parser().log();
}

/// Goes one byte on from the state before it.
void induction::reach(std::size_t offset) {
  run_.restore(ring_slot(offset - 1), offset - 1);
  run_.feed_to(offset - 1, offset);
  told(offset) = told(offset - 1);
  if (!run_.follow(expected_, told(offset))) {
    doubt_about("from the state after byte " + std::to_string(offset - 1) +
                " the next byte tells something else than it does in the stream: the states do not tell all");
  }
  run_.parser().save(ring_slot(offset));
  if (!ledger_is_right()) search(step_from_ring(offset - 1, offset), false);
}

/// Takes a step of the proof: it must tell what lies between its mark and the wanted one, and lead to that slot's
/// state.
void induction::take(const step& one, log_mark wanted, std::size_t wanted_slot, bool judged) {
  if (judged) {
    run_.restore(one.slot, one.from);
  } else {
    run_.restore_to_follow(one.slot, one.from, expected_, one.told);
  }
  run_.feed_to(one.from, one.to);
  log_mark reached = one.told;
  const bool same_events =
      judged ? run_.follow(expected_, reached) && reached == wanted : run_.followed() == std::optional(wanted);
  const bool same_state = run_.parser().is_as_saved(wanted_slot);
  const bool kept_laws = !judged || ledger_is_right();
  if (!same_events || !same_state || !kept_laws) search(one, same_events && kept_laws);
}

void induction::read_nothing(std::size_t offset) {
  if (!found_) take(step_from_ring(offset, offset), told(offset), ring_slot(offset), false);
}

void induction::read_to(std::size_t offset) {
  const std::size_t longest = std::min(chunk_bytes_max_, offset);
  for (std::size_t bytes = 2; bytes <= longest && !found_; ++bytes) {
    take(step_from_ring(offset - bytes, offset), told(offset), ring_slot(offset), bytes == offset);
  }
}

/// What comes since the last checkpoint in one read.
void induction::read_from_checkpoint(std::size_t offset) {
  if (offset <= chunk_bytes_max_ || found_) return;
  const std::size_t number = (offset - 1) / stretch_;
  take({checkpoint_offset(number), offset, checkpoint_slot(number), checkpoints_[number]}, told(offset),
       ring_slot(offset), true);
}

/// What comes before the next checkpoint in one read.
void induction::read_to_checkpoint(std::size_t offset) {
  if (offset == size_ || found_) return;
  const std::size_t number = offset / stretch_ + 1;
  const std::size_t to = checkpoint_offset(number);
  if (to - offset <= chunk_bytes_max_) return;  // read_to does that
  take(step_from_ring(offset, to), checkpoints_[number], checkpoint_slot(number), false);
}

void induction::end_stream() {
  run_.restore(ring_slot(size_), size_);
  run_.finish(size_, stream_.end);
  log_cursor cursor(expected_, told(size_));
  if (!cursor.follow(run_.parser().log()) || !cursor.at_end()) {
    doubt_about(
        "from the state after the last byte the end tells something else than it does in the stream: the "
        "states do not tell all");
  }
  if (!ledger_is_right()) search({0, size_, checkpoint_slot(0), {}}, false);
}

/// Judges the channel's own ledger as it stands.
bool induction::ledger_is_right() const {
  const ledger* account = run_.parser().account();
  if (account == nullptr) return true;
  trial what;
  what.bytes = stream_.bytes;
  what.seen = &run_.parser().log();
  what.account = account;
  constexpr law told_by_ledger[] = {law::conservation, law::frames, law::order, law::bounds};
  return std::none_of(std::begin(told_by_ledger), std::end(told_by_ledger),
                      [&](law which) { return judge(which, what).has_value(); });
}

/// A step that does not hold: plays what may show it. A step of no bytes is a read of nothing.
void induction::search(const step& one, bool same_events) {
  if (found_ || (same_events && searches_ >= searches_max)) return;
  if (same_events) ++searches_;
  const sim::ending end = stream_.end;
  std::vector<std::size_t> bytewise = up_to(one.from);
  bytewise.push_back(one.to);
  std::vector<std::size_t> all_bytes = bytewise;
  for (std::size_t at = one.to + 1; at < size_; ++at) all_bytes.push_back(at);
  if (shows({one.from, one.to}, size_, end) || shows({one.to}, size_, end) || shows({one.from}, size_, end)) return;
  if (shows(bytewise, size_, end) || shows(all_bytes, size_, end) || shows(up_to(size_), size_, end)) return;
  if (shows({one.from, one.to}, one.to, sim::ending::eof) || shows(bytewise, one.to, sim::ending::eof)) return;
  if (same_events && differs_later(one)) return;
  const std::string place = one.from == one.to ? "a read of nothing after byte " + std::to_string(one.from)
                                               : "bytes " + std::to_string(one.from) + " to " + std::to_string(one.to) +
                                                     ", " + bytes_text(one.to - one.from) + " in one read,";
  const std::string s = one.from == one.to ? "s" : "";
  doubt_about(same_events ? place + " leave" + s +
                                " another state than byte by byte, and nothing that was tried tells them apart"
                          : place + " tell" + s +
                                " something else than byte by byte from the same state, and no delivery from "
                                "the first byte does: the states do not tell all");
}

/// Tries further cuts of the rest after the step, one at a time: whether the other state is ever to be seen.
bool induction::differs_later(const step& one) {
  run_.restore(one.slot, one.from);
  run_.feed_to(one.from, one.to);
  log_mark reached = one.told;
  if (one.to == size_ || !run_.follow(expected_, reached)) return false;
  run_.parser().save(spare_slot());
  const std::size_t last = std::min(size_, one.to + search_bytes_max / (size_ - one.to));
  std::vector<std::size_t> cuts = up_to(one.from);
  cuts.push_back(one.to);
  cuts.push_back(0);
  for (std::size_t at = one.to + 1; at < last; ++at) {
    run_.restore(spare_slot(), one.to);
    run_.feed_to(one.to, at);
    run_.feed_to(at, size_);
    run_.finish(size_, stream_.end);
    log_cursor cursor(expected_, reached);
    if (cursor.follow(run_.parser().log()) && cursor.at_end()) continue;
    cuts.back() = at;
    if (shows(cuts, size_, stream_.end)) return true;
  }
  return false;
}

/// Plays the first `kept` bytes, cut at these ascending offsets; true when that breaks a law and becomes the failure.
/// An offset that comes twice is a read of nothing.
bool induction::shows(const std::vector<std::size_t>& cuts, std::size_t kept, sim::ending how) {
  sim::delivery what{sim::cut_at(kept, cuts, how), kept, {}};
  const auto twice = std::adjacent_find(cuts.begin(), cuts.end());
  if (twice != cuts.end()) {
    std::size_t at = 0;
    auto next = what.steps.recv.begin();
    for (; next != what.steps.recv.end() && at < *twice; ++next) at += std::get<sim::deliver>(*next).bytes;
    what.steps.recv.insert(next, sim::block{});
  }
  const verdict all = player_.judge(what);
  const breach* broken = first_breach(all);
  if (broken != nullptr) found_ = failure{"induction", std::move(what), *broken};
  return broken != nullptr;
}

/// The offsets that make single bytes of all before this one.
std::vector<std::size_t> induction::up_to(std::size_t offset) const {
  std::vector<std::size_t> cuts(offset + 1);
  std::iota(cuts.begin(), cuts.end(), std::size_t{0});
  return cuts;
}

void induction::doubt_about(const std::string& what) {
  if (doubt_.empty()) doubt_ = what;
}

}  // namespace asynchat::properties
