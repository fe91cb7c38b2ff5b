#include <asynchat/sim/strategies/drop.h>

namespace asynchat::sim::strategies {

std::uint64_t drop::changes(const stream_shape& shape) const { return shape.bytes.size(); }

edit drop::change(const stream_shape&, std::uint64_t number) const { return {number, 1, {}}; }

}  // namespace asynchat::sim::strategies
