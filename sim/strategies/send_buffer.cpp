#include <asynchat/sim/strategies/send_buffer.h>
#include <asynchat/transport/check.h>

#include "frames.h"

namespace asynchat::sim::strategies {

send_buffer::send_buffer(std::size_t size, std::size_t drain) : size_(size), drain_(drain) {
  ASYNCHAT_CHECK(size >= 1 && drain >= 1, "a send buffer holds, and loses, at least 1 byte");
}

std::uint64_t send_buffer::count(const stream_shape&) const { return 2 * operations; }

delivery send_buffer::make(const stream_shape& shape, std::uint64_t index) const {
  ASYNCHAT_CHECK(index < count(shape), "a plan's index is below the strategy's count");
  delivery result = whole_or_by_frames(shape, index);
  plan& steps = result.steps;
  steps.send.assign(static_cast<std::size_t>(index / 2), accept_all);
  steps.send.emplace_back(accept{size_});
  for (std::size_t i = 0; i < blocks; ++i) {
    steps.send.emplace_back(block{});
    steps.send.emplace_back(accept{drain_});
  }
  steps.send_after = accept{drain_};
  return result;
}

}  // namespace asynchat::sim::strategies
