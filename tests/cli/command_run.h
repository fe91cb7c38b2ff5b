#pragma once

#include <string>
#include <vector>

#include "scratch_folder.h"
#include "sim_runner.h"

namespace asynchat::cli {

/// What one run of the command came to.
struct command_run {
  int status = 0;
  std::string out;
  std::string err;
};

/// Runs `asynchat` with these arguments in this process.
command_run run_command(const std::vector<std::string>& arguments,
                        const seed_work_maker& simulation = &make_seed_runner);

/// The folder of the test that is running.
class scratch_folder : public asynchat::scratch_folder {
 public:
  std::string file(const std::string& name, const std::string& content) const { return write(name, content); }
};

/// A trace of one connection whose client sends these bytes and then ends its stream.
std::string trace_of(const std::string& printable);

/// A file of the tests' data, or of the bundled traffic.
std::string data_file(const std::string& name);
std::string corpus_file(const std::string& name);

}  // namespace asynchat::cli
