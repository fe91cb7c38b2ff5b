#include <asynchat/properties/hearing.h>

namespace asynchat::properties {

chunk_ends::chunk_ends(const sim::plan& steps) {
  std::size_t end = 0;
  for (const sim::recv_step& step : steps.recv) {
    if (const auto* chunk = std::get_if<sim::deliver>(&step)) ends_.push_back(end += chunk->bytes);
  }
}

std::size_t chunk_ends::next_after(std::size_t offset) {
  while (next_ < ends_.size() && ends_[next_] <= offset) ++next_;
  return next_ < ends_.size() ? ends_[next_] : offset + 1;
}

bool sends_for_ever(const sim::plan& steps) {
  const auto* last = std::get_if<sim::accept>(&steps.send_after);
  return last != nullptr && last->bytes > 0;
}

}  // namespace asynchat::properties
