#pragma once

#include <asynchat/transport/check.h>

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <utility>
#include <vector>

namespace asynchat {

/// A first-in first-out queue: Python's asynchat.fifo. Empty, it owns no memory. Items are kept behind an offset, and
/// the space before it is given back when it exceeds half, so push and pop cost amortised constant time.
template <class Item>
class fifo {
 public:
  fifo() = default;
  /// Holds a copy of the items, the first to be popped first.
  fifo(std::initializer_list<Item> items) : items_(items) {}

  bool is_empty() const { return first_ == items_.size(); }
  std::size_t size() const { return items_.size() - first_; }

  /// The item pushed the longest ago; the fifo is not empty.
  Item& first() {
    ASYNCHAT_CHECK(!is_empty(), "first() of an empty fifo");
    return items_[first_];
  }
  const Item& first() const {
    ASYNCHAT_CHECK(!is_empty(), "first() of an empty fifo");
    return items_[first_];
  }

  void push(Item item) { items_.push_back(std::move(item)); }

  /// (true, the first item), which it removes; (false, nothing) when empty.
  std::pair<bool, std::optional<Item>> pop() {
    if (is_empty()) return {false, std::nullopt};
    std::pair<bool, std::optional<Item>> result{true, std::move(items_[first_])};
    ++first_;
    if (is_empty()) {
      clear();
    } else if (first_ > items_.size() / 2) {
      items_.erase(items_.begin(), items_.begin() + static_cast<std::ptrdiff_t>(first_));
      first_ = 0;
    }
    return result;
  }

  /// Removes all items and gives back their memory.
  void clear() {
    first_ = 0;
    // An item's destructor may come back here, and finds the fifo empty.
    std::vector<Item>().swap(items_);
  }

 private:
  std::vector<Item> items_;
  std::size_t first_ = 0;
};

}  // namespace asynchat
