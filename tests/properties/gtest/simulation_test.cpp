#include <asynchat/properties/gtest/simulation.h>
#include <gmock/gmock.h>
#include <gtest/gtest-spi.h>

#include <chrono>
#include <filesystem>
#include <stdexcept>

#include "own_scenario.h"
#include "scratch_folder.h"

namespace asynchat::properties {
namespace {

using simulation::echo;
using simulation::exchange;
using simulation::scenarios;
using simulation::seeds;
using simulation::serve;
using simulation::server_of;
using simulation::two_calls;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

/// Takes each piece of data for a line.
struct hasty_echo : echo {
  using echo::echo;
  void collect_incoming_data(std::string_view data) override { push(std::string(data) + "\r\n"); }
  void found_terminator() override {}
};

struct mute : echo {
  using echo::echo;
  void found_terminator() override {}
};

struct throwing_echo : echo {
  using echo::echo;
  void found_terminator() override { throw std::runtime_error("no more paper"); }
};

struct clock_reader : echo {
  using echo::echo;
  void found_terminator() override {
    push(std::to_string(std::chrono::steady_clock::now().time_since_epoch().count()));
  }
};

const std::vector<exchange> two_lines{{"hello\r\n", "hello\r\n"}, {"there\r\n", "there\r\n"}};
const std::vector<exchange> other_lines{{"hi\r\n", "hi\r\n"}};

/// Tests of one name, whose failures are kept in a folder of their own.
class simulations : public testing::Test {
 protected:
  simulation_outcome run(const simulation::scenario_maker& maker, const seeds& which = {0, 99},
                         const simulation_options& options = {}) {
    return run_simulations(maker, which, options, {"my_server", "holds"}, environment);
  }
  std::vector<std::string> kept() const {
    std::vector<std::string> paths;
    const std::string where = folder.path("kept/my_server.holds");
    if (!std::filesystem::exists(where)) return paths;
    for (const auto& one : std::filesystem::directory_iterator(where)) paths.push_back(one.path().string());
    return paths;
  }

