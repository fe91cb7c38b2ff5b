#pragma once

#include <cstdint>
#include <string>

namespace asynchat::real_parsers {

/// Documents that are right, of some hundred bytes, full of what a cut can fall into. The same seed gives the same
/// bytes everywhere.

/// Values one after another: escapes, surrogate pairs, characters of two to four bytes, numbers in every form, nested.
std::string json_values(std::uint64_t seed);

/// Entities, character references, CDATA, comments, instructions, both kinds of line ends.
std::string xml_document(std::uint64_t seed);

/// Text with lines that end in LF, in CR LF and in CR, and with NULs.
std::string mixed_lines(std::uint64_t seed);

/// The same with up to three bytes changed, lost, doubled or swapped.
std::string damaged(std::string bytes, std::uint64_t seed);

}  // namespace asynchat::real_parsers
