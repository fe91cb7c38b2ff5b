#include <asynchat/traces/repro.h>
#include <gmock/gmock.h>
#include <sys/wait.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "made_simulation.h"
#include "shard_file.h"
#include "sim_campaign.h"
#include "sim_run.h"

namespace asynchat::cli {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// `asynchat sim` of crlf with these arguments besides.
command_run run_sim(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"sim", "--protocol", "crlf"});
  return run_made(arguments);
}

json report_of(const command_run& run) { return json::parse(run.out); }

/// The same in a process of its own; `variables` are set for it, NAME=VALUE.
command_run run_program(const std::string& arguments, const std::string& variables = "") {
  const std::string program = std::string(ASYNCHAT_PROGRAMS) + "/made_simulation";
  std::FILE* output = popen(("env -i " + variables + ' ' + program + ' ' + arguments + " 2>&1").c_str(), "r");
  command_run result;
  for (int byte = 0; (byte = std::fgetc(output)) != EOF;) result.out += static_cast<char>(byte);
  result.status = WEXITSTATUS(pclose(output));
  return result;
}

TEST(sim, runs_every_seed_of_the_range_and_prints_one_digest) {
  const command_run run = run_sim({"--seeds", "0..500"});
  EXPECT_EQ(run.status, 0) << run.err;
  EXPECT_THAT(run.out, AllOf(HasSubstr("crlf            4  tcp      0..500      all    501"),
                             HasSubstr("short_write    2,505    501\n"), HasSubstr("\nall laws held: 501 seeds, ")));
  EXPECT_THAT(run.err, IsEmpty());
  const json report = report_of(run_sim({"--seeds", "0..500", "--json"}));
  EXPECT_EQ(report["seeds"], 501);
  EXPECT_THAT(run.out, HasSubstr(report["digest"].get<std::string>()));
  EXPECT_EQ(report["faults"]["short_write"]["offered"], 5 * 501);
  EXPECT_THAT(report["failures"], IsEmpty());
}

TEST(sim, gives_the_same_bytes_for_any_number_of_jobs) {
  const std::string one = run_sim({"--seeds", "0..300", "--jobs", "1", "--json"}).out;
  EXPECT_EQ(run_sim({"--seeds", "0..300", "--jobs", "2", "--json"}).out, one);
  EXPECT_EQ(run_sim({"--seeds", "0..300", "--jobs", "7", "--json"}).out, one);
}

TEST(sim, has_a_digest_that_shows_every_seed) {
  const auto digest = [](const std::string& seeds) {
    return report_of(run_sim({"--seeds", seeds, "--json"}))["digest"];
  };
  EXPECT_NE(digest("0..9"), digest("0..10"));
  EXPECT_NE(digest("0..9"), digest("1..10"));
  EXPECT_NE(report_of(run_sim({"--seeds", "5", "--clients", "3", "--json"}))["digest"], digest("5"));
}

TEST(sim, tells_of_a_failure_and_of_the_command_that_repeats_it) {
  const scratch_folder folder;
  const std::vector<std::string> arguments{"sim",  "--protocol", "canary:no_carry_over", "--clients", "3", "--seeds",
                                           "0..5", "--out",      folder.path()};
  const command_run run = run_made(arguments);
  EXPECT_EQ(run.status, 1);
  const std::string repro = folder.path("canary_no_carry_over-3-clients-seed-3.repro.json");
  EXPECT_THAT(run.out, HasSubstr("\ncanary:no_carry_over, seed 3: liveness: client 2 waits for ever\n"
                                 "  swarm:  latency, short_write\n"
                                 "  repro:  " +
                                 repro +
                                 "\n"
                                 "  again:  asynchat sim --protocol canary:no_carry_over --clients 3 --seeds 3 "
                                 "--profile tcp\n"));
  EXPECT_EQ(traces::read_repro(repro).origin.seed, "3");
  EXPECT_THAT(run.out, HasSubstr("\n1 seed FAILED: 6 seeds, "));
}

TEST(sim, tells_a_machine_of_failures) {
  const scratch_folder folder;
  const json report = report_of(
      run_made({"sim", "--protocol", "canary:no_carry_over", "--seeds", "0..5", "--json", "--out", folder.path()}));
  EXPECT_EQ(report["failed"], 1);
  EXPECT_EQ(report["exit_status"], 1);
  const json& failure = report["failures"][0];
  EXPECT_EQ(failure["seed"], 3);
  EXPECT_EQ(failure["law"], "liveness");
  EXPECT_EQ(failure["repro"], folder.path("canary_no_carry_over-seed-3.repro.json"));
  EXPECT_EQ(failure["command"], "asynchat sim --protocol canary:no_carry_over --clients 4 --seeds 3 --profile tcp");
}

