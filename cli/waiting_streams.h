#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "read_streams.h"

namespace asynchat::cli {

/// How far a run over streams has come.
struct streams_progress {
  std::size_t done = 0;
  std::size_t read = 0;
  std::uint64_t bytes_done = 0;
  std::uint64_t bytes_read = 0;
  bool all_read = false;                      ///< false: there may be more than `read`
  const recorded_stream* finished = nullptr;  ///< the one that is done now; null at the beginning
};

/// Streams that were read and whose turn has not come: some MiB ahead of those who take them, so that a file of any
/// size is worked through in constant memory. One thread at a time.
class waiting_streams final {
 public:
  enum class order : std::uint8_t {
    longest_first,  ///< of those that wait, so that no thread is left alone with a long one
    as_recorded,
  };
  struct turn {
    recorded_stream stream;
    bool is_longest = false;  ///< of its side in all files, the first of equals; only told under longest_first
  };

  /// The source outlives this.
  waiting_streams(stream_source& source, order by);

  /// The next one, or nothing when all have been taken. Throws what the source throws.
  std::optional<turn> take();

  /// Counts as done one that was taken.
  void finish(const recorded_stream& one);

  const streams_progress& progress() const { return progress_; }

 private:
  void fill();
  void wait(turn one);
  void add(recorded_stream one);
  bool comes_later(const turn& a, const turn& b) const;

  stream_source& source_;
  const order order_;
  std::vector<turn> waiting_;  ///< a heap
  std::size_t waiting_bytes_ = 0;
  std::array<std::optional<recorded_stream>, 2> longest_;  ///< of each side; taken last, unless all fits in here
  streams_progress progress_;
};

}  // namespace asynchat::cli
