#pragma once

#include <asynchat/properties/simulation/talk.h>

#include <memory>
#include <string_view>

namespace asynchat::cli {

/// What the subject of a simulation's repro begins with; behind it stands the protocol.
inline constexpr std::string_view simulated_prefix = "sim:";

/// One server of that protocol and its clients: a framing, as `--framing` names it, or a canary. Throws
/// unknown_framing, also for limits and results: no dialogues are made for them.
properties::simulation::scenario_maker simulation_of(std::string_view protocol,
                                                     const properties::simulation::talk_options& options = {});

/// The same protocol as talk knows it: what clients say, and the server's channel. A framing, no canary.
std::unique_ptr<properties::simulation::talked_protocol> talked_framing(std::string_view framing);

}  // namespace asynchat::cli
