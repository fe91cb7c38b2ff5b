#pragma once

#include "sim_runner.h"

namespace CLI {
class App;
}

namespace asynchat::cli {

/// Runs the command `asynchat` with main's arguments and returns its exit status (see exit_status). It writes results
/// to stdout, and what went wrong, one sentence, to stderr. `simulation` is what `asynchat sim` runs.
int run(int argc, const char* const* argv, const seed_work_maker& simulation = &make_seed_runner);

/// Each adds one subcommand, which writes its exit status to `status` when it has run.
void add_check(CLI::App& app, int& status);
void add_fuzz(CLI::App& app, int& status);
void add_prove(CLI::App& app, int& status);
void add_record(CLI::App& app, int& status);
void add_replay(CLI::App& app, int& status);
void add_shrink(CLI::App& app, int& status);
void add_show(CLI::App& app, int& status);
void add_diff(CLI::App& app, int& status);
void add_import(CLI::App& app, int& status);
void add_export(CLI::App& app, int& status);
void add_conform(CLI::App& app, int& status);
void add_sim(CLI::App& app, int& status, const seed_work_maker& simulation);
void add_merge(CLI::App& app, int& status);

}  // namespace asynchat::cli
