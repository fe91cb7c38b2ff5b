#include <asynchat/sim/strategies/terminator_edge.h>

#include <asynchat/transport/check.h>

#include <algorithm>

namespace asynchat::sim::strategies {

namespace {

/// The prefix lengths at which some edge splits a terminator, ascending.
std::vector<std::size_t> live_lengths(const stream_shape& shape) {
  std::vector<std::size_t> lengths;
  for (const edge& each : shape.edges) {
    if (each.matched > 0) lengths.push_back(each.matched);
  }
  std::sort(lengths.begin(), lengths.end());
  lengths.erase(std::unique(lengths.begin(), lengths.end()), lengths.end());
  return lengths;
}

}  // namespace

std::uint64_t terminator_edge::count(const stream_shape& shape) const {
  return 2 * shape.edges.size() + live_lengths(shape).size();
}

delivery terminator_edge::make(const stream_shape& shape, std::uint64_t index) const {
  const std::size_t edges = shape.edges.size();
  std::vector<std::size_t> cuts;
  if (index < edges) {
    cuts = {shape.edges[index].offset};
  } else if (index < 2 * edges) {
    const std::size_t at = shape.edges[index - edges].offset;
    cuts = {at - 1, at, at + 1};
  } else {
    const std::vector<std::size_t> lengths = live_lengths(shape);
    ASYNCHAT_CHECK(index - 2 * edges < lengths.size(), "a plan's index is below the strategy's count");
    for (const edge& each : shape.edges) {
      if (each.matched == lengths[index - 2 * edges]) cuts.push_back(each.offset);
    }
  }
  return cut_whole(shape, cuts);
}

std::optional<std::size_t> terminator_edge::offset(const stream_shape& shape, std::uint64_t index) const {
  const std::size_t edges = shape.edges.size();
  if (index >= 2 * edges) return std::nullopt;
  return shape.edges[index % edges].offset;
}

}  // namespace asynchat::sim::strategies
