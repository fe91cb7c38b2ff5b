#include "command_line.h"

#include <asynchat/traces/error.h>

#include <CLI/CLI.hpp>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <iostream>
#include <new>
#include <string>
#include <vector>

#include "check_wording.h"
#include "exit_status.h"
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

int parse_and_run(CLI::App& app, int argc, const char* const* argv, const int& status) {
  try {
    app.parse(argc, argv);
    if (app.get_subcommands().empty()) {
      std::vector<std::string> names;
      for (const CLI::App* const one : app.get_subcommands({})) names.push_back(one->get_name());
      return complain("expected a command: " + listed(names) + " (see asynchat --help)", wrong_input);
    }
    std::cout.flush();
    if (std::fflush(stdout) != 0 || !std::cout) {
      return complain(std::string("standard output cannot be written: ") + std::strerror(errno), wrong_input);
    }
    return status;
  } catch (const CLI::Success& request) {  // --help and --version
    return app.exit(request);
  } catch (const CLI::ParseError& error) {
    return complain(std::string(error.what()) + " (see asynchat --help)", wrong_input);
  }
}

}  // namespace

int run(int argc, const char* const* argv, const seed_work_maker& simulation) {
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
    return parse_and_run(app, argc, argv, status);
  } catch (const traces::input_error& error) {
    return complain(error.what(), wrong_input);
  } catch (const traces::output_error& error) {
    return complain(error.what(), wrong_input);
  } catch (const unknown_framing& error) {
    return complain(error.what(), wrong_input);
  } catch (const std::bad_alloc&) {
    return complain("out of memory", machine_trouble);
  } catch (const std::exception& error) {
    return complain(error.what(), machine_trouble);
  }
}

}  // namespace asynchat::cli
