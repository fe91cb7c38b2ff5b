#include "sim_runner.h"

#include "subjects.h"

namespace asynchat::cli {

seed_work make_seed_runner(const sim_arguments& arguments) {
  throw unknown_framing("no simulation of " + arguments.campaign.protocol + " is built");
}

}  // namespace asynchat::cli
