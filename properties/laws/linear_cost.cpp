#include <string>

#include "all.h"

namespace asynchat::properties {
namespace {

/// "4096, 8192 and 16384".
template <class Number>
std::string listed(const std::array<Number, 3>& three) {
  return std::to_string(three[0]) + ", " + std::to_string(three[1]) + " and " + std::to_string(three[2]);
}

std::string one_decimal(double value) {
  const auto tenths = static_cast<int>(value * 10 + 0.5);
  return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10);
}

std::optional<breach> judge_cost(const trial& one) {
  const double exponent = exponent_of(*one.cost);
  if (exponent <= linear_exponent_max) return std::nullopt;
  std::array<std::uint64_t, 3> microseconds{};
  for (std::size_t i = 0; i < microseconds.size(); ++i) microseconds[i] = one.cost->nanoseconds[i] / 1000;
  return noted(law::linear_cost,
               "the work grows as the length to the power of " + one_decimal(exponent) + ": " + listed(microseconds) +
                   " microseconds for " + listed(one.cost->bytes) + " bytes",
               one);
}

}  // namespace

const law_entry linear_cost_law{law::linear_cost, "linear_cost",
                                "the work for a stream does not grow faster than its length, however it is cut",
                                [](const trial& one) { return one.cost != nullptr; }, judge_cost};

}  // namespace asynchat::properties
