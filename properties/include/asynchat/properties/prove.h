#pragma once

#include <asynchat/properties/check.h>
#include <asynchat/properties/evaluation.h>
#include <asynchat/properties/subject.h>

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

namespace asynchat::properties {

enum class proof_result : std::uint8_t {
  proved,    ///< every cut that is counted gives the same events, and those of the reference
  unproved,  ///< nothing is wrong that could be found, and yet the proof does not go through
  failed,    ///< two deliveries of the same bytes differ, or one of them and the reference
};

std::string_view to_string(proof_result result);
std::ostream& operator<<(std::ostream& out, proof_result result);

struct prove_options {
  /// A stream up to that length is proved for chunks of every length: n²/2 feeds of n³/6 bytes.
  std::size_t every_length_bytes_max = 2048;
  /// The longest chunk of a proof, in bytes; 0: all of a stream up to every_length_bytes_max, and of a longer one what
  /// feeds_max and bytes_fed_max allow.
  std::size_t window_bytes = 0;
  std::uint64_t feeds_max = std::uint64_t{1} << 19;
  std::uint64_t bytes_fed_max = std::uint64_t{1} << 28;
  /// A parser without states is given every cut of a stream up to that length; at most 24.
  std::size_t every_cut_bytes_max = 16;
  std::uint64_t seed = 0;  ///< of the check that searches for a failure where the proof does not go through
};

/// What the proof of one stream came to.
struct prove_report {
  proof_result result = proof_result::unproved;
  std::size_t chunk_bytes_max = 0;  ///< the cuts with chunks up to that length are meant; the stream's: all cuts
  std::size_t stretch_bytes = 0;    ///< in stretches of that length one cut at every offset is meant as well
  std::string cuts = {};            ///< how many these are: "2^1999", or "at least 2^9998"; empty: none is proved
  std::uint64_t feeds = 0;
  std::uint64_t bytes_fed = 0;
  std::size_t frames = 0;  ///< events of the whole run
  /// Why it is unproved, a sentence without its full stop; empty otherwise.
  std::string reason = {};
  /// What failed, as a delivery that fails each time it is played from the first byte.
  std::optional<failure> found = {};
};

/// Proves that a parser tells the same of a stream however it is cut.
///
///     S(0) --1--> S(1) --1--> S(2) -- … --1--> S(n) --end-->        the states and the events, byte by byte
///       \_________ i..j in one read ________/
///                  leads from S(i) to S(j), and tells what the bytes between them told, for every i < j
///
/// By induction every cut then ends in S(n) with the same events, and so has the same end. A read of nothing must lead
/// from S(i) to S(i). Chunks longer than chunk_bytes_max are not part of it; for such streams one cut at every offset
/// is tried besides, in stretches of 1 KiB where the stream is above 8 KiB. The events are also held against the
/// reference, if there is one; and the ledger of a channel must be right after each byte and after each read from the
/// beginning.
///
/// Where a step leads to another state with the same events, the rest of the stream, its end, and every further cut of
/// it are tried from both; where nothing tells them apart, check() is asked, and then it is unproved. So it is for a
/// parser that has no states and a stream above every_cut_bytes_max, and for one that tells nothing.
///
/// As true as the parser's states: what operator== leaves out is not seen. Deterministic; several calls may run at
/// once.
prove_report prove(const subject& parser, const checked_stream& stream, const reference& model,
                   const prove_options& options = {});

/// How many ways there are to cut `bytes` bytes into chunks of at most `chunk_bytes_max`, which is at least 1:
/// "2^(bytes-1)" where that is all of them, else "at least 2^K", with K as large as a double tells. "1" where there is
/// one.
std::string count_of_cuts(std::size_t bytes, std::size_t chunk_bytes_max);

}  // namespace asynchat::properties
