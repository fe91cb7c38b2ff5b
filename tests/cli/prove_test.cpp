#include <asynchat/properties/prove.h>
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include <cstdlib>

#include "command_run.h"
#include "framing_streams.h"
#include "subjects.h"

namespace asynchat::cli {
namespace {

using properties::proof_result;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const char* const dialogue = "HELO one\r\nUSER al\r\n\r\nPASS s\r\rt\r\nQUIT\r\n";

TEST(prove, says_how_many_cuts_are_proved_and_what_that_took) {
  const scratch_folder folder;
  const std::string trace = folder.file("talk.trace.jsonl", trace_of(dialogue));
  const command_run result = run_command({"prove", "--framing", "crlf", trace});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out,
              HasSubstr(trace + ": connection 1, from the client: proved: all 2^37 cuts of 38 bytes, with "));
  EXPECT_THAT(result.out, ContainsRegex("with [0-9,]+ feeds of [0-9,]+ bytes in [0-9.]+ s\n"));
  EXPECT_THAT(result.out, HasSubstr("\n1 stream: 1 proved, 0 unproved, 0 failed; "));
  EXPECT_THAT(result.err, IsEmpty());
}

TEST(prove, takes_a_window) {
  const scratch_folder folder;
  const std::string trace = folder.file("talk.trace.jsonl", trace_of(dialogue));
  const command_run result = run_command({"prove", "--framing", "crlf", "--window", "3", trace});
  EXPECT_EQ(result.status, 0);
  EXPECT_THAT(result.out, HasSubstr("proved: at least 2^"));
  EXPECT_THAT(result.out,
              HasSubstr(" cuts of 38 bytes, all with chunks to 3 bytes, and one cut at every offset, with "));
}

TEST(prove, tells_of_a_canary_in_one_sentence_and_its_repro_fails_again) {
  const scratch_folder folder;
  const std::string trace = folder.file("talk.trace.jsonl", trace_of(dialogue));
  const command_run result = run_command({"prove", "--framing", "canary:cr_ends_line", "--out", folder.path(), trace});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.out, HasSubstr("failed: invariance: 1 cut at byte "));
  EXPECT_THAT(result.out, HasSubstr("\ninvariance: 1 cut at byte "));
  const std::string repro = folder.path("talk-1-client-invariance.repro.json");
  EXPECT_THAT(result.out, HasSubstr("again:  asynchat replay " + repro));
  EXPECT_EQ(run_command({"replay", repro}).status, 1);
}

TEST(prove, tells_unproved_from_proved_and_from_failed) {
  const scratch_folder folder;
  const std::string trace = folder.file("talk.trace.jsonl", trace_of("0123456789abcdefgh\r\n"));
  const std::vector<std::string> no_states{"prove", "--framing", "canary:short_write_reorders", trace};
  const command_run result = run_command(no_states);
  EXPECT_EQ(result.status, 0);
  EXPECT_THAT(result.out, HasSubstr("unproved: the parser's states cannot be copied and compared"));
  EXPECT_THAT(result.err, HasSubstr("warning: 1 of 1 streams unproved"));
  std::vector<std::string> strict = no_states;
  strict.push_back("--strict");
  EXPECT_EQ(run_command(strict).status, 4);
}

TEST(prove, gives_a_machine_the_same_facts) {
  const scratch_folder folder;
  const std::string trace = folder.file("talk.trace.jsonl", trace_of(dialogue));
  const command_run right = run_command({"prove", "--framing", "crlf", "--json", trace});
  const nlohmann::json report = nlohmann::json::parse(right.out);
  EXPECT_EQ(report["format"], "asynchat-prove");
  EXPECT_EQ(report["proved"], 1);
  EXPECT_EQ(report["streams"][0]["cuts"], "2^37");
  EXPECT_GT(report["streams"][0]["feeds"], 38 * 37 / 2);
  const command_run wrong =
      run_command({"prove", "--framing", "canary:no_carry_over", "--json", "--out", folder.path(), trace});
  EXPECT_EQ(nlohmann::json::parse(wrong.out)["streams"][0]["failure"]["law"], "invariance");
}

