#include "prove_report.h"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>

#include "check_wording.h"

namespace asynchat::cli {

namespace {

using nlohmann::json;
using properties::proof_result;

std::string what_is_proved(const proven& one) {
  const std::size_t size = one.bytes;
  const std::size_t longest = one.report.chunk_bytes_max;
  if (one.report.cuts == "1") return fmt::format("the only cut of {}", counted(size, "byte"));
  if (longest >= size) return fmt::format("all {} cuts of {}", one.report.cuts, counted(size, "byte"));
  const std::size_t stretch = one.report.stretch_bytes;
  return fmt::format("{} cuts of {}, all with chunks to {}, and one cut at every offset{}", one.report.cuts,
                     counted(size, "byte"), counted(longest, "byte"),
                     stretch < size ? " in stretches of " + counted(stretch, "byte") : "");
}

std::string verdict_of(const proven& one) {
  switch (one.report.result) {
    case proof_result::proved:
      return fmt::format("proved: {}, with {} of {} in {:.2f} s", what_is_proved(one),
                         counted(one.report.feeds, "feed"), counted(one.report.bytes_fed, "byte"), one.seconds);
    case proof_result::unproved:
      return "unproved: " + one.report.reason;
    case proof_result::failed:
      break;
  }
  return fmt::format("failed: {}: {}", one.failure->law, one.failure->sentence);
}

json json_of(const proven& one) {
  const properties::prove_report& report = one.report;
  json result{{"trace", one.stream.trace},
              {"conn", one.stream.conn},
              {"from", std::string(to_string(one.stream.from))},
              {"bytes", one.bytes},
              {"missing_after", one.stream.gap_bytes},
              {"frames", report.frames},
              {"result", std::string(to_string(report.result))},
              {"cuts", report.cuts},
              {"chunk_bytes_max", report.chunk_bytes_max},
              {"stretch_bytes", report.stretch_bytes},
              {"feeds", report.feeds},
              {"bytes_fed", report.bytes_fed},
              {"seconds", one.seconds}};
  if (!report.reason.empty()) result["reason"] = report.reason;
  if (one.failure) {
    result["failure"] = {{"law", one.failure->law},
                         {"strategy", one.failure->strategy},
                         {"explanation", one.failure->sentence},
                         {"repro", one.failure->repro_path},
                         {"again", replay_command(*one.failure)}};
  }
  return result;
}

}  // namespace

std::string rows_of(const std::vector<proven>& results) {
  std::string text;
  for (const proven& one : results) text += fmt::format("{}: {}\n", where(one.stream), verdict_of(one));
  return text;
}

std::string failures_of(const std::vector<proven>& results) {
  std::string text;
  for (const proven& one : results) {
    if (!one.failure) continue;
    text += fmt::format("\n{}\n{}", where(one.stream), text_of(*one.failure));
  }
  return text;
}

std::string summary_of(const std::vector<proven>& results, double seconds) {
  std::uint64_t feeds = 0;
  std::uint64_t bytes = 0;
  for (const proven& one : results) {
    feeds += one.report.feeds;
    bytes += one.report.bytes_fed;
  }
  return fmt::format("\n{}: {} proved, {} unproved, {} failed; {} of {:.1f} MB in {:.2f} s\n",
                     counted(results.size(), "stream"), count(results, proof_result::proved),
                     count(results, proof_result::unproved), count(results, proof_result::failed),
                     counted(feeds, "feed"), static_cast<double>(bytes) / 1e6, seconds);
}

std::string json_of(const std::vector<proven>& results, const std::string& framing, double seconds) {
  json streams = json::array();
  for (const proven& one : results) streams.push_back(json_of(one));
  const json report{{"format", "asynchat-prove"},
                    {"version", 1},
                    {"framing", framing},
                    {"proved", count(results, proof_result::proved)},
                    {"unproved", count(results, proof_result::unproved)},
                    {"failed", count(results, proof_result::failed)},
                    {"seconds", seconds},
                    {"streams", streams}};
  return report.dump(2, ' ', false, json::error_handler_t::replace);
}

std::size_t count(const std::vector<proven>& results, proof_result what) {
  return static_cast<std::size_t>(
      std::count_if(results.begin(), results.end(), [what](const proven& one) { return one.report.result == what; }));
}

}  // namespace asynchat::cli
