#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace asynchat::properties {

/// One thing that a parser told of its input.
struct event {
  std::string name;
  std::string bytes;
  std::vector<std::int64_t> numbers;

  friend bool operator==(const event& a, const event& b);
};

/// `name "bytes" 1 2`, the bytes as C escapes.
std::ostream& operator<<(std::ostream& out, const event& value);

/// A place in a log: all events before `index` have been told, and of that one, a payload, the first `taken` bytes.
struct log_mark {
  std::size_t index = 0;
  std::size_t taken = 0;

  friend auto operator<=>(const log_mark&, const log_mark&) = default;
};

/// What a parser told, in order. How a long payload is cut into "data" events means nothing, so adjacent ones without
/// numbers become one; every other event stands for something whole.
class events {
 public:
  void add(std::string_view name, std::string_view bytes = {}, std::vector<std::int64_t> numbers = {});

  const std::vector<event>& list() const { return list_; }
  std::size_t size() const { return list_.size(); }
  bool empty() const { return list_.empty(); }
  /// Forgets all, and keeps what comes.
  void clear() {
    list_.clear();
    expected_ = nullptr;
  }

  /// Forgets all; what comes is not kept but held against `expected`, which outlives that, from a mark on.
  void follow(const events& expected, log_mark from) {
    list_.clear();
    expected_ = &expected.list_;
    mark_ = from;
    astray_ = false;
  }
  /// How far it came in the log that it follows; none where it went another way.
  std::optional<log_mark> followed() const { return astray_ ? std::nullopt : std::optional(mark_); }

  friend bool operator==(const events& a, const events& b) { return a.list_ == b.list_; }

 private:
  std::vector<event> list_;
  const std::vector<event>* expected_ = nullptr;
  log_mark mark_;
  bool astray_ = false;
};

/// One event a line.
std::ostream& operator<<(std::ostream& out, const events& value);

/// True for an event that adjacent events of the same kind may be merged with.
bool is_mergeable(const event& value);

}  // namespace asynchat::properties
