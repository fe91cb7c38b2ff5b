#include "programs/program_run.h"

#include <gmock/gmock.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <numeric>
#include <set>
#include <system_error>

#include "programs/output_events.h"
#include "programs/plan_order.h"
#include "work_limit.h"

namespace asynchat::cli {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

/// Prints the size of each read on a line.
const std::string sizes = "exec perl -e '$| = 1; while (my $n = sysread(STDIN, $c, 1 << 20)) { print \"$n\\n\" }'";

program_result run(const std::string& command, const std::string& bytes, const std::vector<std::size_t>& chunks,
                   const program_limits& limits = {}) {
  const sigpipe_ignored no_sigpipe;
  return run_program(command, bytes, chunks, limits);
}

TEST(program_run, writes_a_chunk_once_the_one_before_has_been_read) {
  EXPECT_EQ(run(sizes, "abcdefghi", {3, 1, 5}).output, "3\n1\n5\n");
  EXPECT_EQ(run(sizes, std::string(200, 'x'), std::vector<std::size_t>(200, 1)).output.size(), 400u);
}

TEST(program_run, gives_a_chunk_that_no_pipe_holds_in_parts) {
  const std::string bytes(300'000, 'x');
  const program_result result = run("wc -c", bytes, {bytes.size()});
  EXPECT_EQ(result.output, "300000\n");
  EXPECT_EQ(result.unread, 0u);
}

TEST(program_run, survives_a_program_that_stops_reading) {
  const std::string bytes(300'000, 'x');
  const program_result result = run("head -c 3; exit 7", bytes, {1, 1, 299'998});
  EXPECT_EQ(result.output, "xxx");
  EXPECT_EQ(result.how.number, 7);
  EXPECT_GT(result.unread, 0u);
}

TEST(program_run, keeps_the_end_of_what_was_said_on_standard_error) {
  program_limits limits;
  limits.error_bytes_kept = 4;
  EXPECT_EQ(run("cat; echo first >&2; echo last >&2", "x", {1}, limits).errors, "ast\n");
}

TEST(program_run, stops_at_its_limits) {
  program_limits limits;
  limits.time_max = std::chrono::milliseconds(50);
  EXPECT_EQ(run("sleep 100", "x", {1}, limits).what, program_result::ending::out_of_time);
  limits = {};
  limits.output_bytes_max = 1000;
  const program_result result = run("yes", "x", {1}, limits);
  EXPECT_EQ(result.what, program_result::ending::too_much_output);
  EXPECT_THAT(result.output, SizeIs(1000));
}

TEST(program_run, does_not_wait_for_what_a_program_leaves_behind) {
  EXPECT_EQ(run("cat; sleep 100 &", "x", {1}).output, "x");
}

TEST(program_run, starts_programs_with_no_signal_ignored) {
  EXPECT_EQ(run("cat; perl -e 'print defined $SIG{PIPE} && $SIG{PIPE} eq \"IGNORE\"'", "x", {1}).output, "x");
}

TEST(program_run, gives_a_program_no_descriptor_of_another) {
  const std::string count = "cat > /dev/null; ls /proc/self/fd | wc -l";
  const std::string alone = run(count, "x", {1}).output;
  const child_process other("cat");
  EXPECT_EQ(run(count, "x", {1}).output, alone);
}

TEST(program_run, leaves_no_descriptor_and_no_child) {
  const auto open = [] {
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), std::filesystem::directory_iterator());
  };
  const auto before = open();
  run("cat", "x", {1});
  run("yes", "x", {1});
  EXPECT_EQ(open(), before);
  EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1);
}

TEST(program_run, says_when_the_system_does_not_tell_how_a_program_ended) {
  watch_for_signals();
  const auto before = std::signal(SIGCHLD, SIG_IGN);
  EXPECT_THROW(run("cat", "x", {1}), std::system_error);
  std::signal(SIGCHLD, before);
}

/// A process that runs a program, and is interrupted twice; the program inherits its descriptors.
pid_t interrupted_twice() {
  const pid_t id = fork();
  if (id != 0) return id;
  watch_for_signals();
  const work_limit limit({});
  const child_process child("sleep 100");
  std::raise(SIGINT);
  if (limit.interrupted()) std::raise(SIGINT);
  _exit(0);
}

TEST(program_run, leaves_no_child_after_a_second_interrupt) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  int status = 0;
  waitpid(interrupted_twice(), &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGINT);
  close(ends[1]);
  pollfd held_by_none{ends[0], POLLIN, 0};
  EXPECT_EQ(poll(&held_by_none, 1, 5000), 1);
  close(ends[0]);
}

TEST(line_mask, hides_each_match_of_each_expression) {
  const line_mask mask({"[0-9]+", "^x"});
  EXPECT_EQ(mask("x at 12:30"), "*** at ***:***");
  EXPECT_EQ(what_is_wrong_with("a("), "expected a regular expression (RE2), but missing ): a(");
}

TEST(output_events, are_lines_and_say_when_the_last_one_does_not_end) {
  const properties::events log = events_of_output("a\n\nb", line_mask());
  EXPECT_THAT(log.list(),
              ElementsAre(properties::event{"output line", "a", {}}, properties::event{"output line", "", {}},
                          properties::event{"output line without its end", "b", {}}));
}

TEST(output_events, of_an_output_full_of_newlines_stay_few) {
  EXPECT_THAT(events_of_output(std::string(1 << 20, '\n'), line_mask()), SizeIs(10'001));
}

TEST(output_events, are_masked_line_by_line_to_the_end) {
  const properties::events log =
      events_of_output(std::string(10'000, '\n') + "id 1\nx\nid 2", line_mask({"^id [0-9]$"}));
  EXPECT_EQ(log.list().back().bytes, "***\nx\n***");
}

TEST(plan_order, takes_a_plan_of_each_strategy_in_turn_and_each_once) {
  const std::string bytes(50, 'x');
  const sim::stream_shape shape{bytes};
  const foreign_plans plans = plans_for_foreign(shape);
  std::set<std::pair<std::size_t, std::uint64_t>> seen;
  for (const planned& one : plans.order) seen.insert({one.strategy, one.index});
  EXPECT_EQ(seen.size(), plans.order.size());
  const auto possible = std::accumulate(plans.strategies.begin(), plans.strategies.end(), std::uint64_t{0},
                                        [](std::uint64_t sum, const auto& one) { return sum + one.possible; });
  EXPECT_EQ(plans.order.size(), possible);
  EXPECT_NE(plans.order[0].strategy, plans.order[1].strategy);
}

TEST(plan_order, spreads_the_offsets_of_a_strategy) {
  const std::string bytes(9, 'x');
  const sim::stream_shape shape{bytes};
  const foreign_plans plans = plans_for_foreign(shape);
  std::vector<std::uint64_t> cuts;
  for (const planned& one : plans.order) {
    if (plans.strategies[one.strategy].what->name() == "cut1") cuts.push_back(one.index);
  }
  EXPECT_THAT(cuts, ElementsAre(0, 4, 2, 6, 1, 5, 3, 7));
}

TEST(plan_order, cuts_a_stream_that_ends_early_at_every_byte) {
  const std::string bytes("abcd");
  const sim::stream_shape shape{bytes};
  const foreign_plans plans = plans_for_foreign(shape);
  for (const planned& one : plans.order) {
    const sim::strategy& what = *plans.strategies[one.strategy].what;
    if (what.name() != "eof" || one.index != 3) continue;
    const sim::delivery made = as_foreign(what, shape, one.index);
    EXPECT_EQ(made.kept, 3u);
    EXPECT_EQ(sim::to_string(made.steps), "1*3 | eof");
  }
}

}  // namespace
}  // namespace asynchat::cli
