#pragma once

#include <asynchat/sim/strategy.h>

namespace asynchat::sim::strategies {

/// Cuts at the shape's edges: where a prefix of the terminator is live, where a count ends, where the terminator
/// changes, and one byte to either side of these. With E edges, of which some split a terminator:
///
///     index 0 to E - 1    one cut, at that edge            |…HTTP/1.1\r|\nHost: …|
///     index E to 2E - 1   the byte on either side alone    |…HTTP/1.|1|\r|\nHost: …|
///     after that          one plan for each prefix length that is live anywhere: a cut at all of them at once
///                                                          |…HTTP/1.1\r|\nHost: localhost\r|\n\r|\n…|
class terminator_edge final : public strategy {
 public:
  std::string_view name() const override { return "terminator_edge"; }
  std::string_view finds() const override {
    return "A terminator whose bytes come in two reads is missed, or a false start of it is lost or doubled.";
  }
  std::uint64_t count(const stream_shape& shape) const override;
  delivery make(const stream_shape& shape, std::uint64_t index) const override;
  std::optional<std::size_t> offset(const stream_shape& shape, std::uint64_t index) const override;
};

}  // namespace asynchat::sim::strategies
