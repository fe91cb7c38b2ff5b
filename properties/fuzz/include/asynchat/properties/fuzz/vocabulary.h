#pragma once

#include <asynchat/properties/subject.h>

#include <string>
#include <vector>

namespace asynchat::properties {

/// Bytes that mean something to a parser.
struct vocabulary {
  std::vector<std::string> terminators = {};  ///< what ends a frame, or a part of one: cut and torn apart
  std::vector<std::string> words = {};        ///< prefixes, header names, magic bytes: inserted whole
  std::vector<std::string> samples = {};      ///< whole frames

  friend bool operator==(const vocabulary&, const vocabulary&) = default;
};

/// The terminator that the parser itself tells of at its beginning, where it can tell.
vocabulary vocabulary_of(const subject& parser);

/// A dictionary as libFuzzer and AFL++ read it, an entry a line, each once: terminators, words, and samples of at most
/// 64 bytes.
std::string to_dictionary(const vocabulary& words);

}  // namespace asynchat::properties
