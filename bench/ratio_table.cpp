#include "ratio_table.h"

#include <algorithm>
#include <cstdio>
#include <ostream>

namespace asynchat::bench {

bool ratio_table::ReportContext(const Context& context) {
  PrintBasicContext(&GetErrorStream(), context);
  return true;
}

void ratio_table::ReportRuns(const std::vector<Run>& runs) {
  for (const Run& run : runs) {
    const std::string& name = run.run_name.function_name;
    if (run.error_occurred) {
      GetErrorStream() << name << ": " << run.error_message << '\n';
      failed_ = true;
      continue;
    }
    if (run.run_type != Run::RT_Aggregate || run.aggregate_name != "median") continue;
    const std::size_t slash = name.find('/');
    rows_.push_back({name.substr(0, slash), name.substr(slash + 1), run.counters.at("bytes_per_second")});
  }
}

void ratio_table::Finalize() {
  std::sort(rows_.begin(), rows_.end(), [](const row& a, const row& b) {
    return a.work != b.work ? a.work < b.work : a.bytes_per_second > b.bytes_per_second;
  });
  std::vector<std::string> contestants;
  for (const row& each : rows_) {
    if (std::find(contestants.begin(), contestants.end(), each.contestant) == contestants.end()) {
      contestants.push_back(each.contestant);
    }
  }
  std::printf("%-26s %-20s %12s", "work", "contestant", "MB/s");
  for (const std::string& other : contestants) std::printf("  / %s", other.c_str());
  std::printf("\n");
  for (const row& each : rows_) {
    std::printf("%-26s %-20s %12.0f", each.work.c_str(), each.contestant.c_str(), each.bytes_per_second / 1e6);
    for (const std::string& other : contestants) {
      const int width = static_cast<int>(other.size()) + 4;
      std::printf("%*.2f", width, each.bytes_per_second / speed_of(each.work, other));
    }
    std::printf("\n");
  }
}

double ratio_table::speed_of(const std::string& work, const std::string& contestant) const {
  for (const row& each : rows_) {
    if (each.work == work && each.contestant == contestant) return each.bytes_per_second;
  }
  return 0;
}

}  // namespace asynchat::bench
