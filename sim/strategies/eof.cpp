#include <asynchat/sim/strategies/eof.h>

#include <asynchat/transport/check.h>

namespace asynchat::sim::strategies {

std::uint64_t eof::count(const stream_shape& shape) const { return shape.bytes.size() + 1; }

delivery eof::make(const stream_shape& shape, std::uint64_t index) const {
  ASYNCHAT_CHECK(index < count(shape), "a plan's index is below the strategy's count");
  return {cut_at(index, {}, ending::eof), index, {}};
}

std::optional<std::size_t> eof::offset(const stream_shape&, std::uint64_t index) const { return index; }

}  // namespace asynchat::sim::strategies
