#pragma once

#include <asynchat/traces/error.h>

#include <filesystem>
#include <memory>
#include <ostream>
#include <string>

namespace asynchat::traces {

/// A file that appears whole or not at all: its name is given to it by commit(). Without commit() nothing is left, and
/// a file of that name keeps its old content.
///
/// Until then it has no name at all where the file system knows such files (O_TMPFILE), so that a killed writer leaves
/// nothing; elsewhere, and for the moment in which it replaces another, it is NAME.partN beside its place, which a
/// killed writer leaves and nobody touches again. What is replaced keeps its permissions, a new file has those of any
/// new file, and a symbolic link stays one. commit() waits until the bytes are on the disk, so that a power cut leaves
/// no empty file either; whether the name is there after one, or still the old file, is not promised.
///
/// What is no regular file (a pipe, /dev/null) cannot be replaced: it is written as it is. Every failure is an
/// output_error with the system's reason, that of the first write that failed.
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
  class output;

  void open_new();
  void publish();
  /// Fails with errno.
  void require(bool done);
  [[noreturn]] void fail(int code);

  std::string path_;
  std::filesystem::path target_;
  std::filesystem::path temporary_;  ///< empty: there is none (any more)
  bool replaces_ = true;             ///< false: `target_` itself is written
  std::unique_ptr<output> bytes_;
  std::ostream out_{nullptr};
};

}  // namespace asynchat::traces
