#include "fuzz_corpus.h"

#include <asynchat/properties/check.h>
#include <asynchat/sim/random.h>
#include <asynchat/traces/error.h>

#include <fmt/core.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <system_error>
#include <utility>

#include "fuzz_vocabulary.h"
#include "read_streams.h"

namespace asynchat::cli {

namespace {

constexpr std::size_t window_bytes = 1024;
constexpr std::size_t frame_bytes_max = std::size_t{64} << 10;
constexpr std::size_t file_bytes_max = std::size_t{1} << 20;

bool is_trace(const std::string& name) {
  return name.ends_with(".trace.jsonl") || name.ends_with(".pcap") || name.ends_with(".pcapng");
}

properties::fuzz_input input_between(const recorded_stream& stream, std::size_t begin, std::size_t end) {
  const std::string_view bytes = std::string_view(stream.bytes).substr(begin, std::min(end - begin, frame_bytes_max));
  std::vector<std::size_t> cuts;
  for (const std::size_t cut : stream.recorded_cuts) {
    if (cut > begin && cut < end) cuts.push_back(cut - begin);
  }
  // More cuts than an input has codes for are left away.
  return properties::from_plan(bytes, sim::cut_at(bytes.size(), cuts))
      .value_or(properties::fuzz_input{.bytes = std::string(bytes)});
}

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), {}};
  if (!file) throw traces::input_error(path.string(), "it cannot be read");
  if (bytes.size() > file_bytes_max) {
    throw traces::input_error(path.string(), "expected an input of at most 1 MiB, or a trace");
  }
  return bytes;
}

std::string digest_of(std::string_view bytes) {
  std::uint64_t digest = bytes.size();
  for (const char byte : bytes) digest = sim::mix64(digest ^ static_cast<unsigned char>(byte));
  return fmt::format("{:016x}", digest);
}

void write_file(const std::filesystem::path& path, std::string_view bytes) {
  std::ofstream file(path, std::ios::binary);
  file << bytes;
  if (file.flush()) return;
  const int code = errno;
  throw traces::output_error(path.string(), "it cannot be written: " + std::generic_category().message(code), code);
}

}  // namespace

std::string file_stem(std::string name) {
  const auto is_odd = [](char byte) {
    return !((byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9'));
  };
  std::replace_if(name.begin(), name.end(), is_odd, '_');
  return name;
}

std::vector<properties::fuzz_input> inputs_of(const recorded_stream& stream, const checked_parser& parser) {
  std::vector<std::size_t> ends =
      properties::frame_ends({stream.bytes, stream.end, stream.heard, stream.recorded_cuts}, parser.model);
  if (ends.empty() || ends.back() < stream.bytes.size()) ends.push_back(stream.bytes.size());
  std::vector<properties::fuzz_input> result;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < ends.size(); ++i) {
    const bool last = i + 1 == ends.size();
    if (ends[i] > begin && (last || ends[i + 1] - begin > window_bytes)) {
      result.push_back(input_between(stream, begin, ends[i]));
      begin = ends[i];
    }
  }
  return result;
}

std::vector<properties::fuzz_input> read_corpus(const std::string& folder, const framing_choice& framing, side from) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<properties::fuzz_input> result;
  for (const std::filesystem::path& file : files) {
    if (!is_trace(file.filename().string())) {
      result.push_back(properties::decode(content_of(file)));
      continue;
    }
    for (const recorded_stream& stream : read_streams(file.string(), 0, framing)) {
      if (stream.from != from) continue;
      for (properties::fuzz_input& one : inputs_of(stream, framing.parser_for(from))) result.push_back(std::move(one));
    }
  }
  return result;
}

exported_corpus export_corpus(const std::vector<recorded_stream>& streams, const framing_choice& framing,
                              const std::string& folder) {
  const std::filesystem::path corpus = std::filesystem::path(folder) / "corpus";
  std::error_code error;
  std::filesystem::create_directories(corpus, error);
  if (error) throw traces::output_error(corpus.string(), error.message(), error.value());
  std::set<std::string> names;
  for (const recorded_stream& stream : streams) {
    for (const properties::fuzz_input& one : inputs_of(stream, framing.parser_for(stream.from))) {
      const std::string bytes = properties::encode(one);
      const std::string name = digest_of(bytes);
      if (names.insert(name).second) write_file(corpus / name, bytes);
    }
  }
  properties::vocabulary words = vocabulary_for(framing);
  for (std::string& word : words_in(streams, framing)) words.words.push_back(std::move(word));
  const std::string dictionary = properties::to_dictionary(words);
  const std::filesystem::path path = std::filesystem::path(folder) / (file_stem(framing.name()) + ".dict");
  write_file(path, dictionary);
  return {names.size(), static_cast<std::size_t>(std::count(dictionary.begin(), dictionary.end(), '\n')),
          path.string()};
}

}  // namespace asynchat::cli
