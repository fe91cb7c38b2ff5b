#include <asynchat/sim/strategies/recv_error.h>
#include <asynchat/transport/check.h>

#include <algorithm>

namespace asynchat::sim::strategies {

recv_error::recv_error(std::errc error) : error_(error) {
  ASYNCHAT_CHECK(!means_recv_would_block(std::make_error_code(error)), "the error ends the connection");
}

std::uint64_t recv_error::count(const stream_shape& shape) const { return shape.bytes.size() + 1; }

delivery recv_error::make(const stream_shape& shape, std::uint64_t index) const {
  ASYNCHAT_CHECK(index < count(shape), "a plan's index is below the strategy's count");
  const std::size_t kept = static_cast<std::size_t>(index);
  const std::size_t before_last = kept - std::min<std::size_t>(kept, 1);
  delivery result{cut_at(kept, {&before_last, 1}), kept, {}};
  result.steps.recv.emplace_back(fail{std::make_error_code(error_)});
  return result;
}

std::optional<std::size_t> recv_error::offset(const stream_shape&, std::uint64_t index) const { return index; }

}  // namespace asynchat::sim::strategies
