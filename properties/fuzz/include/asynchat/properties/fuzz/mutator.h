#pragma once

#include <asynchat/properties/fuzz/fuzz_input.h>
#include <asynchat/properties/fuzz/vocabulary.h>
#include <asynchat/sim/random.h>

#include <cstddef>
#include <cstdint>

namespace asynchat::properties {

/// Changes bytes as a fuzzing engine does: `size` bytes at `data` become at most `size_max`; returns how many.
using byte_mutation = std::size_t (*)(std::uint8_t* data, std::size_t size, std::size_t size_max);

/// Changes fuzz inputs, the stream and its cuts apart. It knows what ends a frame: terminators are put in, torn and
/// doubled, and cuts are moved to their edges and between their bytes.
///
/// The result depends on nothing but the input, the words and the random numbers.
class mutator {
 public:
  /// Without terminators, CR LF is taken.
  explicit mutator(vocabulary words);

  /// One to four changes; the stream ends with at most `bytes_max` bytes. Where there is an engine, some changes of
  /// bytes are left to it.
  void mutate(fuzz_input& input, std::size_t bytes_max, sim::random_source& random, byte_mutation engine = nullptr);

  /// Makes `input` of the first part of one stream and the last part of another, with the cuts of either.
  void cross(const fuzz_input& other, fuzz_input& input, std::size_t bytes_max, sim::random_source& random) const;

  /// A stream of some whole frames and words, in one read.
  fuzz_input generate(std::size_t bytes_max, sim::random_source& random) const;

  const vocabulary& words() const { return words_; }

 private:
  void change_bytes(fuzz_input& input, sim::random_source& random, byte_mutation engine);
  void change_frames(fuzz_input& input, sim::random_source& random);
  void change_cuts(fuzz_input& input, sim::random_source& random) const;
  void change_rest(fuzz_input& input, sim::random_source& random) const;

  const std::string& terminator(sim::random_source& random) const;
  const std::string& any_word(sim::random_source& random) const;
  std::size_t place(const fuzz_input& input, sim::random_source& random) const;
  std::size_t terminator_edge(const fuzz_input& input, sim::random_source& random) const;

  vocabulary words_;
  std::string scratch_;
};

}  // namespace asynchat::properties
