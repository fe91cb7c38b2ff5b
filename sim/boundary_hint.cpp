#include <asynchat/sim/boundary_hint.h>

#include <algorithm>
#include <string>

namespace asynchat::sim {

namespace {

/// What of the state before an offset is needed to see that something happened there.
struct previous {
  std::string pattern;
  std::uint64_t remaining = 0;
};

bool is_edge(const previous& before, const boundary_state& now) {
  const bool count_moved_on = before.remaining == now.remaining + 1 && now.remaining > 0;
  const bool same_count = count_moved_on || (before.remaining == 0 && now.remaining == 0);
  return now.matched > 0 || !same_count || now.pattern != before.pattern;
}

/// Where an offset was entered several times, the entry that splits most of a terminator stays.
void sort_and_unify(std::vector<edge>& edges) {
  std::sort(edges.begin(), edges.end(), [](const edge& a, const edge& b) {
    return a.offset != b.offset ? a.offset < b.offset : a.matched > b.matched;
  });
  const auto same_offset = [](const edge& a, const edge& b) { return a.offset == b.offset; };
  edges.erase(std::unique(edges.begin(), edges.end(), same_offset), edges.end());
}

}  // namespace

std::vector<edge> find_edges(boundary_hint& hint, std::size_t size, std::span<const std::size_t> frame_ends) {
  std::vector<edge> edges;
  const auto add = [&](std::size_t offset, std::size_t matched) {
    if (offset > 0 && offset < size) edges.push_back({offset, matched});
  };
  const auto add_three = [&](std::size_t offset, std::size_t matched) {
    add(offset - 1, 0);
    add(offset, matched);
    add(offset + 1, 0);
  };
  for (const std::size_t end : frame_ends) add_three(end, 0);
  previous before;
  for (std::size_t offset = 0; offset <= size; ++offset) {
    const boundary_state now = hint.at(offset);
    if (offset > 0 && is_edge(before, now)) add_three(offset, now.matched);
    if (before.pattern != now.pattern) before.pattern = now.pattern;
    before.remaining = now.remaining;
  }
  sort_and_unify(edges);
  return edges;
}

}  // namespace asynchat::sim
