#pragma once

#include <asynchat/traces/repro.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace asynchat::properties {

/// The failures of one test, a repro file each, in a folder of their own. Processes may share it: a file appears whole,
/// and the same failure has the same name.
class repro_store {
 public:
  explicit repro_store(std::filesystem::path folder) : folder_(std::move(folder)) {}

  struct kept {
    std::string path;
    traces::repro failure;
  };
  /// What is kept, sorted by name; nothing where there is no folder. A file that cannot be read stays, and is told of
  /// in `warnings`.
  std::vector<kept> read(std::vector<std::string>& warnings) const;

  /// Writes the failure as `STEM-LAW-HASH.repro.json`, making the folder; returns the path. Throws
  /// traces::output_error.
  std::string keep(const traces::repro& failure, std::string_view stem) const;

  /// Removes a file; that another process was quicker is no error.
  void drop(const std::string& path) const;

 private:
  std::filesystem::path folder_;
};

/// The text with what is awkward in a file's name replaced: all but letters, digits, `.`, `_` and `-`.
std::string as_file_name(std::string_view text);

}  // namespace asynchat::properties
