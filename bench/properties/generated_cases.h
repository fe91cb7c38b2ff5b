#pragma once

#include <asynchat/sim/plan.h>

#include <cstddef>
#include <cstdint>
#include <string>

namespace asynchat::bench {

/// Ten of each size from 0 to 100.
inline constexpr std::size_t cases_a_round = 1010;

/// What cases have together.
struct case_totals {
  std::size_t bytes = 0;
  std::size_t steps = 0;

  void add(const std::string& stream, const sim::plan& plan);
};

/// True when they differ by less than a tenth.
bool are_alike(const case_totals& a, const case_totals& b);

/// That many cases of RapidCheck's, of all sizes in turn.
case_totals rapidcheck_cases(std::uint64_t seed, std::size_t cases);

}  // namespace asynchat::bench
