#pragma once

#include <asynchat/traces/error.h>
#include <asynchat/traces/event_sink.h>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace asynchat::traces {

struct recording_options {
  /// A file that has grown by so many bytes is followed by a new one; 0: never.
  std::uint64_t rotate_bytes = 0;
  /// True: a file of that name is replaced, but none that a rotation could meet. False: it is an error.
  bool replace = false;
};

/// A trace that grows in its file while it is recorded, under its final name. Each event is one write of a whole line,
/// before take() returns, and nothing is buffered: whoever is killed loses at most the line at work, as a torn last
/// line that readers drop. What was written is the system's; a loss of power is not provided for.
///
/// A write that fails (the disk is full, a limit of file size) is taken back to the last whole line. Recording ends
/// with it, for ever, and trouble() says why; take() does nothing from then on.
///
/// Rotation: `x.trace.jsonl` is followed by `x.1.trace.jsonl`, and another name by the same with `.1` behind it; a
/// number whose file exists is passed over. Only a regular file can be rotated. Each file is a trace by itself:
/// connections that are open come first in it, opened again, with the ends that their sides had reached, and its
/// header's name tells of them. Times and connection numbers go on.
///
/// Used by one thread, the loop's.
class recording_file final : public event_sink {
 public:
  /// Writes the header, so that a file that cannot be written or rotated is an output_error at once. `-` is the
  /// standard output.
  recording_file(std::string path, trace_header header, const recording_options& options = {});
  ~recording_file() override;
  recording_file(const recording_file&) = delete;
  recording_file& operator=(const recording_file&) = delete;

  void take(const trace_event& event) override;

  /// Why recording ended: a sentence, file first.
  const std::optional<std::string>& trouble() const { return trouble_; }
  /// How many files there are.
  std::uint64_t files() const { return files_; }
  /// Of all files.
  std::uint64_t bytes_written() const { return bytes_before_ + bytes_; }

 private:
  struct open_connection;
  class output;

  void start(const std::string& path, const trace_header& header, bool replace);
  void rotate(std::uint64_t time_ns);
  std::string next_path();
  void remember(const trace_event& event);
  bool write(const trace_event& event);
  bool flush_line();
  void fail(int code);

  std::string path_;
  trace_header header_;
  recording_options options_;
  std::string current_path_;
  std::unique_ptr<output> output_;  ///< null once recording has ended
  std::map<std::uint64_t, open_connection> open_;
  std::uint64_t bytes_ = 0;           ///< of whole lines in the current file
  std::uint64_t bytes_at_start_ = 0;  ///< of them, its header and connections opened again
  std::uint64_t bytes_before_ = 0;    ///< of the files before it
  std::uint64_t files_ = 0;
  std::uint64_t number_ = 0;
  std::optional<std::string> trouble_;
  int trouble_code_ = 0;  ///< the system's
};

}  // namespace asynchat::traces
