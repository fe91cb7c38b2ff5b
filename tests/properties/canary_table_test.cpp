#include <asynchat/properties/counterexample.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "canary_streams.h"

namespace asynchat::properties {
namespace {

const std::string table_path = std::string(ASYNCHAT_SOURCE) + "/docs/canaries.md";

constexpr const char* head = R"(# Canaries

A check that finds nothing is worth what it would have found. So asynchat carries parsers that are broken on purpose,
most of them as released software was, and each must be caught by its law: in every run of the tests, with default
settings. `asynchat check --framing canary:NAME` checks one; beside each stands a right parser of the same framing that
no law may accuse.

"Tries" is how many deliveries its law judged at tier quick, up to the first one that broke it; "cuts" is how many are
left in that delivery when it has been shrunk. Laws that find a canary as well, beside its own, are not shown. The
table is what a run prints, and a test compares the two; this writes it anew:

    ASYNCHAT_UPDATE_DOCS=1 build/release/bin/asynchat_properties_tests --gtest_filter='canary_table.*'

| canary | what it does wrong | where that happened | law | tries | cuts |
|---|---|---|---|---:|---:|
)";

std::string row_of(const canary& bird) {
  const std::string bytes = canary_stream(bird.framing);
  const checked_stream stream{bytes, sim::ending::eof, {}, {}};
  const auto parser = bird.make();
  const law_result found = check(*parser, stream, bird.model, canary_options(bird))[bird.caught_by];
  if (!found.first) return "| " + std::string(bird.name) + " | is not caught |\n";
  const counterexample small = shrink(*parser, make_counterexample(stream, *found.first), bird.model);
  std::ostringstream row;
  row << "| `" << bird.name << "` | " << bird.mistake << " | " << bird.models << " | " << bird.caught_by << " | "
      << found.found_after << " | " << sim::cuts_of(small.steps).size() << " |\n";
  return row.str();
}

std::string table() {
  std::string text = head;
  for (const canary& bird : all_canaries()) text += row_of(bird);
  return text + "\n" + std::to_string(all_canaries().size()) + " canaries.\n";
}

TEST(canary_table, is_what_a_run_gives) {
  const std::string told = table();
  if (std::getenv("ASYNCHAT_UPDATE_DOCS") != nullptr) std::ofstream(table_path) << told;
  std::ostringstream written;
  written << std::ifstream(table_path).rdbuf();
  EXPECT_EQ(written.str(), told) << "if the new table is right, set ASYNCHAT_UPDATE_DOCS and run this again";
}

}  // namespace
}  // namespace asynchat::properties