TEST(prove, gives_the_same_report_for_any_number_of_jobs) {
  const auto report = [](const std::string& jobs) {
    nlohmann::json all =
        nlohmann::json::parse(run_command({"prove", "--framing", "smtp", "--window", "8", "--json", "--jobs", jobs,
                                           corpus_file("smtp/smtp-mtu576.trace.jsonl")})
                                  .out);
    all.erase("seconds");
    for (auto& stream : all["streams"]) stream.erase("seconds");
    return all;
  };
  EXPECT_EQ(report("1"), report("4"));
}

TEST(prove, proves_the_bundled_traffic) {
  const bool all = std::getenv("ASYNCHAT_LONG") != nullptr;
  for (const std::string framing : {"http1", "memcache", "mqtt", "netstring", "smtp"}) {
    const std::string trace = corpus_file(framing + '/' + framing + "-mtu1500.trace.jsonl");
    std::vector<std::string> arguments{"prove", "--framing", framing, trace};
    if (!all) arguments.insert(arguments.end(), {"--window", "8"});
    const command_run result = run_command(arguments);
    EXPECT_EQ(result.status, 0) << result.out << result.err;
    EXPECT_THAT(result.out, HasSubstr(" proved, 0 unproved, 0 failed; "));
  }
}

TEST(prove, takes_a_trace_without_frames_for_none_to_prove) {
  const scratch_folder folder;
  std::string open_ended = trace_of("USER");
  open_ended.erase(open_ended.find("{\"t\":2"));
  const std::string fragment = folder.file("fragment.trace.jsonl", open_ended);
  const command_run result = run_command({"prove", "--framing", "crlf", fragment});
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.err, HasSubstr("expected at least one frame of crlf; there is none to prove"));
}

TEST(prove, refuses_what_it_does_not_know) {
  EXPECT_EQ(run_command({"prove", "x"}).status, 2);
  EXPECT_EQ(run_command({"prove", "--framing", "morse", "x"}).status, 2);
  EXPECT_EQ(run_command({"prove", "--framing", "crlf", "--window", "0", "x"}).status, 2);
  EXPECT_THAT(run_command({"prove", "--framing", "crlf", "/nowhere/x"}).err, HasSubstr("/nowhere/x: "));
}

/// Every framing, from either side, with valid streams and with damaged ones.
class proved_framings : public testing::TestWithParam<std::size_t> {};

TEST_P(proved_framings, have_states_that_prove_them) {
  const protocols::framing_spec& spec = support::all_framings()[GetParam()];
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    const side from = seed % 2 == 0 ? side::client : side::server;
    support::generated_stream made =
        seed < 4 ? support::generate_stream(spec, from, seed) : support::generate_damaged_stream(spec, from, seed);
    // Damage moves bytes to the other side of what was heard between them. Told before all, it comes in time.
    if (seed >= 4) {
      for (heard_frame& one : made.heard) one.before = 0;
    }
    const checked_parser parser = framing_choice(protocols::to_string(spec)).parser_for(from);
    const properties::checked_stream stream{made.bytes, sim::ending::eof, made.heard, {}};
    const properties::prove_report report =
        properties::prove(*parser.subject, stream, parser.model, {.every_length_bytes_max = 256, .feeds_max = 1 << 14});
    ASSERT_TRUE(parser.subject->has_states());
    ASSERT_EQ(report.result, proof_result::proved) << protocols::to_string(spec) << ' ' << seed << report.reason;
  }
}

INSTANTIATE_TEST_SUITE_P(each, proved_framings, testing::Range<std::size_t>(0, support::all_framings().size()));

}  // namespace
}  // namespace asynchat::cli
