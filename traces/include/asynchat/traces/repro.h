#pragma once

#include <asynchat/traces/error.h>
#include <asynchat/transport/side.h>

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

namespace asynchat::traces {

/// A frame of the other side that arrives whole, as soon as the cut stream has been delivered to `before`.
struct heard_mark {
  std::uint64_t before = 0;  ///< offset in the cut stream
  std::uint64_t bytes = 0;   ///< size of the frame; the frames lie one after another in their stream's bytes

  friend bool operator==(const heard_mark&, const heard_mark&) = default;
};

/// The bytes of one direction and how they are delivered: cut by a plan, or, of the other side, heard in whole frames.
struct repro_stream {
  std::uint64_t conn = 1;
  side from = side::client;
  std::string bytes;
  std::string plan;               ///< in the text form of plans; empty for a stream that is heard
  std::vector<heard_mark> heard;  ///< empty for the stream that is cut

  friend bool operator==(const repro_stream&, const repro_stream&) = default;
};

/// One event of a parser: a name, bytes and numbers.
struct logged_event {
  std::string name;
  std::string bytes;
  std::vector<std::int64_t> numbers;

  friend bool operator==(const logged_event&, const logged_event&) = default;
};

/// Where a repro comes from; for people, replaying needs none of it.
struct provenance {
  std::string seed;
  std::string strategy;
  std::string trace;
  std::string tool_version;

  friend bool operator==(const provenance&, const provenance&) = default;
};

/// Everything needed to fail again, no random numbers.
struct repro {
  std::string subject;   ///< a framing, an in-process parser's name, or a command
  std::string property;  ///< the law that failed
  std::vector<repro_stream> streams;
  /// What else happens, a text of one line each, such as "callback found 3 throw": whoever replays the subject knows
  /// them, and refuses one that he does not. Empty where the streams' plans say all.
  std::vector<std::string> schedule = {};
  std::vector<logged_event> expected;
  std::vector<logged_event> observed;
  std::string explanation;  ///< one sentence for a person
  provenance origin;

  friend bool operator==(const repro&, const repro&) = default;
};

struct repro_limits {
  std::size_t file_bytes_max = std::size_t{256} << 20;
  std::size_t values_max = 2'000'000;
};

/// Reads a `*.repro.json`. Throws input_error: `FILE:LINE: …` where the text is not JSON, otherwise `FILE: …` with the
/// place in the object, such as `streams[0]`.
repro read_repro(const std::string& path, const repro_limits& limits = {});
repro read_repro(std::istream& in, const std::string& file, const repro_limits& limits = {});

/// Writes it as indented JSON; the path form writes atomically and throws output_error.
void write_repro(std::ostream& out, const repro& failure);
void write_repro(const std::string& path, const repro& failure);

}  // namespace asynchat::traces