TEST(sim, tells_of_the_lowest_seeds_that_fail_and_counts_the_rest) {
  const scratch_folder folder;
  const auto run = [&](const std::string& jobs) {
    return run_made(
        {"sim", "--protocol", "canary:no_carry_over", "--seeds", "0..199", "--jobs", jobs, "--out", folder.path()});
  };
  EXPECT_THAT(run("2").out, AllOf(HasSubstr("\nand 10 more seeds of canary:no_carry_over that failed\n"),
                                  HasSubstr(", seed 93:"), Not(HasSubstr(", seed 103:"))));
  EXPECT_EQ(folder.names().size(), 11u);
  const std::string result = folder.path("canary_no_carry_over-0..199-shard-0-of-1.sim.json");
  const std::string before = content_of(result);
  run("1");
  EXPECT_EQ(content_of(result), before);
}

TEST(sim, ends_without_a_verdict_where_a_seed_runs_to_its_bound) {
  const command_run run = run_sim({"--seeds", "5..6", "--events", "50"});
  EXPECT_EQ(run.status, 124);
  EXPECT_THAT(run.out, AllOf(HasSubstr("\ncrlf, seed 5: no verdict: 50 events\n"
                                       "  again:  asynchat sim --protocol crlf --clients 4 --seeds 5 --profile tcp "
                                       "--events 50\n"),
                             HasSubstr("\nno verdict on 2 seeds: 2 seeds, ")));
}

TEST(sim, is_the_same_in_a_fresh_process) {
  EXPECT_EQ(run_program("sim --protocol crlf --seeds 0..50 --verify --quiet").status, 0);
}

TEST(sim, shows_the_first_event_that_is_not_the_same_in_a_fresh_process) {
  const command_run run =
      run_program("sim --protocol 'delimiter:\\n' --seeds 0..50 --verify --jobs 2", "ASYNCHAT_MADE_DRIFT=1");
  EXPECT_EQ(run.status, 3);
  EXPECT_THAT(run.out, HasSubstr("\nNot deterministic: seed 7\n  seed and digest here:      7 "));
  EXPECT_THAT(run.out, AllOf(HasSubstr("  event 3 here:             process "),
                             HasSubstr("  event 3 in a fresh process: process "),
                             HasSubstr("--seeds 7 --profile tcp --verify\n")));
}

TEST(sim, prints_each_digest_and_the_events_of_one_seed) {
  const std::string digests = run_sim({"--seeds", "3..9", "--shard", "1/2", "--digests"}).out;
  EXPECT_THAT(digests, testing::MatchesRegex("4 [0-9a-f]{16}\n6 [0-9a-f]{16}\n8 [0-9a-f]{16}\n"));
  EXPECT_THAT(run_sim({"--seeds", "0", "--log"}).out, testing::MatchesRegex("(event [0-9]+\n){3}"));
}

TEST(sim, takes_its_shard_from_the_environment) {
  const std::string command =
      "sim --protocol crlf --seeds 0..9 --shard auto --digests | cut -d ' ' -f 1 | tr '\\n' ' '";
  EXPECT_EQ(run_program(command, "SLURM_ARRAY_TASK_ID=1 SLURM_ARRAY_TASK_COUNT=4 SLURM_ARRAY_TASK_MIN=0").out,
            "1 5 9 ");
  EXPECT_EQ(run_program(command, "JOB_COMPLETION_INDEX=2 ASYNCHAT_SHARDS=4").out, "2 6 ");
  EXPECT_EQ(run_program(command, "GTEST_SHARD_INDEX=0 GTEST_TOTAL_SHARDS=4").out, "0 4 8 ");
  EXPECT_EQ(run_program(command, "PARALLEL_SEQ=4 ASYNCHAT_SHARDS=4").out, "3 7 ");
  const command_run none = run_program("sim --protocol crlf --shard auto");
  EXPECT_EQ(none.status, 2);
  EXPECT_THAT(none.out, HasSubstr("asynchat: --shard: auto finds no shard: none of "));
}

TEST(sim, writes_the_same_result_file_each_time) {
  const scratch_folder folder;
  const std::vector<std::string> arguments{"--seeds", "0..99", "--shard", "1/4", "--out", folder.path("new/results")};
  EXPECT_EQ(run_sim(arguments).status, 0);
  const std::string result = folder.path("new/results/crlf-0..99-shard-1-of-4.sim.json");
  const std::string before = content_of(result);
  EXPECT_EQ(read_shard(result).tally.seeds, 25u);
  EXPECT_EQ(run_sim(arguments).status, 0);
  EXPECT_EQ(content_of(result), before);
}

