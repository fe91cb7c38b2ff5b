#pragma once

#include <asynchat/sim/strategy.h>

namespace asynchat::sim::strategies {

/// So many bytes a second and no more: every 10 ms what has come till then, or byte after byte where that is slower.
/// What is toxiproxy's bandwidth.
///
///     rate = 600:  wait 10 ms |GET / | wait 10 ms |HTTP/1| wait 10 ms |.1\r\n\r\n|
class bandwidth final : public strategy {
 public:
  /// `rate` is 1 to 10^9 bytes a second.
  explicit bandwidth(std::size_t rate = 1000);

  std::size_t rate() const { return rate_; }

  std::string_view name() const override { return "bandwidth"; }
  std::string_view finds() const override {
    return "A frame that takes longer than somebody thought is given up, or its parts are taken for frames.";
  }
  std::vector<parameter> parameters() const override { return {{"rate", rate_, "bytes/s"}}; }
  std::uint64_t count(const stream_shape& shape) const override;
  delivery make(const stream_shape& shape, std::uint64_t index) const override;

 private:
  std::size_t rate_;
};

}  // namespace asynchat::sim::strategies
