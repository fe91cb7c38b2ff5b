#include "shard_file.h"

#include <asynchat/traces/atomic_file.h>
#include <asynchat/traces/error.h>
#include <asynchat/traces/input_file.h>

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string_view>

#include "sim_json.h"
#include "sim_report.h"
#include "terminal.h"
#include "version.h"

namespace asynchat::cli {

namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::size_t file_bytes_max = std::size_t{1} << 20;
constexpr std::size_t faults_max = 1000;
constexpr std::size_t fault_name_max = 100;  // bytes
constexpr const char* format = "asynchat-sim-shard";

/// What is wrong with a file, without its name.
struct fault : std::runtime_error {
  using std::runtime_error::runtime_error;
};

std::string shown(const json& value) {
  constexpr std::size_t length_max = 60;
  if (value.is_structured()) return value.is_array() ? "an array" : "an object";
  const std::string text = value.dump(-1, ' ', true, json::error_handler_t::replace);
  return text.size() <= length_max ? text : text.substr(0, length_max) + "...";
}

const json& member(const json& object, const char* key, const char* expected, bool (json::*is)() const noexcept) {
  if (!object.is_object()) throw fault("expected an object, found " + shown(object));
  const auto found = object.find(key);
  if (found == object.end()) throw fault(fmt::format("expected the key \"{}\": {}", key, expected));
  if (!((*found).*is)()) throw fault(fmt::format("expected \"{}\": {}, found {}", key, expected, shown(*found)));
  return *found;
}

std::uint64_t number(const json& object, const char* key) {
  return member(object, key, "a whole number of 64 bits", &json::is_number_unsigned).get<std::uint64_t>();
}

std::string text(const json& object, const char* key) {
  return member(object, key, "a string", &json::is_string).get<std::string>();
}

const json& array(const json& object, const char* key) { return member(object, key, "an array", &json::is_array); }

std::uint64_t digest(const json& object, const char* key) {
  const std::string digits = text(object, key);
  std::uint64_t result = 0;
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), result, 16);
  if (code != std::errc() || digits != digest_text(result)) {
    throw fault(fmt::format("expected \"{}\": 16 hexadecimal digits, found {}", key, shown(digits)));
  }
  return result;
}

void require_format(const json& object) {
  if (!object.is_object() || object.value("format", json()) != format) {
    throw fault(fmt::format("expected the result of a shard, {{\"format\":\"{}\",\"version\":1,...}}", format));
  }
  const std::uint64_t found = number(object, "version");
  if (found != 1) throw fault(fmt::format("expected version 1 of the format {}, found version {}", format, found));
}

sim_campaign read_campaign(const json& object) {
  sim_campaign campaign;
  campaign.protocol = text(object, "protocol");
  campaign.clients = number(object, "clients");
  campaign.profile = text(object, "profile");
  if (campaign.profile != "tcp" && campaign.profile != "hostile") {
    throw fault("expected \"profile\": \"tcp\" or \"hostile\", found " + shown(campaign.profile));
  }
  campaign.link = text(object, "link");
  const std::string seeds = fmt::format("{}..{}", number(object, "first_seed"), number(object, "last_seed"));
  if (const std::string wrong = not_a_seed_range(seeds); !wrong.empty()) throw fault(wrong);
  campaign.seeds = to_seed_range(seeds);
  campaign.events_max = number(object, "events_max");
  campaign.virtual_seconds_max = number(object, "virtual_seconds_max");
  return campaign;
}

shard read_part(const json& object) {
  const json& part = member(object, "shard", "an object", &json::is_object);
  const shard_choice choice = choose_shard(fmt::format("{}/{}", number(part, "index"), number(part, "count")), nullptr);
  if (!choice.part) throw fault(choice.error);
  return *choice.part;
}

/// The seed of a detail, which belongs to the shard and has not come before.
template <class Detail>
std::uint64_t seed_of(const json& object, const seed_share& share, const std::map<std::uint64_t, Detail>& before) {
  const std::uint64_t seed = number(object, "seed");
  if (!share.contains(seed)) throw fault(fmt::format("expected seeds of the shard, found {}", seed));
  if (before.count(seed) > 0) throw fault(fmt::format("expected each seed once, found {} twice", seed));
  return seed;
}

void require_details(const char* key, std::uint64_t seeds, std::uint64_t told, std::uint64_t share) {
  const std::uint64_t expected = std::min<std::uint64_t>(seeds, details_max);
  if (seeds > share || told != expected) {
    throw fault(
        fmt::format("expected {} entries of \"{}\" for {} of {} seeds, found {}", expected, key, seeds, share, told));
  }
}

