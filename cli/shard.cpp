#include "shard.h"

#include <fmt/core.h>

#include <charconv>
#include <string_view>
#include <system_error>
#include <vector>

namespace asynchat::cli {

namespace {

/// Where an engine says which share of the work a process has.
struct engine {
  const char* name;
  const char* index;
  const char* count;  ///< nullptr: it does not say
  const char* first;  ///< the variable with the first index
  const char* step;   ///< the variable with the distance between indexes
  std::uint64_t first_otherwise;
};

constexpr engine engines[] = {
    {"Slurm", "SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT", "SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_STEP", 0},
    {"Kubernetes", "JOB_COMPLETION_INDEX", "JOB_COMPLETION_COUNT", nullptr, nullptr, 0},
    {"GoogleTest", "GTEST_SHARD_INDEX", "GTEST_TOTAL_SHARDS", nullptr, nullptr, 0},
    {"GNU parallel", "PARALLEL_SEQ", nullptr, nullptr, nullptr, 1},
};

constexpr const char* count_variable = "ASYNCHAT_SHARDS";

/// A sentence that ends the search.
struct bad_shard {
  std::string sentence;
};

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t result = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), result);
  if (code != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return result;
}

/// The number in a variable; none where it is not set.
std::optional<std::uint64_t> number_in(const char* name, const environment& variable) {
  const char* text = name == nullptr ? nullptr : variable(name);
  if (text == nullptr) return std::nullopt;
  const std::optional<std::uint64_t> result = number(text);
  if (!result) throw bad_shard{fmt::format("expected a whole number in {}, not \"{}\"", name, text)};
  return result;
}

void require_valid(const shard& part, const std::string& source) {
  if (part.count == 0 || part.count > shards_max) {
    throw bad_shard{fmt::format("expected 1 to {} shards, not {} ({})", shards_max, part.count, source)};
  }
  if (part.index >= part.count) {
    throw bad_shard{fmt::format("expected a shard from 0 to {}, for they count from 0, not {} of {} ({})",
                                part.count - 1, part.index, part.count, source)};
  }
}

/// The shard that an engine gave this process; none where it did not start it.
std::optional<shard> shard_from(const engine& one, const environment& variable) {
  const std::optional<std::uint64_t> index = number_in(one.index, variable);
  if (!index) return std::nullopt;
  const std::optional<std::uint64_t> asked = number_in(count_variable, variable);
  const std::optional<std::uint64_t> told = number_in(one.count, variable);
  if (!asked && !told) {
    throw bad_shard{
        fmt::format("{} is set, but not how many shards there are; set {}", one.index,
                    one.count == nullptr ? count_variable : fmt::format("{} or {}", one.count, count_variable))};
  }
  if (asked && told && *told > *asked) {
    throw bad_shard{fmt::format("{} says {} shards and {} says {}", count_variable, *asked, one.count, *told)};
  }
  // An array of fewer tasks than there are shards runs some of them again: its indexes are those of the shards.
  const bool runs_all = told && (!asked || *asked == *told);
  const std::uint64_t first =
      one.first != nullptr && !runs_all ? 0 : number_in(one.first, variable).value_or(one.first_otherwise);
  const std::uint64_t step = runs_all ? number_in(one.step, variable).value_or(1) : 1;
  if (*index < first || step == 0 || (*index - first) % step != 0) {
    throw bad_shard{fmt::format("{}={} is none of the indexes that begin with {} and are {} apart", one.index, *index,
                                first, step)};
  }
  const shard part{(*index - first) / step, asked.value_or(told.value_or(0))};
  require_valid(part, fmt::format("{}={}", one.index, *index));
  return part;
}

shard shard_of_environment(const environment& variable) {
  std::optional<shard> found;
  const engine* by = nullptr;
  for (const engine& one : engines) {
    const std::optional<shard> part = shard_from(one, variable);
    if (part && found && *part != *found) {
      throw bad_shard{fmt::format("{} says shard {} and {} says {}: which of them is meant has to be given as I/N",
                                  by->name, to_string(*found), one.name, to_string(*part))};
    }
    if (part && !found) {
      found = part;
      by = &one;
    }
  }
  if (!found) {
    std::string names;
    for (const engine& one : engines) names += (names.empty() ? "" : ", ") + std::string(one.index);
    throw bad_shard{"auto finds no shard: none of " + names + " is set"};
  }
  return *found;
}

shard shard_of_text(const std::string& text) {
  const std::size_t slash = text.find('/');
  const std::optional<std::uint64_t> index = number(std::string_view(text).substr(0, slash));
  const std::optional<std::uint64_t> count =
      slash == std::string::npos ? std::nullopt : number(std::string_view(text).substr(slash + 1));
  if (!index || !count) throw bad_shard{"expected I/N, such as 0/4, or auto, not " + text};
  require_valid({*index, *count}, text);
  return {*index, *count};
}

}  // namespace

std::string to_string(const shard& part) { return fmt::format("{}/{}", part.index, part.count); }

shard_choice choose_shard(const std::string& text, const environment& variable) {
  try {
    return {text == "auto" ? shard_of_environment(variable) : shard_of_text(text), {}};
  } catch (const bad_shard& wrong) {
    return {std::nullopt, wrong.sentence};
  }
}

std::string shard_help() {
  std::string text = "--shard auto takes I and N from the engine that started the command:\n";
  for (const engine& one : engines) {
    text += fmt::format("  {:<14} {}{}, {}\n", one.name, one.index, one.first_otherwise == 1 ? " (from 1)" : "",
                        one.count == nullptr ? count_variable : one.count);
  }
  return text + fmt::format(
                    "  {} says N where the engine does not, or where an array runs only some of the shards again;\n"
                    "  the array's indexes are then those of the shards. Two engines that differ are an error.\n",
                    count_variable);
}

seed_share::seed_share(const seed_range& seeds, const shard& part)
    : begin_(seeds.first + part.index),
      step_(part.count),
      size_(part.index >= seeds.count() ? 0 : (seeds.count() - part.index + part.count - 1) / part.count) {}

bool seed_share::contains(std::uint64_t seed) const {
  return seed >= begin_ && (seed - begin_) % step_ == 0 && (seed - begin_) / step_ < size_;
}

}  // namespace asynchat::cli
