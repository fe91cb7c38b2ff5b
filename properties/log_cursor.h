#pragma once

#include <asynchat/properties/events.h>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace asynchat::properties {

/// Reads along in an expected log while a parser tells its events piece by piece, so that a run is compared as it goes.
class log_cursor {
 public:
  explicit log_cursor(const events& expected, log_mark start = {}) : log_cursor(expected.list(), start) {}
  log_cursor(const std::vector<event>& expected, log_mark start) : expected_(expected), mark_(start) {}

  /// False when the events do not go on as the log does; the cursor is then of no further use.
  bool follow(const events& more) { return follow(more.list(), more.size()); }
  /// The same for the part of `more` that lies before a mark in it.
  bool follow(const events& more, log_mark end) {
    if (!follow(more.list(), end.index)) return false;
    return end.taken == 0 || take_payload(std::string_view(more.list()[end.index].bytes).substr(0, end.taken));
  }

  /// The same for one event.
  bool follow(std::string_view name, std::string_view bytes, const std::vector<std::int64_t>& numbers) {
    return name == "data" && numbers.empty() ? take_payload(bytes) : take_whole(name, bytes, numbers);
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
      if (!follow(list[i].name, list[i].bytes, list[i].numbers)) return false;
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

  bool take_whole(std::string_view name, std::string_view bytes, const std::vector<std::int64_t>& numbers) {
    if (mark_.taken > 0) {
      if (mark_.taken != expected_[mark_.index].bytes.size()) return false;
      mark_ = {mark_.index + 1, 0};
    }
    if (mark_.index == expected_.size()) return false;
    const event& next = expected_[mark_.index];
    if (next.bytes != bytes || next.name != name || next.numbers != numbers) return false;
    ++mark_.index;
    return true;
  }

  const std::vector<event>& expected_;
  log_mark mark_;
};

}  // namespace asynchat::properties
