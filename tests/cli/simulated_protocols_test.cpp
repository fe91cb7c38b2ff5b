#include "simulated_protocols.h"

#include <asynchat/protocols/registry.h>
#include <asynchat/sim/world_fault.h>
#include <asynchat/traces/repro.h>

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "command_run.h"
#include "framing_streams.h"

namespace asynchat::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;

// What the laws say does not depend on the build; the sanitizers, ten times slower, look at the first seeds.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr const char* short_campaign = "0..30";
#else
constexpr const char* short_campaign = "0..500";
#endif

bool is_long() { return std::getenv("ASYNCHAT_LONG") != nullptr; }

command_run simulate(const std::string& protocol, const std::string& seeds, std::vector<std::string> more = {}) {
  more.insert(more.begin(), {"sim", "--protocol", protocol, "--seeds", seeds});
  return run_command(more);
}

/// Each framing of the registry.
class simulated_protocols : public testing::TestWithParam<std::size_t> {
 protected:
  std::string name() const { return protocols::to_string(support::all_framings()[GetParam()]); }
};

TEST_P(simulated_protocols, keep_all_laws) {
  const command_run run = simulate(name(), is_long() ? "0..10000" : short_campaign);
  EXPECT_EQ(run.status, 0) << run.out << run.err;
}

TEST_P(simulated_protocols, keep_all_laws_whatever_their_clients_say) {
  const command_run run = simulate(name(), is_long() ? "0..10000" : short_campaign, {"--profile", "hostile"});
  EXPECT_EQ(run.status, 0) << run.out << run.err;
}

/// Every build must come to these, whatever compiler made it, and however it was optimised. ASYNCHAT_UPDATE_DOCS=1
/// writes them anew, after a change to what a seed means.
TEST(simulated_digests, are_the_same_in_every_build) {
  std::string digests;
  for (const auto& spec : support::all_framings()) {
    const std::string name = protocols::to_string(spec);
    const nlohmann::json report = nlohmann::json::parse(simulate(name, "0..30", {"--json"}).out);
    digests += report["digest"].get<std::string>() + ' ' + name + '\n';
  }
  const std::string path = data_file("simulated/digests.txt");
  if (std::getenv("ASYNCHAT_UPDATE_DOCS") != nullptr) {
    ASSERT_TRUE(std::ofstream(path) << digests) << path;
  }
  std::ifstream file(path);
  const std::string expected{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(digests, expected);
}

TEST(simulated_faults, all_fire) {
  const nlohmann::json report = nlohmann::json::parse(simulate("http1", "0..1000", {"--json"}).out);
  std::vector<std::string> never;
  for (const auto& [name, row] : report["faults"].items()) {
    if (row["fired"] == 0) never.push_back(name);
  }
  EXPECT_EQ(report["faults"].size(), sim::world_fault_count);
  EXPECT_THAT(never, testing::IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(each, simulated_protocols, testing::Range<std::size_t>(0, support::all_framings().size()));

TEST(simulated_canaries, leave_a_repro_that_fails_again_in_the_same_words) {
  const scratch_folder folder;
  const command_run found = simulate("canary:stale_span", "0..5", {"--out", folder.path()});
  EXPECT_EQ(found.status, 1) << found.err;
  const std::string path = folder.path("canary_stale_span-seed-0.repro.json");
  const command_run again = run_command({"replay", path});
  EXPECT_EQ(again.status, 1) << again.err;
  EXPECT_THAT(again.out, AllOf(HasSubstr(traces::read_repro(path).explanation),
                               HasSubstr("the run is the recorded one, event by event")));
  EXPECT_THAT(run_command({"show", path}).out, AllOf(HasSubstr("subject sim:canary:stale_span"), HasSubstr("client")));
}

TEST(simulated_canaries, fail_again_by_the_repro_of_an_earlier_build) {
  for (const char* name : {"stale_span", "short_write_reorders", "one_frame_a_feed", "pool_not_reset"}) {
    const std::string path = data_file(std::string("repros/simulated/") + name + ".repro.json");
    const command_run again = run_command({"replay", path});
    EXPECT_EQ(again.status, 1) << again.out << again.err;
    EXPECT_THAT(again.out, AllOf(HasSubstr(traces::read_repro(path).property + ": "),
                                 HasSubstr("the run is the recorded one, event by event")));
  }
}

TEST(simulated_canaries, are_refused_with_the_reason_where_no_simulation_shows_them) {
  const command_run run = simulate("canary:rescans_line", "0..5");
  EXPECT_EQ(run.status, 2);
  EXPECT_THAT(run.err,
              HasSubstr("no simulation shows what canary rescans_line does wrong: virtual time passes as fast"));
}

TEST(simulated_protocols, have_no_dialogues_for_limits) {
  const command_run run = simulate("limit:48:crlf", "0..5");
  EXPECT_EQ(run.status, 2);
  EXPECT_THAT(run.err, HasSubstr("no clients are simulated for limit:48:crlf"));
}

TEST(simulated_protocols, refuse_a_repro_of_what_they_do_not_know) {
  const scratch_folder folder;
  traces::repro nothing;
  nothing.subject = "sim:nothing";
  const std::string path = folder.path("nothing.repro.json");
  traces::write_repro(path, nothing);
  const command_run run = run_command({"replay", path});
  EXPECT_EQ(run.status, 2);
  EXPECT_THAT(run.err, HasSubstr("subject: no clients are simulated for nothing"));
}

}  // namespace
}  // namespace asynchat::cli
