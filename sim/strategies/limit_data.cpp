#include <asynchat/sim/strategies/limit_data.h>
#include <asynchat/transport/check.h>

namespace asynchat::sim::strategies {

limit_data::limit_data(std::size_t bytes) : bytes_(bytes) { ASYNCHAT_CHECK(bytes >= 1, "a limit is at least 1 byte"); }

std::uint64_t limit_data::count(const stream_shape& shape) const {
  return shape.bytes.empty() ? 0 : (shape.bytes.size() - 1) / bytes_;
}

delivery limit_data::make(const stream_shape& shape, std::uint64_t index) const {
  ASYNCHAT_CHECK(index < count(shape), "a plan's index is below the strategy's count");
  const std::size_t reads = static_cast<std::size_t>(index) + 1;
  delivery result{{}, reads * bytes_, {}};
  result.steps.recv.assign(reads, deliver{bytes_});
  return result;
}

std::optional<std::size_t> limit_data::offset(const stream_shape&, std::uint64_t index) const {
  return (index + 1) * bytes_;
}

}  // namespace asynchat::sim::strategies
