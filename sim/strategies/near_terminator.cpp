#include <asynchat/sim/strategies/near_terminator.h>
#include <algorithm>

namespace asynchat::sim::strategies {

namespace {

constexpr std::uint64_t changes_an_edge = 3;

bool splits(const edge& one) { return one.matched > 0; }

}  // namespace

std::uint64_t near_terminator::changes(const stream_shape& shape) const {
  return changes_an_edge * static_cast<std::uint64_t>(std::count_if(shape.edges.begin(), shape.edges.end(), splits));
}

edit near_terminator::change(const stream_shape& shape, std::uint64_t number) const {
  auto wanted = std::find_if(shape.edges.begin(), shape.edges.end(), splits);
  for (std::uint64_t left = number / changes_an_edge; left > 0; --left) {
    wanted = std::find_if(wanted + 1, shape.edges.end(), splits);
  }
  const std::size_t at = wanted->offset;
  const std::size_t begun = std::min(wanted->matched, at);
  if (number % changes_an_edge == 0) return {at, 0, std::string(shape.bytes.substr(at - begun, begun))};
  if (number % changes_an_edge == 1) return {at, 0, "X"};
  return {at, 1, {}};
}

}  // namespace asynchat::sim::strategies
