#include <asynchat/properties/events.h>
#include <asynchat/transport/escape.h>

#include <ostream>
#include <utility>

#include "log_cursor.h"

namespace asynchat::properties {

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
