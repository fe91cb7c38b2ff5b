#include <asynchat/sim/strategies/duplicate.h>

namespace asynchat::sim::strategies {

std::uint64_t duplicate::changes(const stream_shape& shape) const { return shape.bytes.size(); }

edit duplicate::change(const stream_shape& shape, std::uint64_t number) const {
  return {number, 0, std::string(1, shape.bytes[number])};
}

}  // namespace asynchat::sim::strategies
