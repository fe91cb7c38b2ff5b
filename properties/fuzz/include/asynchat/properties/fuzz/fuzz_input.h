#pragma once

#include <asynchat/sim/plan.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace asynchat::properties {

/// A stream and its delivery, as the bytes of a fuzzer mean it. Every byte string is one, and means the same for ever:
///
///     input = stream codes count flags         nothing: an empty stream that ends
///
/// It is read from its end, so that a byte more in the stream moves no cut. `flags` is the last byte, and `count`, with
/// the three high bits of `flags` above it, is how many codes there are, of at most as many bytes as are left. The
/// codes stand in the opposite order, the first one beside `count`:
///
///     0 to 127    the read ends after that many bytes more; one of no byte at all brings nothing
///     128 to 255  127 * (code - 127) bytes more, and the read goes on with the next code
///
/// What the codes leave of the stream comes in one more read. The bits of `flags`:
///
///     0 and 1     the ending: 1 reset, 2 open, else eof
///     2           the reads are repeated until the stream is out, as long as they are at most repeated_reads_max
///     3           every send takes one byte
///     4           the first send would block
struct fuzz_input {
  static constexpr std::size_t header_bytes = 2;
  static constexpr std::size_t codes_max = 2047;
  static constexpr std::size_t repeated_reads_max = std::size_t{1} << 16;

  std::string bytes = {};
  std::vector<std::size_t> reads = {};  ///< bytes of each read, 0 for one that brings nothing
  bool repeats = false;
  sim::ending end = sim::ending::eof;
  bool short_writes = false;
  bool first_send_blocks = false;

  friend bool operator==(const fuzz_input&, const fuzz_input&) = default;
};

/// Reads any bytes at all. The form with `into` reuses its memory.
void decode(std::string_view input, fuzz_input& into);
fuzz_input decode(std::string_view input);

/// Its bytes: decode(encode(x)) is x, where no read is longer than the stream and the reads take at most codes_max
/// codes; of more reads, those that fit are kept.
std::string encode(const fuzz_input& input);
/// The same into a buffer of `bytes_max`, which drops the reads and cuts off the stream where they do not fit. Returns
/// how many bytes were written.
std::size_t encode(const fuzz_input& input, char* into, std::size_t bytes_max);

/// The plan of it, which delivers the whole stream. The form with `into` reuses its memory.
void to_plan(const fuzz_input& input, sim::plan& into);
sim::plan to_plan(const fuzz_input& input);

/// The input that means this delivery; none where the plan waits, fails, or sends in a way that has no flag.
std::optional<fuzz_input> from_plan(std::string_view bytes, const sim::plan& steps);

}  // namespace asynchat::properties
