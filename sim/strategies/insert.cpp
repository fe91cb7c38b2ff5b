#include <asynchat/sim/random.h>
#include <asynchat/sim/strategies/insert.h>

namespace asynchat::sim::strategies {

std::uint64_t insert::changes(const stream_shape& shape) const { return shape.bytes.size() + 1; }

edit insert::change(const stream_shape& shape, std::uint64_t number) const {
  return {number, 0, std::string(1, static_cast<char>(random_at(shape.seed, number) & 0xff))};
}

}  // namespace asynchat::sim::strategies
