#pragma once

#include <asynchat/sim/plan.h>
#include <asynchat/sim/random.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace asynchat::properties {

/// A stream and a delivery of it.
struct generated_case {
  std::string bytes;
  sim::plan steps;
};

/// Makes streams in which a terminator, its prefixes and its suffixes are frequent among a few other bytes, each with a
/// delivery that cuts it at random and reads in vain now and then. Streams, cuts and the number of empty reads are
/// distributed as those of the RapidCheck generators stream_around and plan_for at sizes from 0 to 100 in turn, and the
/// empty reads come before the first sixteen chunks. But nothing is kept to shrink them by: that is done on plans, by
/// shrink(). A seed means the same cases on every machine.
class case_generator {
 public:
  case_generator(std::string_view terminator, std::string_view others, std::uint64_t seed);

  /// Puts the next case into `into`, whose memory is used again.
  void next(generated_case& into);

 private:
  void draw_bytes(std::size_t size, std::string& bytes);
  void draw_plan(std::size_t size, std::size_t bytes, sim::plan& steps);

  static constexpr std::size_t size_max = 100;
  static constexpr std::size_t empty_read_places = 16;

  /// At least 0, below `bound`; that some numbers are likelier by bound / 2^32 is no matter here.
  std::size_t below(std::size_t bound) {
    return static_cast<std::size_t>(((random_.next() >> 32) * static_cast<std::uint64_t>(bound)) >> 32);
  }
  std::vector<std::string> pieces_;
  sim::random_source random_;
  std::size_t size_ = 0;
  std::vector<bool> cuts_;                                    ///< by offset
  std::array<std::size_t, empty_read_places> empty_reads_{};  ///< before the chunk of that number
};

}  // namespace asynchat::properties