  scratch_folder folder;
  framing_environment environment{"", folder.path("kept"), "", "./my_test"};
};

/// What stands behind a word at the beginning of a line.
std::string told(const simulation_outcome& outcome, const std::string& word) {
  const std::size_t at = outcome.failure.find('\n' + word) + 1 + word.size();
  return outcome.failure.substr(at, outcome.failure.find('\n', at) - at);
}

TEST_F(simulations, hold_for_a_right_session_and_name_their_seeds) {
  const simulation_outcome outcome = run(serve<echo>(two_lines));
  EXPECT_EQ(outcome.failure, "");
  EXPECT_EQ(outcome.seeds, 100u);
  EXPECT_THAT(outcome.remarks, ElementsAre(StartsWith("seeds 0..99 hold, ")));
  EXPECT_THAT(kept(), IsEmpty());
}

TEST_F(simulations, hold_for_a_right_server_that_listens_itself) {
  EXPECT_EQ(run(serve<server_of<echo>>(two_lines)).failure, "");
}

TEST_F(simulations, hold_for_a_scenario_of_ones_own) {
  EXPECT_EQ(run(scenarios<two_calls<echo>>()).failure, "");
  EXPECT_THAT(run(scenarios<two_calls<mute>>()).failure, StartsWith("answers: the late caller is told \"\"\n"));
}

TEST_F(simulations, tell_law_seed_swarm_file_and_commands_of_a_failure) {
  const simulation_outcome outcome = run(serve<hasty_echo>(two_lines));
  ASSERT_THAT(outcome.failure, StartsWith("answers: client "));
  ASSERT_THAT(kept(), SizeIs(1));
  EXPECT_THAT(outcome.failure, HasSubstr("\n    client "));
  EXPECT_NE(told(outcome, "swarm:  "), "");
  EXPECT_EQ(told(outcome, "kept:   "), kept().front());
  EXPECT_EQ(told(outcome, "alone:  "),
            "ASYNCHAT_SEED=" + told(outcome, "seed:   ") + " ./my_test --gtest_filter=my_server.holds");
  EXPECT_EQ(told(outcome, "again:  "),
            "ASYNCHAT_REPRO=" + kept().front() + " ./my_test --gtest_filter=my_server.holds");
}

TEST_F(simulations, fail_for_a_wrong_server_that_listens_itself) {
  EXPECT_THAT(run(serve<server_of<hasty_echo>>(two_lines)).failure, StartsWith("answers: client "));
}

TEST_F(simulations, replay_first_what_was_kept_and_remove_it_once_it_holds) {
  const std::string sentence = run(serve<hasty_echo>(two_lines)).failure;
  const simulation_outcome next = run(serve<hasty_echo>(two_lines));
  EXPECT_EQ(next.seeds, 0u);
  EXPECT_EQ(next.failure.substr(0, next.failure.find('\n')), sentence.substr(0, sentence.find('\n')));
  EXPECT_THAT(next.failure, HasSubstr("an earlier run kept"));
  EXPECT_THAT(run(serve<echo>(two_lines)).remarks, ElementsAre(HasSubstr("holds now; removed"), HasSubstr("hold")));
  EXPECT_THAT(kept(), IsEmpty());
}

TEST_F(simulations, pass_over_what_was_kept_of_another_dialogue) {
  run(serve<hasty_echo>(two_lines));
  const simulation_outcome next = run(serve<echo>(other_lines));
  EXPECT_EQ(next.failure, "");
  EXPECT_THAT(next.remarks, ElementsAre(HasSubstr("another one is recorded"), HasSubstr("hold")));
}

TEST_F(simulations, run_the_seed_of_the_environment_alone) {
  environment.seed = "4711";
  EXPECT_THAT(run(serve<echo>(two_lines)).remarks, ElementsAre(StartsWith("seed 4711 holds, ")));
  environment.seed = "-1";
  EXPECT_EQ(run(serve<echo>(two_lines)).failure, "ASYNCHAT_SEED: expected a number below 2^64, found '-1'\n");
}

TEST_F(simulations, replay_the_file_of_the_environment_alone) {
  run(serve<hasty_echo>(two_lines));
  environment.repro = kept().front();
  EXPECT_THAT(run(serve<hasty_echo>(two_lines)).failure, StartsWith("answers: client "));
  EXPECT_THAT(run(serve<echo>(two_lines)).remarks, ElementsAre(HasSubstr("holds now")));
  EXPECT_THAT(run(serve<echo>(two_lines, {.name = "mine"})).remarks, ElementsAre(HasSubstr("not of mine")));
  environment.repro = folder.path("nothing");
  EXPECT_THAT(run(serve<echo>(two_lines)).failure, StartsWith("ASYNCHAT_REPRO: "));
}

TEST_F(simulations, tell_the_exception_that_left_a_handler) {
  EXPECT_THAT(run(serve<throwing_echo>(two_lines)).failure,
              AllOf(StartsWith("progress: "), HasSubstr("the server logged: "), HasSubstr("no more paper")));
}

/// Keeps its loop busy for ever.
struct restless {
  explicit restless(loop& owner) : owner_(owner) { again(); }
  void again() {
    owner_.call_later(std::chrono::seconds(1), [this] { again(); });
  }
  loop& owner_;
};

struct restless_scenario : simulation::scenario {
  void set_up(sim::world& world) override { world.find_host("server")->run(simulation::runs<restless>()); }
  std::optional<simulation::complaint> judge(const sim::world&) override { return std::nullopt; }
};

struct throwing_scenario : restless_scenario {
  void set_up(sim::world&) override { throw std::runtime_error("no such thing"); }
};

TEST_F(simulations, fail_at_a_bound_with_their_seed) {
  EXPECT_THAT(run(scenarios<restless_scenario>(), {5, 5}, {.run = {.limits = {.events_max = 1000}}}).failure,
              AllOf(StartsWith("progress: the run does not end: stopped after 1000 events\n"),
                    HasSubstr("\nalone:  ASYNCHAT_SEED=5 ")));
  EXPECT_THAT(run(scenarios<restless_scenario>(), {5, 5}).failure, testing::IsEmpty());
}

TEST_F(simulations, fail_where_the_scenario_throws) {
  EXPECT_THAT(run(scenarios<throwing_scenario>(), {5, 5}).failure,
              AllOf(StartsWith("exceptions: the scenario throws \"no such thing\"\n"), HasSubstr("\nseed:   5\n")));
}

struct one_timer {
  one_timer(loop& owner, duration when) {
    owner.call_later(when, [] {});
  }
};

struct forgetful_scenario : restless_scenario {
  explicit forgetful_scenario(std::uint64_t) {}
  void set_up(sim::world& world) override {
    world.find_host("server")->run(simulation::runs<one_timer>(duration(++made)));
  }
  std::optional<simulation::complaint> judge(const sim::world&) override { return {{"mine", "it is wrong"}}; }
  static inline int made = 0;
};

TEST_F(simulations, tell_that_a_seed_does_not_run_the_same_twice) {
  EXPECT_THAT(run(scenarios<forgetful_scenario>(), {5, 5}).failure,
              AllOf(StartsWith("mine: it is wrong\n"), HasSubstr("runs otherwise the second time")));
}

TEST_F(simulations, end_at_a_real_clock_and_name_it_and_the_seed) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(run(serve<clock_reader>(two_lines)),
               "clock_gettime was called by the program of host server(.|\n)*again:  ASYNCHAT_SEED=0 ");
}

TEST_F(simulations, take_no_seeds_that_run_backwards) {
  EXPECT_DEATH(seeds(2, 1), "the first seed is not above the last");
}

// The macros for expected failures want statements that use no local names.
std::string& repros() {
  static std::string path;
  return path;
}

TEST(simulation_holds, not_for_a_wrong_server) {
  const scratch_folder scratch;
  repros() = scratch.path();
  EXPECT_SIMULATION_HOLDS(serve<echo>({{"PING\r\n", "PING\r\n"}}), seeds(0, 9));
  EXPECT_NONFATAL_FAILURE(
      EXPECT_SIMULATION_HOLDS(serve<hasty_echo>(two_lines), seeds(0, 99), {.repro_folder = repros()}),
      "--gtest_filter=simulation_holds.not_for_a_wrong_server");
}

}  // namespace
}  // namespace asynchat::properties
