#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace asynchat::properties {

/// One thing that a parser told of its input.
struct event {
  std::string name;
  std::string bytes;
  std::vector<std::int64_t> numbers;

  friend bool operator==(const event&, const event&) = default;
};

/// `name "bytes" 1 2`, the bytes as C escapes.
std::ostream& operator<<(std::ostream& out, const event& value);

/// What a parser told, in order. How a long payload is cut into "data" events means nothing, so adjacent ones without
/// numbers become one; every other event stands for something whole.
class events {
 public:
  void add(std::string_view name, std::string_view bytes = {}, std::vector<std::int64_t> numbers = {});

  const std::vector<event>& list() const { return list_; }
  std::size_t size() const { return list_.size(); }
  bool empty() const { return list_.empty(); }
  void clear() { list_.clear(); }

  friend bool operator==(const events&, const events&) = default;

 private:
  std::vector<event> list_;
};

/// One event a line.
std::ostream& operator<<(std::ostream& out, const events& value);

/// True for an event that adjacent events of the same kind may be merged with.
bool is_mergeable(const event& value);

}  // namespace asynchat::properties
