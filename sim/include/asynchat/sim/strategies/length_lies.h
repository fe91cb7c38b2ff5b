#pragma once

#include <asynchat/sim/strategies/changing.h>

namespace asynchat::sim::strategies {

/// A number that may say how long something is says another: every decimal number of at most 18 digits in the stream,
/// and then each of the first 4 bytes of every frame. With d numbers:
///
///     change 4i to 4i + 3    one more, one less, ten times that,     |$5\r\nPING\r\n|  |$3\r\n…|  |$40\r\n…|
///                            more than 64 bits hold                  |$99999999999999999999\r\n…|
///     from change 4d on      a byte plus one, then minus one         |\x05PING|  |\x03PING|
class length_lies final : public changing {
 public:
  std::string_view name() const override { return "length_lies"; }
  std::string_view finds() const override {
    return "A length is believed: the parser waits for what never comes, reads into the next frame, or reserves what "
           "it says.";
  }
  std::uint64_t changes(const stream_shape& shape) const override;
  edit change(const stream_shape& shape, std::uint64_t number) const override;
};

}  // namespace asynchat::sim::strategies
