#pragma once

#include <asynchat/sim/strategies/changing.h>

namespace asynchat::sim::strategies {

/// A few bytes come again behind themselves, as from a sender that goes back: from each offset in turn.
///
///     bytes = 8:  |GET / HTTP/1.1\r\n|  becomes  |GET / HTGET / HTTP/1.1\r\n|
class replay_range final : public changing {
 public:
  /// `bytes` is at least 1.
  explicit replay_range(std::size_t bytes = 8);

  std::size_t bytes() const { return bytes_; }

  std::string_view name() const override { return "replay_range"; }
  std::string_view finds() const override {
    return "Bytes that come again are taken for the continuation of what they repeat, and not under every cut.";
  }
  std::vector<parameter> parameters() const override { return {{"bytes", bytes_, "bytes"}}; }
  std::uint64_t changes(const stream_shape& shape) const override;
  edit change(const stream_shape& shape, std::uint64_t number) const override;

 private:
  std::size_t bytes_;
};

}  // namespace asynchat::sim::strategies
