#include <asynchat/properties/events.h>
#include <asynchat/transport/escape.h>

#include <cstring>
#include <ostream>
#include <utility>

#include "log_cursor.h"

namespace asynchat::properties {
namespace {

/// Equality without memcmp: a fuzzing engine looks into each call of it for what the input should hold, which takes
/// longer than the comparison, and has nothing to learn from the names of events.
bool same_bytes(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  constexpr std::size_t word = sizeof(std::uint64_t);
  const auto word_at = [](std::string_view text, std::size_t at) {
    std::uint64_t value = 0;
    std::memcpy(&value, text.data() + at, word);
    return value;
  };
  std::size_t at = 0;
  for (; at + word <= a.size(); at += word) {
    if (word_at(a, at) != word_at(b, at)) return false;
  }
  for (; at < a.size(); ++at) {
    if (a[at] != b[at]) return false;
  }
  return true;
}

}  // namespace

bool operator==(const event& a, const event& b) {
  return same_bytes(a.name, b.name) && same_bytes(a.bytes, b.bytes) && a.numbers == b.numbers;
}

std::ostream& operator<<(std::ostream& out, const event& value) {
  out << escaped(value.name);
  if (!value.bytes.empty() || value.numbers.empty()) out << ' ' << quote(value.bytes);
  for (const std::int64_t number : value.numbers) out << ' ' << number;
  return out;
}

bool is_mergeable(const event& value) { return value.name == "data" && value.numbers.empty(); }

void events::add(std::string_view name, std::string_view bytes, std::vector<std::int64_t> numbers) {
  if (expected_ != nullptr) {
    log_cursor cursor(*expected_, mark_);
    astray_ = astray_ || !cursor.follow(name, bytes, numbers);
    mark_ = cursor.mark();
    return;
  }
  if (name == "data" && numbers.empty() && !list_.empty() && is_mergeable(list_.back())) {
    list_.back().bytes += bytes;
    return;
  }
  list_.push_back({std::string(name), std::string(bytes), std::move(numbers)});
}

std::ostream& operator<<(std::ostream& out, const events& value) {
  for (const event& one : value.list()) out << one << '\n';
  return out;
}

}  // namespace asynchat::properties
