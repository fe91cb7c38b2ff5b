#pragma once

#include <sys/types.h>

#include <cstdio>
#include <optional>
#include <string>
#include <vector>

namespace asynchat::bench {

/// Another program that runs, its standard output readable. It ends with this object, or with this process.
class child_process {
 public:
  /// Throws std::system_error when there is no memory or process left for it. A program that does not exist prints
  /// nothing and ends.
  explicit child_process(const std::vector<std::string>& words);
  ~child_process();
  child_process(const child_process&) = delete;
  child_process& operator=(const child_process&) = delete;

  /// Its next line, without the line feed; nothing once it has ended.
  std::optional<std::string> read_line();

  /// CPU time that it has used so far, in seconds: its own and the system's on its behalf.
  double cpu_seconds() const;

 private:
  pid_t pid_ = -1;
  std::FILE* output_ = nullptr;
};

}  // namespace asynchat::bench
