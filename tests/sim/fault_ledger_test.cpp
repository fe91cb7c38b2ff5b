#include <asynchat/sim/fault_ledger.h>
#include <gtest/gtest.h>

#include <sstream>

namespace asynchat::sim {
namespace {

fault_ledger ledger_of(std::string_view name, std::uint64_t offered, std::uint64_t fired) {
  fault_ledger ledger;
  ledger.add(name, offered, fired);
  return ledger;
}

std::string printed(const fault_ledger& ledger) {
  std::ostringstream out;
  out << ledger;
  return out.str();
}

TEST(FaultLedger, AddsWhatIsCountedUnderOneName) {
  fault_ledger ledger = ledger_of("short_write", 3, 1);
  ledger.add("short_write", 2, 2);
  EXPECT_EQ(ledger.of("short_write"), (fault_count{5, 3}));
  EXPECT_EQ(ledger.of("reset_peer"), fault_count{});
}

TEST(FaultLedger, PrintsItsRowsSortedByName) {
  fault_ledger ledger = ledger_of("short_write", 3, 1);
  ledger.add("reset_peer", 40, 12);
  EXPECT_EQ(printed(ledger), "reset_peer 12 of 40\nshort_write 1 of 3\n");
}

TEST(FaultLedger, NamesWhatWasOfferedAndNeverFired) {
  fault_ledger ledger = ledger_of("short_write", 3, 0);
  ledger.add("reset_peer", 1, 1);
  ledger.add("stall", 0, 0);
  EXPECT_EQ(ledger.never_fired(), std::vector<std::string>{"short_write"});
}

TEST(FaultLedger, MergesToTheSameInAnyOrder) {
  const fault_ledger parts[] = {ledger_of("b", 1, 0), ledger_of("a", 2, 2), ledger_of("b", 5, 1)};
  fault_ledger forth;
  fault_ledger back;
  for (const int each : {0, 1, 2}) forth.merge(parts[each]);
  for (const int each : {2, 1, 0}) back.merge(parts[each]);
  EXPECT_EQ(forth, back);
  EXPECT_EQ(forth.of("b"), (fault_count{6, 1}));
  EXPECT_NE(forth, parts[0]);
}

}  // namespace
}  // namespace asynchat::sim
