#include <asynchat/sim/fault_ledger.h>

#include <ostream>

namespace asynchat::sim {

void fault_ledger::add(std::string_view name, std::uint64_t offered, std::uint64_t fired) {
  auto row = rows_.find(name);
  if (row == rows_.end()) row = rows_.emplace(name, fault_count{}).first;
  row->second.offered += offered;
  row->second.fired += fired;
}

void fault_ledger::merge(const fault_ledger& other) {
  for (const auto& [name, count] : other.rows_) add(name, count.offered, count.fired);
}

fault_count fault_ledger::of(std::string_view name) const {
  const auto row = rows_.find(name);
  return row == rows_.end() ? fault_count{} : row->second;
}

std::vector<std::string> fault_ledger::never_fired() const {
  std::vector<std::string> names;
  for (const auto& [name, count] : rows_) {
    if (count.offered > 0 && count.fired == 0) names.push_back(name);
  }
  return names;
}

std::ostream& operator<<(std::ostream& out, const fault_ledger& ledger) {
  for (const auto& [name, count] : ledger.rows()) out << name << ' ' << count.fired << " of " << count.offered << '\n';
  return out;
}

}  // namespace asynchat::sim
