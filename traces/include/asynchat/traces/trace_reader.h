#pragma once

#include <asynchat/traces/error.h>
#include <asynchat/traces/event_source.h>

#include <cstddef>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace asynchat::traces {

struct trace_limits {
  std::size_t line_bytes_max = std::size_t{64} << 20;
  /// Connections that are open at a time, and runs of the numbers of those that are closed.
  std::size_t connections_max = 200'000;
};

/// Reads a trace line by line; memory does not grow with the file, only with the connections that are open at once (a
/// few words each) and with its longest line.
///
/// Everything that the format promises is checked: an error is an input_error with file and line. Unknown keys are
/// ignored. A last line without its `\n` is a torn write: it is dropped, and a warning says so. A
/// reader is used by one thread at a time.
class trace_reader final : public event_source {
 public:
  /// Opens the file, or the standard input for `-`, and reads its header.
  explicit trace_reader(const std::string& path, const trace_limits& limits = {});

  /// Reads from `in`, which outlives the reader; errors call it `file`.
  trace_reader(std::istream& in, std::string file, const trace_limits& limits = {});
  /// Reads from `in`, which is the reader's from now on.
  trace_reader(std::unique_ptr<std::istream> in, std::string file, const trace_limits& limits = {});

  trace_reader(const trace_reader&) = delete;
  trace_reader& operator=(const trace_reader&) = delete;
  ~trace_reader() override;

  const trace_header& header() const override;
  std::optional<trace_event> next() override;
  const std::string& file() const override;
  const std::vector<std::string>& warnings() const override;

 private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

}  // namespace asynchat::traces
