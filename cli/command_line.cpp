#include "command_line.h"

#include <asynchat/traces/error.h>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <exception>
#include <iostream>
#include <new>
#include <string>
#include <system_error>
#include <vector>

#include "check_wording.h"
#include "exit_status.h"
#include "standard_output.h"
#include "subjects.h"
#include "terminal.h"
#include "version.h"

namespace asynchat::cli {

namespace {

int complain(const std::string& sentence, exit_status status) {
  std::cout.flush();
  std::cerr << "asynchat: " << on_one_line(sentence) << '\n';
  return status;
}

/// The next try may find the disk mended, but a name is as wrong then as now.
int complain(const traces::output_error& error) {
  constexpr std::array troubles{ENOSPC, EDQUOT, EFBIG, EIO};
  const bool mends = std::find(troubles.begin(), troubles.end(), error.code()) != troubles.end();
  return complain(error.what(), mends ? machine_trouble : wrong_input);
}

int parse_and_run(CLI::App& app, int argc, const char* const* argv, const int& status) {
  try {
    app.parse(argc, argv);
    if (app.get_subcommands().empty()) {
      std::vector<std::string> names;
      for (const CLI::App* const one : app.get_subcommands({})) names.push_back(one->get_name());
      return complain("expected a command: " + listed(names) + " (see asynchat --help)", wrong_input);
    }
    return status;
  } catch (const CLI::Success& request) {  // --help and --version
    return app.exit(request);
  } catch (const CLI::ParseError& error) {
    std::string command = "asynchat ";
    for (const CLI::App* const one : app.get_subcommands()) command += one->get_name() + ' ';
    return complain(std::string(error.what()) + " (see " + command + "--help)", wrong_input);
  }
}

}  // namespace

int run(int argc, const char* const* argv, const seed_work_maker& simulation) {
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is a write that fails, and says so
  const watched_output output;
  CLI::App app("Finds the byte boundary that breaks a stream parser.", "asynchat");
  app.set_version_flag("--version", "asynchat " + std::string(version));
  app.require_subcommand(0, 1);
  app.footer(exit_status_help() +
             "\nExamples:\n"
             "  asynchat record --listen 127.0.0.1:7000 --to 127.0.0.1:6379 -o redis.trace.jsonl\n"
             "  asynchat import capture.pcapng -o talk.trace.jsonl\n"
             "  asynchat check --framing http1 talk.trace.jsonl\n"
             "  asynchat prove --framing http1 talk.trace.jsonl\n"
             "  asynchat sim --protocol http1 --seeds 0..1000\n"
             "  asynchat replay failure.repro.json\n"
             "  asynchat show failure.repro.json\n\n"
             "asynchat COMMAND --help tells more.");
  int status = all_held;
  add_check(app, status);
  add_prove(app, status);
  add_sim(app, status, simulation);
  add_merge(app, status);
  add_fuzz(app, status);
  add_record(app, status);
  add_replay(app, status);
  add_shrink(app, status);
  add_show(app, status);
  add_diff(app, status);
  add_import(app, status);
  add_export(app, status);
  add_conform(app, status);
  try {
    const int result = parse_and_run(app, argc, argv, status);
    std::cout.flush();
    require_output();
    return result;
  } catch (const traces::input_error& error) {
    return complain(error.what(), wrong_input);
  } catch (const traces::output_error& error) {
    return complain(error);
  } catch (const unknown_framing& error) {
    return complain(error.what(), wrong_input);
  } catch (const std::bad_alloc&) {
    return complain("out of memory", machine_trouble);
  } catch (const std::system_error& error) {  // fmt::print's, too
    if (std::ferror(stdout) != 0) return complain(output_failure(error.code().value()));
    return complain(error.what(), machine_trouble);
  } catch (const std::exception& error) {
    return complain(error.what(), machine_trouble);
  }
}

}  // namespace asynchat::cli
