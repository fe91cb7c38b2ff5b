#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "contest.h"

namespace asynchat::bench {

enum class verdict : std::uint8_t { holds, falls_short, informs, skipped };

/// What became of a gate.
struct finding {
  const gate* asked = nullptr;
  verdict says = verdict::skipped;
  double measured = 0;  ///< the median over the repetitions of the ratio within one repetition
  double lowest = 0;
  double highest = 0;
  gate::pair worst;    ///< the pair that counted
  std::string reason;  ///< why it was skipped
};

/// Judges every gate of a contest that has run; the findings point into it.
std::vector<finding> judge(const contest& all);

constexpr bool more_is_better(yardstick by) {
  return by == yardstick::times_as_fast || by == yardstick::gigabytes || by == yardstick::a_second;
}

}  // namespace asynchat::bench
