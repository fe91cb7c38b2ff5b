#pragma once

#include <asynchat/properties/canaries.h>
#include <asynchat/properties/simulation/served_wire.h>

#include <memory>
#include <string_view>

namespace asynchat::properties::simulation {

/// The canary as a server, "sim:canary:NAME": each frame that it tells of is answered with its name and length. What is
/// said to it is made of the canary's own examples. `bird` outlives it.
std::unique_ptr<const talked_protocol> talked_canary(const canary& bird);

/// Why no simulation shows what the canary does wrong; empty for one that a simulation must catch.
std::string_view not_simulated(const canary& bird);

}  // namespace asynchat::properties::simulation
