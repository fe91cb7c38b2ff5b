#include <asynchat/sim/plan.h>

#include <algorithm>

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

bool means_send_would_block(std::error_code code) {
  return code == std::errc::resource_unavailable_try_again || code == std::errc::operation_would_block;
}

bool means_recv_would_block(std::error_code code) {
  return means_send_would_block(code) || code == std::errc::connection_already_in_progress ||
         code == std::errc::operation_in_progress;
}

std::optional<fail> recv_failure(const plan& steps) {
  for (const recv_step& step : steps.recv) {
    const auto* failure = std::get_if<fail>(&step);
    if (failure != nullptr && !means_recv_would_block(failure->code)) return *failure;
  }
  return std::nullopt;
}

bool may_fail_to_send(const plan& steps) {
  const auto fails = [](const send_step& step) {
    const auto* failure = std::get_if<fail>(&step);
    return failure != nullptr && !means_send_would_block(failure->code);
  };
  return fails(steps.send_after) || std::any_of(steps.send.begin(), steps.send.end(), fails);
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
