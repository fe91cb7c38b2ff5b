#pragma once

#include <filesystem>
#include <string>
#include <vector>

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

/// A folder of its own for one test, removed with it.
class scratch_folder {
 public:
  scratch_folder();
  scratch_folder(const scratch_folder&) = delete;
  scratch_folder& operator=(const scratch_folder&) = delete;
  ~scratch_folder();

  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  std::string path() const { return folder_.string(); }
  /// Writes a file and returns its path.
  std::string file(const std::string& name, const std::string& content) const;
  std::vector<std::string> names() const;

 private:
  std::filesystem::path folder_;
};

/// A trace of one connection whose client sends these bytes and then ends its stream.
std::string trace_of(const std::string& printable);

std::string content_of(const std::string& path);

/// A file of the tests' data, or of the bundled traffic.
std::string data_file(const std::string& name);
std::string corpus_file(const std::string& name);

}  // namespace asynchat::cli
