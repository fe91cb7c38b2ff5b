#pragma once

#include <asynchat/properties/cost.h>

namespace asynchat::properties {

/// The clock for the law linear_cost: processor time of the thread that asks, in nanoseconds.
cost_clock processor_clock();

}  // namespace asynchat::properties
