#pragma once

#include <asynchat/properties/evaluation.h>
#include <asynchat/properties/framing_coverage.h>
#include <asynchat/properties/subject.h>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace asynchat::properties {

/// Where a channel stands in its framing after each prefix of one stream, read byte by byte; empty for a subject that
/// is no channel.
class framing_map {
 public:
  framing_map(const subject& parser, const checked_stream& stream);

  bool is_empty() const { return rows_.empty(); }
  /// How far the stream is read: to its end, or to where the channel closes.
  std::size_t reads_to() const { return rows_.empty() ? size_ : rows_.size() - 1; }

  /// Counts an event that came after that many bytes; none that comes after the channel has closed.
  void count(framing_coverage& coverage, std::size_t offset, stream_event event) const {
    const bool has_data = event != stream_event::data || offset < size_;
    if (offset < rows_.size() && has_data) coverage.reached(rows_[offset], event);
  }
  /// Counts what a delivery brought to the channel, up to where its bytes are no longer those of the stream.
  void count(framing_coverage& coverage, const sim::delivery& what, const played_steps& played) const;
  /// Notes which cells this stream makes possible.
  void note_possible(framing_coverage& coverage) const;

 private:
  std::size_t size_;
  std::vector<std::uint8_t> rows_;  ///< as framing_coverage::row_of tells them, by offset
};

}  // namespace asynchat::properties
