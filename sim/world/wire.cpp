#include <algorithm>
#include <cstring>
#include <limits>

#include "connection.h"

namespace asynchat::sim {

void wire::put(std::string_view bytes) {
  // What was read is only moved away when it is at least half of what is kept: each byte moves once on average.
  if (head_ > 0 && head_ >= kept_.size() - head_) {
    kept_.erase(0, head_);
    head_ = 0;
  }
  kept_ += bytes;
  written += bytes.size();
}

void wire::take(std::span<char> into) {
  constexpr std::size_t kept_capacity_max = 512;
  std::memcpy(into.data(), kept_.data() + head_, into.size());
  head_ += into.size();
  read += into.size();
  if (head_ < kept_.size()) return;
  head_ = 0;
  // An idle connection keeps little, a busy one does not allocate.
  if (kept_.capacity() > kept_capacity_max) {
    kept_ = {};
  } else {
    kept_.clear();
  }
}

void wire::drop_arrived() {
  head_ += static_cast<std::size_t>(arrived - read);
  read = arrived;
}

void wire::drop_unsent() {
  kept_.resize(kept_.size() - static_cast<std::size_t>(written - sent));
  written = sent;
}

void wire::drop() {
  kept_ = {};
  head_ = 0;
  read = arrived = sent = written;
  marks.reset();
}

void wire::add_mark(mark where) {
  if (marks == nullptr) marks = std::make_unique<std::deque<mark>>();
  marks->push_back(where);
}

wire::mark wire::next_mark() {
  while (!marks->empty()) {
    const mark& next = marks->front();
    if (next.offset > read || (next.blocks && next.offset == read)) return next;
    marks->pop_front();
  }
  return {std::numeric_limits<std::uint64_t>::max(), false};
}

}  // namespace asynchat::sim
