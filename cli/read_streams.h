#pragma once

#include <asynchat/traces/dialogue.h>
#include <asynchat/traces/event_source.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "streams.h"
#include "subjects.h"

namespace asynchat::cli {

/// The streams of traces and captures, each as soon as its connection is over: memory grows with the connections that
/// are open at once. What a file lacks is said on stderr.
class stream_source final {
 public:
  /// `port` is the server's in captures that miss a connection's SYN, or 0; `framing` outlives the source. With `only`,
  /// the streams of the other side are left away.
  stream_source(std::vector<std::string> paths, std::uint16_t port, const framing_choice& framing,
                std::optional<side> only = {});
  stream_source(const stream_source&) = delete;
  stream_source& operator=(const stream_source&) = delete;
  ~stream_source();

  /// The next stream, or nothing at the end of the last file. Throws traces::input_error, also where no connection of a
  /// file carries bytes.
  std::optional<recorded_stream> next();

 private:
  void open();
  void close();
  void take(traces::dialogue talk);

  const std::vector<std::string> paths_;
  const std::uint16_t port_;
  const framing_choice& framing_;
  const std::optional<side> only_;
  std::size_t file_ = 0;  ///< the one that is read
  std::unique_ptr<traces::event_source> events_;
  std::unique_ptr<traces::dialogue_reader> talks_;
  std::vector<recorded_stream> ready_;  ///< the next one at the back
  bool has_bytes_ = false;
  bool has_streams_ = false;
};

/// All streams of one trace or capture, as they opened.
std::vector<recorded_stream> read_streams(const std::string& path, std::uint16_t port, const framing_choice& framing);

}  // namespace asynchat::cli
