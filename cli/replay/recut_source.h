#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "altered_source.h"
#include "stream_cutter.h"

namespace asynchat::cli {

/// A recording in whose place of chunks are others: what one side sent without anything between is cut where the cutter
/// says. A cut needs the whole stream, so that events wait for the end of the connections that were open before them.
/// At the end of the recording, a plan that none of its streams has is an input_error.
class recut_source final : public altered_source {
 public:
  /// So much waits; more is an input_error.
  static constexpr std::size_t kept_bytes_max = std::size_t{1} << 30;

  recut_source(std::unique_ptr<traces::event_source> inner, stream_cutter cutter)
      : altered_source(std::move(inner)), cutter_(std::move(cutter)) {}

  std::optional<traces::trace_event> next() override;

 private:
  /// One direction of a connection whose cuts are known.
  struct direction {
    std::vector<std::size_t> cuts;  ///< with the end of the stream as the last
    std::size_t next_cut = 0;
    std::size_t passed_on = 0;  ///< bytes
  };

  bool read_one();
  bool is_ready(std::uint64_t conn) const { return ended_ || ready_.contains(conn); }
  void find_cuts(std::uint64_t conn);
  void cut_run();

  stream_cutter cutter_;
  std::deque<traces::trace_event> waiting_;
  std::deque<traces::trace_event> cut_;  ///< ready to be passed on
  std::map<std::uint64_t, std::vector<traces::trace_event>> growing_;
  std::map<std::uint64_t, std::array<direction, 2>> ready_;
  std::size_t kept_bytes_ = 0;
  bool ended_ = false;
};

}  // namespace asynchat::cli
