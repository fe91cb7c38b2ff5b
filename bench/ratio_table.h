#pragma once

#include <benchmark/benchmark.h>

#include <iosfwd>
#include <string>
#include <vector>

namespace asynchat::bench {

/// Gathers the medians of benchmarks named WORK/CONTESTANT, and prints each contestant's speed as a ratio to the others
/// at the same work in the same run.
class ratio_table final : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context& context) override;
  void ReportRuns(const std::vector<Run>& runs) override;
  void Finalize() override;

  /// True when a contestant gave a wrong answer.
  bool failed() const { return failed_; }

 private:
  struct row {
    std::string work;
    std::string contestant;
    double bytes_per_second = 0;
  };

  double speed_of(const std::string& work, const std::string& contestant) const;

  std::vector<row> rows_;
  bool failed_ = false;
};

}  // namespace asynchat::bench
