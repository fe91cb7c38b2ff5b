#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

namespace asynchat::properties {

/// Which law a watched channel broke by itself, without a second run to compare it with.
enum class slip { frames, order, bounds };

/// One such breach: `what` completes the sentence that begins with the cuts.
struct ledger_entry {
  slip broke = slip::order;
  std::string what;

  friend bool operator==(const ledger_entry&, const ledger_entry&) = default;
};

/// What a channel did with its bytes, kept by whoever watches its callbacks.
///
/// Input: `accounted` is what callbacks have been given so far, collected data and the terminators that were found, in
/// order; it begins at offset `first` of the stream. `held` bytes follow it that no callback has seen.
/// Output: `pushed` is what the channel was asked to send, `sent` what its transport has taken.
struct ledger {
  std::size_t first = 0;
  std::string accounted{};
  std::size_t received = 0;  ///< offset just past the last byte that the channel has read
  std::size_t held = 0;
  std::string pushed{};
  std::string sent{};
  std::uint64_t found = 0;   ///< calls of found_terminator
  std::uint64_t work = 0;    ///< callbacks, the bytes they were given, and bytes that were carried from read to read
  bool closed = false;       ///< the channel is closed
  bool ended = false;        ///< handle_close was called: what was held has been flushed
  bool sent_to_end = true;   ///< nothing closed the channel before its output could go out
  bool send_failed = false;  ///< so what was read is no longer to be told
  std::vector<ledger_entry> slips{};
};

}  // namespace asynchat::properties
