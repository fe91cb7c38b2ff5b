#pragma once

#include <asynchat/sim/strategy.h>

namespace asynchat::sim::strategies {

/// The peer sends its end of stream behind a frame, and reads on: what the parser has to send is taken only after that
/// end has come. One plan for each frame end, and one for the stream's own where that is none of them.
///
///     blocks = 8:  |GET / HTTP/1.1\r\n\r\n| eof    sends: b b b b b b b b all all …
class half_close final : public strategy {
 public:
  explicit half_close(std::size_t blocks = 8) : blocks_(blocks) {}

  std::size_t blocks() const { return blocks_; }

  std::string_view name() const override { return "half_close"; }
  std::string_view finds() const override {
    return "The end of what comes in is taken for the end of what goes out, and a reply that waits is dropped.";
  }
  std::vector<parameter> parameters() const override { return {{"blocks", blocks_, "sends"}}; }
  std::uint64_t count(const stream_shape& shape) const override;
  delivery make(const stream_shape& shape, std::uint64_t index) const override;
  std::optional<std::size_t> offset(const stream_shape& shape, std::uint64_t index) const override;

 private:
  std::size_t blocks_;
};

}  // namespace asynchat::sim::strategies
