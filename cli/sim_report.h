#pragma once

#include <string>
#include <vector>

#include "sim_campaign.h"
#include "sim_outcome.h"
#include "sim_tally.h"

namespace asynchat::cli {

/// One row of the table: a simulation, and which shards of it are in the tally.
struct sim_row {
  const sim_campaign& campaign;
  const sim_tally& tally;
  std::string shards;  ///< "3/10", "9 of 10", or empty where it is whole
};

/// The tables of simulations and of their faults, then each failure and each seed without a verdict, with the command
/// that repeats it. What is left out is counted.
std::string text_of(const std::vector<sim_row>& rows);

/// The last line: what all rows came to.
std::string verdict_of(const std::vector<sim_row>& rows);

/// The whole report of one simulation.
std::string text_of(const sim_outcome& outcome);

/// A digest as it is printed everywhere: 16 hexadecimal digits.
std::string digest_text(std::uint64_t digest);

/// "17 0123456789abcdef": a line of `asynchat sim --digests`.
std::string digest_line(std::uint64_t seed, std::uint64_t digest);

}  // namespace asynchat::cli