TEST(sim, tells_what_it_has_when_it_is_interrupted) {
  const scratch_folder folder;
  const seed_work_maker interrupting = [](const sim_arguments& arguments) {
    seed_work work = make_made_simulation(arguments);
    return seed_work{[run = work.run](std::uint64_t seed) {
                       if (seed == 13) std::raise(SIGINT);
                       return run(seed);
                     },
                     work.log, work.repro};
  };
  const command_run run = run_command(
      {"sim", "--protocol", "canary:no_carry_over", "--seeds", "0..99", "--jobs", "1", "--out", folder.path()},
      interrupting);
  EXPECT_EQ(run.status, 130);
  EXPECT_THAT(run.out, AllOf(HasSubstr(", seed 13: liveness"), HasSubstr("\nInterrupted after 14 of 100 seeds.\n")));
  EXPECT_THAT(run.err, HasSubstr("no result file is written"));
  EXPECT_THAT(folder.names(),
              ElementsAre("canary_no_carry_over-seed-13.repro.json", "canary_no_carry_over-seed-3.repro.json"));
}

TEST(sim, refuses_a_folder_that_is_not_writable_before_it_runs) {
  const scratch_folder folder;
  const seed_work_maker never = [](const sim_arguments&) -> seed_work { throw std::logic_error("it ran"); };
  const std::string file = folder.file("file", "");
  const command_run run = run_command({"sim", "--protocol", "crlf", "--out", file + "/results"}, never);
  EXPECT_EQ(run.status, 2);
  EXPECT_THAT(run.err, HasSubstr(file + "/results: expected a folder to write to: "));
  EXPECT_EQ(run_command({"sim", "--protocol", "crlf", "--out", "/proc"}, never).status, 2);
  EXPECT_THAT(folder.names(), ElementsAre("file"));
}

TEST(sim, names_files_so_that_no_two_campaigns_share_them) {
  const auto stem = [](const std::string& protocol, const std::string& profile = "tcp", std::size_t clients = 4) {
    sim_campaign campaign;
    campaign.protocol = protocol;
    campaign.profile = profile;
    campaign.clients = clients;
    return file_stem_of(campaign);
  };
  EXPECT_EQ(stem("length:u16be"), "length_u16be");
  EXPECT_EQ(stem("smtp", "hostile", 9), "smtp-hostile-9-clients");
  EXPECT_THAT(stem("delimiter:\\r\\n"), testing::MatchesRegex("delimiter__r_n-[0-9a-f]{16}"));
  EXPECT_NE(stem("delimiter:;"), stem("delimiter:,"));
  EXPECT_LT(stem("delimiter:" + std::string(5000, 'x')).size(), 130u);
}

struct bad_case {
  std::vector<std::string> arguments;
  std::string sentence;
};

class bad_simulation : public testing::TestWithParam<bad_case> {};

TEST_P(bad_simulation, is_refused_in_one_sentence) {
  const command_run run = run_sim(GetParam().arguments);
  EXPECT_EQ(run.status, 2);
  EXPECT_THAT(run.err, AllOf(testing::StartsWith("asynchat: "), HasSubstr(GetParam().sentence)));
  EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1);
  EXPECT_THAT(run.out, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    each, bad_simulation,
    testing::Values(bad_case{{"--seeds", "9..3"}, "expected seeds A..B with A no higher than B, not 9..3"},
                    bad_case{{"--seeds", "0..18446744073709551616"}, "whole numbers of 64 bits"},
                    bad_case{{"--seeds", "0..18446744073709551615"}, "expected at most 1000000000000 seeds"},
                    bad_case{{"--seeds", "x"}, "expected seeds as A..B or N"},
                    bad_case{{"--shard", "4/4"}, "expected a shard from 0 to 3, for they count from 0, not 4 of 4"},
                    bad_case{{"--shard", "0/0"}, "expected 1 to 1000000 shards, not 0"},
                    bad_case{{"--shard", "one"}, "expected I/N, such as 0/4, or auto, not one"},
                    bad_case{{"--clients", "0"}, "--clients"}, bad_case{{"--clients", "100001"}, "--clients"},
                    bad_case{{"--jobs", "0"}, "--jobs"}, bad_case{{"--profile", "udp"}, "--profile"},
                    bad_case{{"--link", "slice=120%"}, "slice"}, bad_case{{"--link", "latency=-1ms"}, "latency"},
                    bad_case{{"--link", "nagle segment_bytes_max=0"}, "segment_bytes_max"},
                    bad_case{{"--link", "speed=1"}, "speed"}, bad_case{{"--events", "0"}, "--events"},
                    bad_case{{"--virtual-seconds", "-1"}, "--virtual-seconds"},
                    bad_case{{"--json", "--log"}, "excludes"},
                    bad_case{{"--log"}, "--log: expected one seed, not 0..99"},
                    bad_case{{"--verify", "--seeds", "0..10000000"}, "expected at most 10000000 seeds, not 10000001"}));

TEST(sim, refuses_a_protocol_that_it_does_not_know) {
  const command_run run = run_made({"sim", "--protocol", "morse"});
  EXPECT_EQ(run.status, 2);
  EXPECT_THAT(run.err, HasSubstr("morse"));
  EXPECT_EQ(run_made({"sim"}).status, 2);
}

}  // namespace
}  // namespace asynchat::cli
