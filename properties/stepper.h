#pragma once

#include <asynchat/properties/evaluation.h>
#include <asynchat/properties/feed_beat.h>
#include <asynchat/properties/hearing.h>
#include <asynchat/properties/subject.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "log_cursor.h"

namespace asynchat::properties {

/// A session that is put back to offsets of one stream and goes on from there.
class stepper {
 public:
  /// All is borrowed.
  stepper(const subject& parser, const checked_stream& stream)
      : session_(parser.start()), stream_(stream), other_side_(stream.heard) {}

  session& parser() { return *session_; }
  const session& parser() const { return *session_; }

  /// To the state of that slot, which was saved after `offset` bytes.
  void restore(std::size_t slot, std::size_t offset) {
    session_->restore(slot);
    move_to(offset);
  }

  /// The same, for steps of which only the events are judged; they are to go on in `expected` from `told`.
  void restore_to_follow(std::size_t slot, std::size_t offset, const events& expected, log_mark told) {
    expected_ = &expected;
    start_ = told;
    follows_by_itself_ = session_->restore_to_follow(slot, expected, told);
    if (!follows_by_itself_) session_->restore(slot);
    move_to(offset);
  }

  /// How far it has come in that log since then; none where it told something else.
  std::optional<log_mark> followed() const {
    if (follows_by_itself_) return session_->followed();
    log_mark told = start_;
    return follow(*expected_, told) ? std::optional(told) : std::nullopt;
  }

  /// Delivers bytes [from, to) in one read.
  void feed_to(std::size_t from, std::size_t to) {
    hear_before(to);
    {
      const feed_bracket watched(beat_, now(from, to, {}, sim::ending::open));
      session_->feed(stream_.bytes.substr(from, to - from));
    }
    if (beat_ != nullptr) cuts_.push_back(to);
    bytes_fed_ += to - from;
    ++feeds_;
  }

  /// Delivers bytes that are not the stream's, up to an offset `end` of what is delivered.
  void feed(std::string_view bytes, std::size_t end) {
    hear_before(end);
    const std::size_t at = cuts_.empty() ? 0 : cuts_.back();
    const feed_bracket watched(beat_, now(at, at, bytes, sim::ending::open));
    session_->feed(bytes);
    bytes_fed_ += bytes.size();
    ++feeds_;
  }

  /// Ends the stream after `offset` bytes.
  void finish(std::size_t offset, sim::ending how) {
    if (how != sim::ending::open) hear_before(offset + 1);
    const feed_bracket watched(beat_, now(offset, offset, {}, how));
    session_->finish(how);
  }

  /// Tells a watchdog where cuts were made before the state that a restore goes to; borrowed, ascending.
  void has_windows(const std::vector<std::size_t>& offsets) { windows_ = &offsets; }

  /// True when the log since the last restore goes on in `expected` from `told`, which is then where it stands.
  bool follow(const events& expected, log_mark& told) const {
    log_cursor cursor(expected, told);
    if (!cursor.follow(session_->log())) return false;
    told = cursor.mark();
    return true;
  }

  std::uint64_t feeds() const { return feeds_; }
  std::uint64_t bytes_fed() const { return bytes_fed_; }

 private:
  void move_to(std::size_t offset) {
    other_side_.move_to(offset);
    if (beat_ == nullptr) return;
    cuts_.clear();
    if (offset > 0) cuts_.push_back(offset);
  }

  fed_chunk now(std::size_t from, std::size_t to, std::string_view suffix, sim::ending end) const {
    if (beat_ == nullptr) return {};
    std::span<const std::size_t> windows;
    if (windows_ != nullptr) windows = *windows_;
    return {stream_.bytes, from, to, stream_.heard, nullptr, cuts_, windows, suffix, end};
  }

  void hear_before(std::size_t end) { other_side_.speak(*session_, end); }

  const std::unique_ptr<session> session_;
  const checked_stream& stream_;
  hearing other_side_;
  const events* expected_ = nullptr;
  log_mark start_;
  bool follows_by_itself_ = false;
  feed_beat* const beat_ = feed_beat::of_this_thread();
  std::vector<std::size_t>
      cuts_;  ///< where the last restore went, and feeds ended since; for the beat, if there is one
  const std::vector<std::size_t>* windows_ = nullptr;
  std::uint64_t feeds_ = 0;
  std::uint64_t bytes_fed_ = 0;
};

}  // namespace asynchat::properties
