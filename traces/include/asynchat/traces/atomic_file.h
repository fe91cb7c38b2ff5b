#pragma once

#include <asynchat/traces/error.h>

#include <filesystem>
#include <fstream>
#include <ostream>
#include <string>

namespace asynchat::traces {

/// A file that appears whole or not at all: it is written under a temporary name beside its own and renamed by
/// commit(). Without commit() the temporary file is removed, and a file of that name keeps its old content.
///
/// What is no regular file (a pipe, /dev/null) cannot be replaced: it is written as it is. Every failure is an
/// output_error.
class atomic_file final {
 public:
  explicit atomic_file(const std::string& path);
  atomic_file(const atomic_file&) = delete;
  atomic_file& operator=(const atomic_file&) = delete;
  ~atomic_file();

  std::ostream& out() { return out_; }

  /// Puts the file in its place; throws if any write failed. Called once, at the end.
  void commit();

 private:
  [[noreturn]] void fail(int code);

  std::string path_;
  std::filesystem::path target_;
  std::filesystem::path temporary_;  ///< empty: there is none (any more)
  std::ofstream out_;
};

}  // namespace asynchat::traces
