#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "seed_range.h"

namespace asynchat::cli {

constexpr std::uint64_t shards_max = 1'000'000;

/// One of `count` disjoint shares of a range of seeds; `index` counts from 0.
struct shard {
  std::uint64_t index = 0;
  std::uint64_t count = 1;

  friend bool operator==(const shard&, const shard&) = default;
};

/// "3/10".
std::string to_string(const shard& part);

/// What a text after --shard came to: a shard, or one sentence on what is wrong.
struct shard_choice {
  std::optional<shard> part;
  std::string error;
};

/// Looks up a variable of the environment; nullptr where it is not set.
using environment = std::function<const char*(const char* name)>;

/// Reads "I/N", or "auto": the shard that the engine which started this process gave it, by the variables of Slurm's
/// job arrays, Kubernetes' indexed jobs, sharded GoogleTests, or GNU parallel. ASYNCHAT_SHARDS is how many there are
/// where the engine does not say, or runs only some of them again.
shard_choice choose_shard(const std::string& text, const environment& variable);

/// The variables of `auto`, for --help.
std::string shard_help();

/// The seeds of a range that fall to a shard: those with (seed - first) % count == index, in rising order.
class seed_share {
 public:
  seed_share(const seed_range& seeds, const shard& part);

  std::size_t size() const { return size_; }
  std::uint64_t seed(std::size_t place) const { return begin_ + place * step_; }
  bool contains(std::uint64_t seed) const;

 private:
  std::uint64_t begin_;
  std::uint64_t step_;
  std::size_t size_;
};

}  // namespace asynchat::cli
