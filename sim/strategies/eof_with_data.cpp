#include <asynchat/sim/strategies/eof_with_data.h>
#include <asynchat/transport/check.h>

#include "frames.h"

namespace asynchat::sim::strategies {

eof_with_data::eof_with_data(std::chrono::milliseconds pause) : pause_(pause) {
  ASYNCHAT_CHECK(pause.count() >= 0, "a pause is not negative");
}

std::uint64_t eof_with_data::count(const stream_shape& shape) const { return shape.bytes.size(); }

delivery eof_with_data::make(const stream_shape& shape, std::uint64_t index) const {
  ASYNCHAT_CHECK(index < count(shape), "a plan's index is below the strategy's count");
  const std::size_t last = static_cast<std::size_t>(index);
  delivery result{cut_at(last + 1, {&last, 1}), last + 1, {}};
  put_in(result.steps, last, wait{pause_});
  return result;
}

std::optional<std::size_t> eof_with_data::offset(const stream_shape&, std::uint64_t index) const { return index + 1; }

}  // namespace asynchat::sim::strategies
