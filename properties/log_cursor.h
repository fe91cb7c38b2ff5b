#pragma once

#include <asynchat/properties/events.h>

#include <cstddef>

namespace asynchat::properties {

/// A place in a log: all events before `index` have been told, and of that one, a payload, the first `taken` bytes.
struct log_mark {
  std::size_t index = 0;
  std::size_t taken = 0;

  friend bool operator==(const log_mark&, const log_mark&) = default;
};

/// Reads along in an expected log while a parser tells its events piece by piece, so that a run is compared as it goes.
class log_cursor {
 public:
  explicit log_cursor(const events& expected, log_mark start = {}) : expected_(expected.list()), mark_(start) {}

  /// False when the events do not go on as the log does; the cursor is then of no further use.
  bool follow(const events& more) { return follow(more.list(), more.size()); }
  /// The same for the part of `more` that lies before a mark in it.
  bool follow(const events& more, log_mark end) {
    if (!follow(more.list(), end.index)) return false;
    return end.taken == 0 || take_payload(std::string_view(more.list()[end.index].bytes).substr(0, end.taken));
  }

  log_mark mark() const { return mark_; }
  /// True when all of the log has been told.
  bool at_end() const {
    if (mark_.taken == 0) return mark_.index == expected_.size();
    return mark_.index + 1 == expected_.size() && mark_.taken == expected_[mark_.index].bytes.size();
  }

 private:
  bool follow(const std::vector<event>& list, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      if (!(is_mergeable(list[i]) ? take_payload(list[i].bytes) : take_whole(list[i]))) return false;
    }
    return true;
  }

  bool take_payload(std::string_view bytes) {
    if (bytes.empty()) return true;
    if (mark_.index == expected_.size() || !is_mergeable(expected_[mark_.index])) return false;
    const std::string_view payload = expected_[mark_.index].bytes;
    if (payload.substr(mark_.taken, bytes.size()) != bytes) return false;
    mark_.taken += bytes.size();
    return true;
  }

  bool take_whole(const event& one) {
    if (mark_.taken > 0) {
      if (mark_.taken != expected_[mark_.index].bytes.size()) return false;
      mark_ = {mark_.index + 1, 0};
    }
    if (mark_.index == expected_.size() || expected_[mark_.index] != one) return false;
    ++mark_.index;
    return true;
  }

  const std::vector<event>& expected_;
  log_mark mark_;
};

}  // namespace asynchat::properties
