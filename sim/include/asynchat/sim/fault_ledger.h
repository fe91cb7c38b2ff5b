#pragma once

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace asynchat::sim {

/// How often one fault was there to happen, and how often it had its effect.
struct fault_count {
  std::uint64_t offered = 0;
  std::uint64_t fired = 0;

  friend bool operator==(const fault_count&, const fault_count&) = default;
};

/// How often each fault was offered and fired, so that one that is on and never does anything is seen. Names are those
/// of strategies and of links, with their parameters where these matter: "reset_peer", "fixed(3)". A value; the sum of
/// several does not depend on their order.
class fault_ledger {
 public:
  /// Also with zeros: the name is then known, and has never fired.
  void add(std::string_view name, std::uint64_t offered, std::uint64_t fired);
  /// Adds what another ledger counted.
  void merge(const fault_ledger& other);

  /// What was counted of that name; zeros for one that is not known.
  fault_count of(std::string_view name) const;
  /// All that is known, sorted by name.
  const std::map<std::string, fault_count, std::less<>>& rows() const { return rows_; }
  /// The names that were offered and never fired, sorted.
  std::vector<std::string> never_fired() const;

  friend bool operator==(const fault_ledger&, const fault_ledger&) = default;

 private:
  std::map<std::string, fault_count, std::less<>> rows_;
};

/// A line for each name: "reset_peer 12 of 40".
std::ostream& operator<<(std::ostream& out, const fault_ledger& ledger);

}  // namespace asynchat::sim
