#pragma once

#include <functional>

#include "sim_arguments.h"
#include "sim_result.h"

namespace asynchat::cli {

/// Makes ready what `asynchat sim` runs for each seed. Throws unknown_framing where a protocol cannot be simulated.
using seed_work_maker = std::function<seed_work(const sim_arguments&)>;

/// The simulation of the project's protocols.
seed_work make_seed_runner(const sim_arguments& arguments);

}  // namespace asynchat::cli
