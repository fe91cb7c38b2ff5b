#pragma once

#include <asynchat/properties/gtest/simulation_run.h>
#include <asynchat/properties/gtest/test_properties.h>
#include <asynchat/properties/simulation/serve.h>
#include <asynchat/transport/check.h>
#include <gtest/gtest.h>

#include <iostream>
#include <string>

/// Runs a scenario in a simulated world, once for each of the seeds, inside any test; the failure is not fatal. What
/// follows the seeds is one simulation_options, most simply in braces:
///
///     EXPECT_SIMULATION_HOLDS(serve<my_session>({{"PING\r\n", "PONG\r\n"}}), seeds(0, 999));
///     EXPECT_SIMULATION_HOLDS(scenarios<my_scenario>(), seeds(0, 99), {.run = {.span = 60s}});
///
/// with the names of asynchat::properties::simulation. A failure is shrunk, told with its seed and the commands that
/// repeat it, kept as a file, and replayed first by the next run: see run_simulations().
#define EXPECT_SIMULATION_HOLDS(maker, which, ...) \
  ::asynchat::properties::expect_simulation_holds( \
      maker, which, ::asynchat::properties::simulation_options(__VA_ARGS__), __FILE__, __LINE__)

namespace asynchat::properties {

inline void expect_simulation_holds(const simulation::scenario_maker& maker, const simulation::seeds& which,
                                    const simulation_options& options, const char* file, int line) {
  const testing::TestInfo* const now = testing::UnitTest::GetInstance()->current_test_info();
  ASYNCHAT_CHECK(now != nullptr, "simulations are run inside a test, not in what is set up around it");
  const simulation_outcome outcome = run_simulations(maker, which, options, {now->test_suite_name(), now->name()},
                                                     framing_environment::of_this_process());
  for (const std::string& remark : outcome.remarks) std::cout << "[ asynchat ] " << remark << std::endl;
  count_property("asynchat_seeds", outcome.seeds);
  count_property("asynchat_events", outcome.events);
  if (!outcome.failure.empty()) ADD_FAILURE_AT(file, line) << outcome.failure;
}

}  // namespace asynchat::properties
