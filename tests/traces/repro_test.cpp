#include <asynchat/traces/repro.h>
#include <gmock/gmock.h>

#include <sstream>

#include "trace_vocabulary.h"

namespace asynchat::traces {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

repro example() {
  repro failure;
  failure.subject = "crlf";
  failure.property = "invariance";
  failure.streams = {{1, side::client, std::string("USER\r\n\0", 7), "5 1 | eof", {}},
                     {1, side::server, "+OK\r\n+OK\r\n", "", {{0, 5}, {6, 5}}}};
  failure.schedule = {"callback found 3 throw", "link 1 down 20ms"};
  failure.expected = {{"line", "USER", {1, -2}}};
  failure.observed = {{"line", "\xff", {}}};
  failure.explanation = "1 cut at byte 5, between CR and LF: frame 1 \"USER\" is lost";
  failure.origin = {"18446744073709551615", "cut1", "a.trace.jsonl", "0.1.0"};
  return failure;
}

std::string text_of(const repro& failure) {
  std::ostringstream out;
  write_repro(out, failure);
  return out.str();
}

repro read(const std::string& text, const repro_limits& limits = {}) {
  std::istringstream in(text);
  return read_repro(in, "F", limits);
}

/// The error for the example with one part of its text replaced.
std::string error_with(const std::string& part, const std::string& replacement) {
  std::string text = text_of(example());
  const std::size_t at = text.find(part);
  EXPECT_NE(at, std::string::npos) << part;
  return message_of<input_error>([&] { read(text.replace(at, part.size(), replacement)); });
}

TEST(repro, is_read_as_it_was_written) { EXPECT_EQ(read(text_of(example())), example()); }

TEST(repro, is_written_to_a_file_whole) {
  const scratch_folder folder;
  write_repro(folder.path("a.repro.json"), example());
  EXPECT_EQ(read_repro(folder.path("a.repro.json")), example());
}

TEST(repro, holds_the_keys_of_the_format) {
  for (const char* key : {"format", "version", "subject", "property", "streams", "schedule", "expected", "observed",
                          "explanation", "provenance"}) {
    EXPECT_THAT(text_of(example()), HasSubstr("\n  \"" + std::string(key) + "\": ")) << key;
  }
}

TEST(repro, may_hold_keys_that_nobody_knows) {
  std::string text = text_of(example());
  EXPECT_EQ(read(text.insert(1, "\"comment\": [{}],")), example());
}

TEST(repro, names_the_line_that_is_no_json) {
  EXPECT_THAT(error_with("\"property\"", "property"),
              StartsWith("F:5: expected one JSON object, found text that is not JSON"));
  EXPECT_THAT(message_of<input_error>([] { read(""); }), StartsWith("F:1: expected one JSON object"));
}

TEST(repro, names_the_place_in_the_object) {
  EXPECT_THAT(message_of<input_error>([] { read("{}"); }), StartsWith("F: expected a repro, "));
  EXPECT_EQ(error_with("\"version\": 1", "\"version\": 9"),
            "F: expected version 1 of the repro format, found version 9");
  EXPECT_EQ(error_with("\"client\"", "\"peer\""),
            "F: streams[0]: expected \"from\": \"client\" or \"server\", found \"peer\"");
  EXPECT_EQ(error_with("\"5 1 | eof\"", "7"), "F: streams[0]: expected \"plan\": a string, found 7");
  EXPECT_EQ(error_with("\"before\": 6", "\"before\": -6"),
            "F: streams[1]: heard[1]: expected \"before\": an integer from 0 to 9007199254740991, found -6");
  EXPECT_EQ(error_with("\"bytes\": 5", "\"bytes\": 6"),
            "F: streams[1]: expected heard frames within the stream's bytes, found longer ones");
  EXPECT_EQ(error_with("-2", "1.5"), "F: expected[0]: numbers[1]: expected an integer of 64 bits, found 1.5");
  EXPECT_EQ(error_with("\"link 1 down 20ms\"", "1"), "F: schedule[1]: expected a text of one line, found 1");
  EXPECT_EQ(error_with("link 1", "link\\n"),
            "F: schedule[1]: expected a text of one line, found \"link\\n down 20ms\"");
  EXPECT_THAT(error_with("\"provenance\": {", "\"provenance\": 1, \"x\": {"),
              StartsWith("F: expected an object, found 1"));
}

TEST(repro, is_refused_above_its_limits) {
  EXPECT_EQ(message_of<input_error>([] { read(text_of(example()), {.file_bytes_max = 100}); }),
            "F: expected at most 100 bytes, found more");
  EXPECT_EQ(message_of<input_error>([] { read(text_of(example()), {.values_max = 10}); }),
            "F: expected at most 10 values in one JSON text");
}

TEST(repro, says_that_its_file_cannot_be_opened) {
  EXPECT_EQ(message_of<input_error>([] { read_repro("/none/a"); }),
            "/none/a: expected a file that can be opened: No such file or directory");
}

}  // namespace
}  // namespace asynchat::traces
