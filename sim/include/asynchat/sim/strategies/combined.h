#pragma once

#include <asynchat/sim/strategy.h>

#include <memory>

namespace asynchat::sim::strategies {

/// Two strategies at once: what is delivered, how it is cut and how it ends comes from the first, the send side and the
/// time from the second, for each pair of their plans. The bytes are those of the first. A wait or an empty read of the
/// second comes before the chunk of the first that holds the byte before which it came; failures of its reads, its end
/// and its bytes are left away.
///
///     first:     |GET / HTTP/1.1\r|\n\r\n|
///     second:    |GET / HT| wait |TP/1.1\r\n\r| wait |\n|       sends: 1 b 1 b …
///     combined:  wait |GET / HTTP/1.1\r| wait |\n\r\n|          sends: 1 b 1 b …
///
/// Index i has plan i / c of the first and i % c of the second, which has c plans.
class combined final : public strategy {
 public:
  combined(std::shared_ptr<const strategy> cuts, std::shared_ptr<const strategy> surroundings);

  /// Both names, with a plus sign between: "byte+short_write".
  std::string_view name() const override { return name_; }
  std::string_view finds() const override {
    return "A fault that needs an unlucky cut and a slow or full transport at the same time.";
  }
  /// Those of the first, then those of the second.
  std::vector<parameter> parameters() const override;
  std::uint64_t count(const stream_shape& shape) const override;
  delivery make(const stream_shape& shape, std::uint64_t index) const override;
  std::optional<std::size_t> offset(const stream_shape& shape, std::uint64_t index) const override;

 private:
  std::shared_ptr<const strategy> cuts_;
  std::shared_ptr<const strategy> surroundings_;
  std::string name_;
};

}  // namespace asynchat::sim::strategies
