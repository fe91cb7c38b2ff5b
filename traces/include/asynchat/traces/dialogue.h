#pragma once

#include <asynchat/traces/event_source.h>
#include <asynchat/transport/side.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace asynchat::traces {

/// How one direction of a connection stops. What comes after its first gap is left away: nobody knows where a frame
/// begins there.
enum class stop : std::uint8_t {
  open,   ///< the trace, or the connection, ends without a word about this direction
  eof,    ///< its sender sent its last byte
  reset,  ///< its sender aborted
  gap,    ///< the recording missed what comes here
};
std::string_view to_string(stop how);

/// What one side sent.
struct direction {
  std::string bytes;
  stop end = stop::open;
  std::uint64_t gap_bytes = 0;        ///< how many bytes are missing at the end, if it is a gap
  std::uint64_t left_away_bytes = 0;  ///< how many recorded bytes come after the gap
  std::uint64_t end_ns = 0;           ///< when it stopped, unless it is open
  std::size_t end_heard_bytes = 0;    ///< of the other direction, before it stopped

  friend bool operator==(const direction&, const direction&) = default;
};
std::ostream& operator<<(std::ostream& out, const direction& one);

/// One chunk: `size` bytes of the direction `from`, beginning at its byte `offset`.
struct piece {
  side from = side::client;
  std::size_t offset = 0;
  std::size_t size = 0;
  std::uint64_t time_ns = 0;

  friend bool operator==(const piece&, const piece&) = default;
};
std::ostream& operator<<(std::ostream& out, const piece& one);

/// One connection of a trace: what both sides said, and in which pieces and order.
struct dialogue {
  std::uint64_t conn = 1;
  std::string client;  ///< "host:port"
  std::string server;  ///< "host:port"
  std::uint64_t opened_ns = 0;
  std::array<direction, 2> directions;
  std::vector<piece> pieces;  ///< of both directions, as they arrived

  const direction& from(side sender) const { return directions[static_cast<std::size_t>(sender)]; }
  direction& from(side sender) { return directions[static_cast<std::size_t>(sender)]; }
  std::string_view bytes_of(const piece& one) const {
    return std::string_view(from(one.from).bytes).substr(one.offset, one.size);
  }

  friend bool operator==(const dialogue&, const dialogue&) = default;
};

/// What the connections that are held at once may take of memory; an input_error names the limit that is exceeded.
struct dialogue_limits {
  std::size_t stream_bytes_max = std::size_t{256} << 20;  ///< one direction of one connection
  std::size_t total_bytes_max = std::size_t{1} << 30;     ///< all of them
  std::size_t pieces_max = 20'000'000;                    ///< all of them
  std::size_t connections_max = 100'000;
};

/// The connections of a trace one by one, each as soon as it is over, so that memory grows with those that are open at
/// once and not with the trace. A reader is used by one thread at a time.
class dialogue_reader final {
 public:
  /// `source` outlives the reader. Throws what it throws.
  explicit dialogue_reader(event_source& source, const dialogue_limits& limits = {});
  dialogue_reader(const dialogue_reader&) = delete;
  dialogue_reader& operator=(const dialogue_reader&) = delete;
  ~dialogue_reader();

  /// The next connection that has closed; after the end of the trace those that never did, in the order in which they
  /// opened; then nothing.
  std::optional<dialogue> next();

  /// The how-many-th connection of the trace, from 0 and in the order in which they opened, the last one given is.
  std::uint64_t number() const;

 private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

/// The connections of a whole trace, in the order in which they opened; the limits hold for all of them together.
/// Throws what the source throws.
std::vector<dialogue> read_dialogues(event_source& source, const dialogue_limits& limits = {});

}  // namespace asynchat::traces
