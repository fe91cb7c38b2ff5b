#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "exit_status.h"
#include "sim_campaign.h"
#include "sim_outcome.h"
#include "sim_tally.h"

namespace asynchat::cli {

/// What every JSON text on simulations has of a campaign, and of a tally.
void put(nlohmann::ordered_json& object, const sim_campaign& campaign);
void put(nlohmann::ordered_json& object, const sim_tally& tally);

/// The details of a campaign's failures, and of its seeds without a verdict.
void add_details(nlohmann::ordered_json& failures, nlohmann::ordered_json& bounds, const sim_campaign& campaign,
                 const sim_tally& tally);

/// How a command ended, as a word and as a number.
void put_status(nlohmann::ordered_json& object, exit_status status);

/// Indented text of ASCII, with a newline at its end.
std::string text_of_json(const nlohmann::ordered_json& value);

/// One JSON object for `asynchat sim --json`: the same text each time.
std::string json_of(const sim_outcome& outcome);

}  // namespace asynchat::cli
