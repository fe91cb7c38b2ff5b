#pragma once

#include <asynchat/properties/simulation/run_seed.h>
#include <asynchat/traces/repro.h>

namespace asynchat::properties::simulation {

/// Writes what a run came to into the repro that it was made of: digest and failure.
void tell(const seed_outcome& seen, traces::repro& into);

}  // namespace asynchat::properties::simulation
