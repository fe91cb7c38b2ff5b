#include <asynchat/sim/random.h>
#include <asynchat/sim/strategies/flip.h>

namespace asynchat::sim::strategies {

std::uint64_t flip::changes(const stream_shape& shape) const { return shape.bytes.size(); }

edit flip::change(const stream_shape& shape, std::uint64_t number) const {
  const auto byte = static_cast<unsigned char>(shape.bytes[number]);
  const auto flipped = static_cast<unsigned char>(byte ^ (1u << (random_at(shape.seed, number) % 8)));
  return {number, 1, std::string(1, static_cast<char>(flipped))};
}

}  // namespace asynchat::sim::strategies
