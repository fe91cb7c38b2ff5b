#pragma once

#include <asynchat/properties/check.h>

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace asynchat::properties {

/// How far a check has come, for those who asked to be told, and whether it goes on.
class course {
 public:
  course(const check_options& options, std::uint64_t planned) : options_(options), planned_(planned) {}

  /// Asked before each plan, or each offset of a sweep, when `done` plans lie behind it. Once false, always false.
  bool goes_on(std::string_view strategy, std::uint64_t done) {
    done_ = std::min(done, planned_);
    if (options_.progress) options_.progress({strategy, done_, planned_});
    stopped_ = stopped_ || (options_.stop && options_.stop());
    return !stopped_;
  }
  /// The same, one plan after the last time.
  bool goes_on(std::string_view strategy) { return goes_on(strategy, done_ + 1); }

  bool stopped() const { return stopped_; }

 private:
  const check_options& options_;
  const std::uint64_t planned_;
  std::uint64_t done_ = 0;
  bool stopped_ = false;
};

}  // namespace asynchat::properties
