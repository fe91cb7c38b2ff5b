#pragma once

#include <asynchat/properties/laws.h>

namespace asynchat::properties {

/// A law as a value: each is defined in the file of its name.
struct law_entry {
  law which;
  std::string_view name;
  std::string_view sentence;
  bool (*applies)(const trial& one);
  std::optional<breach> (*judge)(const trial& one);
};

extern const law_entry invariance_law;
extern const law_entry empty_reads_law;
extern const law_entry suffix_law;
extern const law_entry model_law;
extern const law_entry conservation_law;
extern const law_entry frames_law;
extern const law_entry order_law;
extern const law_entry bounds_law;
extern const law_entry epochs_law;
extern const law_entry limits_law;
extern const law_entry progress_law;
extern const law_entry linear_cost_law;
extern const law_entry replay_law;
extern const law_entry parity_law;

/// True when a read of the plan brings nothing.
bool has_empty_reads(const sim::plan& steps);

/// True when `log` begins with `start`, whose last payload may go on in it.
bool begins_with(const events& log, const events& start);

/// A breach when the logs differ.
std::optional<breach> equal_logs(law which, const events& expected, const events& observed);

/// The first slip of that kind in the trial's ledger, as a breach.
std::optional<breach> first_slip(law which, slip kind, const trial& one);

/// A breach that only a ledger shows.
breach noted(law which, std::string note, const trial& one);

}  // namespace asynchat::properties
