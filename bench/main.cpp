#include <benchmark/benchmark.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "contest.h"
#include "report/findings.h"
#include "report/reports.h"

namespace asynchat::bench {
namespace {

struct options {
  std::vector<std::string> only;
  std::string json_path = "build/bench.json";
  int repetitions = 11;
  double seconds = 0.02;
  bool markdown = false;
  bool figures = false;
  bool list = false;
};

/// Everyone who competes, in the order in which gates are printed.
contest enter_everyone() {
  contest all;
  enter_frames(all);
  enter_in_place(all);
  enter_adversarial(all);
  enter_single_bytes(all);
  enter_long_frame(all);
  enter_long_terminator(all);
  enter_generated_cases(all);
  enter_echo(all);
  enter_idle(all);
  enter_proxy(all);
  enter_fuzz(all);
  enter_exec(all);
  enter_proofs(all);
  enter_sim_rates(all);
  enter_sim_connections(all);
  enter_sim_echo(all);
  enter_sim_jobs(all);
  enter_traces(all);
  return all;
}

/// On a terminal, one line that says what is at work; in a pipe, nothing.
void show_progress(std::string_view text) {
  if (isatty(STDERR_FILENO) == 0) return;
  std::fprintf(stderr, "\r\033[K%.*s", static_cast<int>(text.size()), text.data());
}

void set_up_library(const std::string& program, double seconds) {
  std::vector<std::string> words = {program, "--benchmark_min_time=" + std::to_string(seconds)};
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  int count = static_cast<int>(arguments.size());
  benchmark::Initialize(&count, arguments.data());
}

void write(const std::string& path, const std::string& text) {
  std::ofstream file(path);
  file << text;
  if (!file.flush()) throw std::runtime_error(path + ": cannot be written");
}

int compete(const options& chosen, const std::string& command) {
  contest all = enter_everyone();
  all.keep_only(chosen.only);
  if (all.tasks().empty()) throw std::runtime_error("no task's name holds what --only asks for: see --list");
  if (chosen.list) {
    for (const task& what : all.tasks()) std::printf("%-16s %s\n", what.name.c_str(), what.title.c_str());
    return 0;
  }
  all.run(chosen.repetitions, show_progress);
  show_progress("");

  const std::vector<finding> findings = judge(all);
  const run_report report{all, findings, look_around(), command, chosen.repetitions};
  std::fputs((chosen.markdown ? as_markdown(report) : as_text(report)).c_str(), stdout);
  if (chosen.figures) std::fputs(figures_as_text(report).c_str(), stdout);
  write(chosen.json_path, as_json(report));
  for (const finding& found : findings) {
    if (found.says == verdict::falls_short) return 1;
  }
  return 0;
}

}  // namespace
}  // namespace asynchat::bench

int main(int argc, char** argv) {
  using namespace asynchat::bench;
  options chosen;
  CLI::App app(
      "Measures asynchat against the libraries that a C++ author would pick instead.\n"
      "Exit status: 0 every gate holds, 1 one is short, 2 the command is wrong or something does not work.");
  app.name("./dev bench");
  app.add_option("--only,tasks", chosen.only, "run the tasks whose names hold one of these words")->type_name("WORD");
  app.add_flag("--list", chosen.list, "print the tasks and stop");
  app.add_flag("--figures", chosen.figures, "print what each contestant's work costs, too");
  app.add_flag("--markdown", chosen.markdown, "print the gates as docs/performance.md shows them");
  app.add_option("--json", chosen.json_path, "write everything to this file")->type_name("FILE")->capture_default_str();
  app.add_option("--repetitions", chosen.repetitions, "how often each contestant runs")
      ->type_name("N")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  app.add_option("--seconds", chosen.seconds, "how long it runs each time, at least")
      ->type_name("S")
      ->check(CLI::Range(0.001, 10.0))
      ->capture_default_str();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  std::string command = "./dev bench";
  for (int i = 1; i < argc; ++i) command += std::string(" ") + argv[i];
  try {
    set_up_library(argv[0], chosen.seconds);
    return compete(chosen, command);
  } catch (const std::exception& error) {
    show_progress("");
    std::fprintf(stderr, "bench: %s\n", error.what());
    return 2;
  }
}
