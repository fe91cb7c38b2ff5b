#include "sim_campaign.h"

#include <asynchat/sim/random.h>

#include <fmt/core.h>

#include <algorithm>

#include "fuzz_corpus.h"
#include "shell_word.h"

namespace asynchat::cli {

namespace {

/// A name that is not told from others by its letters and digits alone gets a number that does.
std::string safe_name(const std::string& name) {
  constexpr std::size_t length_max = 100;
  std::string plain = name;
  std::replace(plain.begin(), plain.end(), ':', '_');
  const std::string stem = file_stem(name);
  if (stem == plain && stem.size() <= length_max) return stem;
  std::uint64_t digest = 0;
  for (const char byte : name) digest = sim::mix64(digest + static_cast<unsigned char>(byte) + 1);
  return fmt::format("{}-{:016x}", stem.substr(0, length_max), digest);
}

}  // namespace

std::string command_of(const sim_campaign& campaign) {
  std::string text =
      fmt::format("asynchat sim --protocol {} --clients {} --seeds {} --profile {}", shell_word(campaign.protocol),
                  campaign.clients, to_string(campaign.seeds), shell_word(campaign.profile));
  if (!campaign.link.empty()) text += " --link " + shell_word(campaign.link);
  if (campaign.events_max != sim_events_max_at_first) text += fmt::format(" --events {}", campaign.events_max);
  if (campaign.virtual_seconds_max != sim_virtual_seconds_max_at_first) {
    text += fmt::format(" --virtual-seconds {}", campaign.virtual_seconds_max);
  }
  return text;
}

std::string command_of(const sim_campaign& campaign, std::uint64_t seed) {
  sim_campaign one = campaign;
  one.seeds = {seed, seed};
  return command_of(one);
}

std::string file_stem_of(const sim_campaign& campaign) {
  const sim_campaign at_first;
  std::string stem = safe_name(campaign.protocol);
  if (campaign.profile != at_first.profile) stem += '-' + campaign.profile;
  if (campaign.clients != at_first.clients) stem += fmt::format("-{}-clients", campaign.clients);
  if (!campaign.link.empty()) stem += "-link-" + safe_name(campaign.link);
  if (campaign.events_max != at_first.events_max) stem += fmt::format("-{}-events", campaign.events_max);
  if (campaign.virtual_seconds_max != at_first.virtual_seconds_max) {
    stem += fmt::format("-{}-virtual-seconds", campaign.virtual_seconds_max);
  }
  return stem;
}

}  // namespace asynchat::cli
