#pragma once

#include <asynchat/sim/strategy.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace asynchat::cli {

/// One plan that is to be played: its strategy, by its place in `foreign_plans::strategies`, and its index.
struct planned {
  std::size_t strategy = 0;
  std::uint64_t index = 0;
};

/// The plans of tier quick that can reach a foreign parser, in the order in which they are played.
struct foreign_plans {
  struct family {
    const sim::strategy* what = nullptr;
    std::uint64_t possible = 0;
  };
  std::vector<family> strategies;
  std::vector<planned> order;
};

/// One plan of each strategy in turn. The indices of a strategy come in the order of van der Corput's sequence in base
/// 2 ("Verteilungsfunktionen", 1935), so that the first few are spread over the stream, and each further one falls into
/// a gap.
/// `names` are the strategies that are asked for, as sim::is_called() takes them; empty: all.
foreign_plans plans_for_foreign(const sim::stream_shape& shape, const std::vector<std::string>& names = {});

/// The delivery as a foreign parser gets it: cuts alone, with the end of the stream behind them. A plan that ends early
/// is cut at every byte, since in one read it would be compared with itself.
sim::delivery as_foreign(const sim::strategy& what, const sim::stream_shape& shape, std::uint64_t index);

}  // namespace asynchat::cli
