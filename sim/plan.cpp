#include <asynchat/sim/plan.h>

namespace asynchat::sim {

std::size_t delivered(const plan& steps) {
  std::size_t sum = 0;
  for (const recv_step& step : steps.recv) {
    if (const auto* chunk = std::get_if<deliver>(&step)) sum += chunk->bytes;
  }
  return sum;
}

std::vector<std::size_t> cuts_of(const plan& steps) {
  const std::size_t all = delivered(steps);
  std::vector<std::size_t> cuts;
  std::size_t at = 0;
  for (const recv_step& step : steps.recv) {
    const auto* chunk = std::get_if<deliver>(&step);
    if (chunk == nullptr || chunk->bytes == 0) continue;
    at += chunk->bytes;
    if (at < all) cuts.push_back(at);
  }
  return cuts;
}

plan cut_at(std::size_t bytes, std::span<const std::size_t> cuts, ending end) {
  plan result;
  result.end = end;
  result.recv.reserve(cuts.size() + 1);
  std::size_t at = 0;
  for (const std::size_t cut : cuts) {
    if (cut <= at || cut >= bytes) continue;
    result.recv.emplace_back(deliver{cut - at});
    at = cut;
  }
  if (at < bytes) result.recv.emplace_back(deliver{bytes - at});
  return result;
}

}  // namespace asynchat::sim
