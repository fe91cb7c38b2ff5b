#include "made_streams.h"

#include <asynchat/properties/hearing.h>

#include <algorithm>
#include <numeric>
#include <set>
#include <string>
#include <utility>

namespace asynchat::properties {
namespace {

constexpr std::size_t epoch_bytes = 1024;         ///< about as long as an epoch gets
constexpr std::size_t epoch_bytes_max = 8192;     ///< a first message above it is no epoch
constexpr std::size_t around_seam = 8;            ///< bytes on either side that are cut off one by one
constexpr std::size_t every_cut_bytes_max = 128;  ///< a longer stream at a limit is cut near its ends and the limit
constexpr std::size_t bytewise_cost_bytes = std::size_t{16} << 10;
constexpr std::size_t one_read_cost_bytes = std::size_t{128} << 10;

std::vector<std::size_t> every_offset(std::size_t from, std::size_t to) {
  std::vector<std::size_t> offsets(to > from ? to - from : 0);
  std::iota(offsets.begin(), offsets.end(), from);
  return offsets;
}

std::vector<expected_event> told(const checked_stream& stream, const reference& model) {
  if (!model) return {};
  return model(stream.bytes, stream.end != sim::ending::open, stream.heard);
}

bool is_whole_frame(const expected_event& one) {
  return one.what.name != "incomplete" && one.what.name != "error" && one.end > 0;
}

/// The length of the stream's beginning that ends with a message: where the next frame is of the kind that the stream
/// began with, or none follows. 0 where there is none of a useful length.
std::size_t first_epoch(const std::vector<expected_event>& frames) {
  std::size_t best = 0;
  for (std::size_t i = 0; i < frames.size() && is_whole_frame(frames[i]); ++i) {
    const bool last = i + 1 == frames.size() || !is_whole_frame(frames[i + 1]);
    if (!last && frames[i + 1].what.name != frames[0].what.name) continue;
    if (frames[i].end > (best == 0 ? epoch_bytes_max : epoch_bytes)) break;
    best = frames[i].end;
  }
  return best;
}

std::vector<heard_frame> heard_up_to(const checked_stream& stream, std::size_t size) {
  const std::span<const heard_frame> heard = heard_by(stream.heard, size);
  return {heard.begin(), heard.end()};
}

std::vector<sim::plan> plans_about(std::size_t seam, const made_stream& stream) {
  const std::size_t size = stream.bytes.size();
  const std::size_t from = seam - std::min(seam - 1, around_seam);
  const std::size_t to = std::min(size, seam + around_seam + 1);
  std::vector<sim::plan> plans{sim::cut_at(size, {}, stream.end),
                               sim::cut_at(size, every_offset(from, to), stream.end)};
  for (std::size_t cut = from; cut < to; ++cut) {
    plans.push_back(sim::cut_at(size, std::vector<std::size_t>{cut}, stream.end));
  }
  return plans;
}

made_case twice(std::string_view message, sim::ending end) {
  made_case one;
  one.stream = {std::string(message) + std::string(message), end};
  one.plans = plans_about(message.size(), one.stream);
  return one;
}

made_case across(const checked_stream& stream, std::size_t seam, std::size_t size) {
  made_case one;
  one.stream = {std::string(stream.bytes.substr(0, size)), stream.end, heard_up_to(stream, size)};
  one.plans = plans_about(seam, one.stream);
  return one;
}

std::vector<sim::plan> plans_at_limit(std::size_t size, std::size_t limit) {
  std::vector<sim::plan> plans{sim::cut_at(size, {}), sim::cut_at(size, every_offset(1, size))};
  for (std::size_t cut = 1; cut < size; ++cut) {
    const bool near = cut <= around_seam || cut + around_seam >= size ||
                      (cut + around_seam >= limit && cut <= limit + 2 * around_seam);
    if (size <= every_cut_bytes_max || near) plans.push_back(sim::cut_at(size, std::vector<std::size_t>{cut}));
  }
  return plans;
}

made_case bytewise(std::string bytes) {
  const std::size_t size = bytes.size();
  return {{std::move(bytes), sim::ending::open}, {sim::cut_at(size, every_offset(1, size), sim::ending::open)}};
}

std::string repeated(std::string_view what, std::size_t size) {
  std::string bytes;
  bytes.reserve(size + what.size());
  while (bytes.size() < size) bytes += what;
  bytes.resize(size);
  return bytes;
}

/// The stream's longest frame up to its middle, and its byte there over and over. `bytes` is not empty.
std::string endless_frame(std::string_view bytes, const std::vector<expected_event>& frames, std::size_t size) {
  std::size_t begin = 0;
  std::size_t longest = frames.empty() ? bytes.size() : frames.front().end;
  for (std::size_t i = 1; i < frames.size(); ++i) {
    if (frames[i].end <= frames[i - 1].end + longest) continue;
    begin = frames[i - 1].end;
    longest = frames[i].end - begin;
  }
  const std::size_t middle = std::min(begin + longest / 2, bytes.size() - 1);
  const std::size_t kept = std::min(middle - begin, size / 8);
  return std::string(bytes.substr(begin, kept)) + std::string(size - kept, bytes[middle]);
}

}  // namespace

std::vector<made_case> epoch_cases(const checked_stream& stream, const reference& model) {
  std::vector<made_case> cases;
  if (!model) return cases;
  const std::vector<expected_event> frames = told(stream, model);
  const std::size_t epoch = first_epoch(frames);
  // What the other side said belongs to one place of one conversation, and cannot be said twice.
  if (epoch > 0 && heard_by(stream.heard, epoch).empty()) {
    cases.push_back(twice(stream.bytes.substr(0, epoch), stream.end));
  }
  std::set<std::pair<std::string, std::string>> seen;
  for (std::size_t i = 0; i + 1 < frames.size(); ++i) {
    const bool ends = is_whole_frame(frames[i]) && frames[i].end < frames[i + 1].end;
    if (!ends || frames[i + 1].end > epoch_bytes_max) continue;
    if (frames[i].what.name == frames[i + 1].what.name) continue;
    if (!seen.insert({frames[i].what.name, frames[i + 1].what.name}).second) continue;
    cases.push_back(across(stream, frames[i].end, frames[i + 1].end));
  }
  return cases;
}

std::vector<made_case> limit_cases(const limit_probe& probe) {
  std::vector<made_case> cases;
  for (std::size_t size = probe.limit - 1; size <= probe.limit + 1; ++size) {
    const std::string bytes = probe.frame(size) + probe.frame(probe.limit - 1);
    cases.push_back({{bytes}, plans_at_limit(bytes.size(), probe.limit)});
  }
  return cases;
}

made_case cost_case(const checked_stream& stream, const reference& model, cost_kind kind, std::size_t scale) {
  const std::vector<expected_event> frames = told(stream, model);
  if (kind == cost_kind::endless_frame) {
    return bytewise(endless_frame(stream.bytes, frames, scale * bytewise_cost_bytes));
  }
  std::size_t period = first_epoch(frames);
  if (period == 0) period = std::min(stream.bytes.size(), epoch_bytes);
  const std::string_view beginning = stream.bytes.substr(0, period);
  if (kind == cost_kind::frames_bytewise) return bytewise(repeated(beginning, scale * bytewise_cost_bytes));
  const std::size_t size = scale * one_read_cost_bytes;
  return {{repeated(beginning, size), sim::ending::open}, {sim::cut_at(size, {}, sim::ending::open)}};
}

}  // namespace asynchat::properties