sim_tally read_tally(const json& object, const seed_share& share) {
  sim_tally tally;
  tally.seeds = number(object, "seeds");
  if (tally.seeds != share.size()) {
    throw fault(fmt::format("expected {} seeds, those of the shard, found {}", share.size(), tally.seeds));
  }
  tally.digest = digest(object, "digest");
  tally.events = number(object, "events");
  tally.failed = number(object, "failed");
  tally.out_of_bound = number(object, "without_verdict");
  const json& faults = member(object, "faults", "an object", &json::is_object);
  if (faults.size() > faults_max) throw fault(fmt::format("expected at most {} faults", faults_max));
  for (const auto& [name, row] : faults.items()) {
    if (name.size() > fault_name_max) throw fault(fmt::format("expected names of at most {} bytes", fault_name_max));
    tally.faults.add(name, number(row, "offered"), number(row, "fired"));
  }
  for (const json& one : array(object, "failures")) {
    const std::uint64_t seed = seed_of(one, share, tally.failures);
    tally.failures[seed] = {{seed, text(one, "law"), text(one, "swarm"), text(one, "sentence")}, text(one, "repro")};
  }
  for (const json& one : array(object, "out_of_bound")) {
    tally.bounds[seed_of(one, share, tally.bounds)] = text(one, "bound");
  }
  require_details("failures", tally.failed, tally.failures.size(), share.size());
  require_details("out_of_bound", tally.out_of_bound, tally.bounds.size(), share.size());
  return tally;
}

std::string content_of(const std::string& path) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) throw fault("expected a file that can be read");
  const auto in = traces::open_input(path);
  std::string content(file_bytes_max + 1, '\0');
  in->read(content.data(), static_cast<std::streamsize>(content.size()));
  if (in->bad()) traces::fail_to_read(path);
  content.resize(static_cast<std::size_t>(in->gcount()));
  if (content.size() > file_bytes_max) throw fault(fmt::format("expected at most {} bytes", file_bytes_max));
  return content;
}

/// Stops a parse of values that are nested deeper than any result.
bool is_shallow(int depth, json::parse_event_t, json&) {
  constexpr int depth_max = 8;
  if (depth > depth_max) throw fault(fmt::format("expected values nested at most {} deep", depth_max));
  return true;
}

}  // namespace

std::string shard_file_name(const sim_campaign& campaign, const shard& part) {
  return fmt::format("{}-{}..{}-shard-{}-of-{}{}", file_stem_of(campaign), campaign.seeds.first, campaign.seeds.last,
                     part.index, part.count, shard_file_ending);
}

void write_shard(const std::string& path, const shard_result& result) {
  ordered_json object{{"format", format}, {"version", 1}, {"tool_version", result.tool_version}};
  put(object, result.campaign);
  object["shard"] = {{"index", result.part.index}, {"count", result.part.count}};
  put(object, result.tally);
  object["failures"] = ordered_json::array();
  object["out_of_bound"] = ordered_json::array();
  add_details(object["failures"], object["out_of_bound"], result.campaign, result.tally);
  for (ordered_json& one : object["failures"]) {
    one["repro"] = std::filesystem::path(one["repro"].get<std::string>()).filename().string();
  }
  traces::atomic_file file(path);
  file.out() << text_of_json(object);
  file.commit();
}

shard_result read_shard(const std::string& path) {
  std::string content;
  try {
    content = content_of(path);
    const json object = json::parse(content, is_shallow);
    require_format(object);
    shard_result result;
    result.tool_version = text(object, "tool_version");
    result.campaign = read_campaign(object);
    result.part = read_part(object);
    result.tally = read_tally(object, seed_share(result.campaign.seeds, result.part));
    return result;
  } catch (const json::parse_error& error) {
    const auto before = content.begin() + static_cast<std::ptrdiff_t>(std::min(error.byte, content.size()));
    const traces::at_line line{1 + static_cast<std::uint64_t>(std::count(content.begin(), before, '\n'))};
    throw traces::input_error(path, line, "expected one JSON object, found text that is not JSON");
  } catch (const json::exception&) {
    throw traces::input_error(path, "expected numbers of 64 bits, found one that is out of range");
  } catch (const fault& wrong) {
    throw traces::input_error(path, wrong.what());
  }
}

}  // namespace asynchat::cli
