#pragma once

#include <asynchat/properties/fuzz/fuzz_input.h>

#include <cstddef>
#include <string>
#include <vector>

#include "streams.h"
#include "subjects.h"

namespace asynchat::cli {

/// Runs of whole frames of a stream, as long as they have at most 1 KiB, with the cuts of the recording. A single
/// longer frame is an input of its own, its first 64 KiB.
std::vector<properties::fuzz_input> inputs_of(const recorded_stream& stream, const checked_parser& parser);

/// The inputs of a folder: its files that are named *.trace.jsonl, *.pcap or *.pcapng by inputs_of, of the side `from`;
/// every other file is the bytes of one input. In the order of the names. Throws traces::input_error.
std::vector<properties::fuzz_input> read_corpus(const std::string& folder, const framing_choice& framing, side from);

/// A framing's name as a part of a file's: all but ASCII letters and digits become `_`.
std::string file_stem(std::string name);

/// What export_corpus wrote.
struct exported_corpus {
  std::size_t inputs = 0;
  std::size_t words = 0;
  std::string dictionary_path;
};

/// Writes the inputs of the streams to FOLDER/corpus, each in a file that is named by a digest of its content, and the
/// framing's words with those of the streams to FOLDER/NAME.dict. Throws traces::output_error.
exported_corpus export_corpus(const std::vector<recorded_stream>& streams, const framing_choice& framing,
                              const std::string& folder);

}  // namespace asynchat::cli
