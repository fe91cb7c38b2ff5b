#pragma once

#include <asynchat/properties/framing_coverage.h>
#include <asynchat/sim/fault_ledger.h>

#include <cstddef>
#include <string>

namespace asynchat::cli {

/// How often each fault fired, of how often it was offered: as many in a line as fit, and what never fired by name.
std::string faults_table(const sim::fault_ledger& faults, std::size_t width);

/// How often each event came to a channel at each place of its framing, and by name what never did although it could.
/// Empty where nothing was to be reached.
std::string places_table(const properties::framing_coverage& places);

/// What was not covered, in one line: "never fired: short_write; never reached: count, inside: reset". Empty when all
/// was.
std::string missing_text(const sim::fault_ledger& faults, const properties::framing_coverage& places);

}  // namespace asynchat::cli
