#include <asynchat/traces/trace_reader.h>
#include <gmock/gmock.h>

#include <limits>
#include <sstream>

#include "trace_vocabulary.h"

namespace asynchat::traces {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

const std::string header = R"({"format":"asynchat-trace","version":1,"source":{"kind":"hand"}})"
                           "\n";
const std::string opened = R"({"t":0,"conn":1,"event":"open","client":"a:1","server":"b:2"})"
                           "\n";

std::vector<trace_event> read(const std::string& text, const trace_limits& limits = {}) {
  std::istringstream in(text);
  trace_reader reader(in, "F", limits);
  return all_events(reader);
}

std::string error_of(const std::string& text, const trace_limits& limits = {}) {
  return message_of<input_error>([&] { read(text, limits); });
}

/// The error for one line after the header and the open of connection 1.
std::string line_error(const std::string& line) { return error_of(header + opened + line + "\n"); }

TEST(trace_reader, reads_every_kind_of_event) {
  EXPECT_EQ(story(read(header + opened +
                       R"({"t":1,"conn":1,"event":"data","from":"client","text":"hi"})"
                       "\n"
                       R"({"t":1,"conn":1,"event":"data","from":"server","base64":"AA=="})"
                       "\n"
                       R"({"t":2,"conn":1,"event":"gap","from":"server","bytes":7})"
                       "\n"
                       R"({"t":3,"conn":1,"event":"eof","from":"client"})"
                       "\n"
                       R"({"t":3,"conn":1,"event":"reset","from":"server"})"
                       "\n"
                       R"({"t":9,"conn":1,"event":"close"})"
                       "\n")),
            std::string("1 open; 1 client \"hi\"; 1 server \"") + '\0' +
                "\"; 1 server gap 7; 1 client eof; 1 server reset; 1 close");
}

TEST(trace_reader, gives_the_header) {
  std::istringstream in(
      R"({"format":"asynchat-trace","version":1,"source":{"kind":"proxy","name":"n","x":[1]},"started":"s","y":{}})"
      "\n");
  const trace_header expected{source_kind::proxy, "n", "s"};
  EXPECT_EQ(trace_reader(in, "F").header(), expected);
}

TEST(trace_reader, gives_time_and_endpoints) {
  const auto events =
      read(header + R"({"t":9007199254740991,"conn":3,"event":"open","client":"[::1]:9","server":"h:1"})"
                    "\n");
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].time_ns, trace_integer_max);
  EXPECT_EQ(events[0].client, "[::1]:9");
  EXPECT_EQ(events[0].server, "h:1");
}

TEST(trace_reader, ignores_keys_that_it_does_not_know) {
  EXPECT_EQ(story(read(header + opened +
                       R"({"t":1,"conn":1,"event":"eof","from":"client","why":{"a":[null,1.5]}})"
                       "\n")),
            "1 open; 1 client eof");
}

TEST(trace_reader, takes_text_for_any_bytes) {
  const auto events = read(header + opened +
                           R"({"t":1,"conn":1,"event":"data","from":"client","text":"é\u0000"})"
                           "\n");
  EXPECT_EQ(events.at(1).bytes, std::string("\xc3\xa9\0", 3));
}

TEST(trace_reader, drops_a_torn_last_line_with_a_warning) {
  std::istringstream in(header + opened + R"({"t":1,"conn":1,"event":"close"})");
  trace_reader reader(in, "F");
  EXPECT_EQ(story(all_events(reader)), "1 open");
  EXPECT_THAT(reader.warnings(), ElementsAre(StartsWith("F:3: the last line is torn")));
  EXPECT_EQ(reader.next(), std::nullopt);
}

TEST(trace_reader, names_file_and_line_and_what_was_expected_of_the_header) {
  EXPECT_THAT(error_of(""), AllOf(StartsWith("F:1: expected the header of a trace"), HasSubstr("empty file")));
  EXPECT_THAT(error_of("{}"), AllOf(StartsWith("F:1: expected the header of a trace"), HasSubstr("torn")));
  EXPECT_THAT(error_of("{}\n"), AllOf(StartsWith("F:1: expected the header of a trace"), HasSubstr("found {}")));
  EXPECT_THAT(error_of("\x7f"
                       "ELF\n"),
              StartsWith("F:1: expected one JSON object, found text that is not JSON, at column 1"));
  EXPECT_EQ(error_of(R"({"format":"asynchat-trace","version":2,"source":{"kind":"hand"}})"
                     "\n"),
            "F:1: expected version 1 of the trace format, found version 2");
  EXPECT_THAT(error_of(R"({"format":"asynchat-trace","version":1,"source":3})"
                       "\n"),
              StartsWith("F:1: expected \"source\": an object"));
  EXPECT_THAT(error_of(R"({"format":"asynchat-trace","version":1,"source":{"kind":"x"}})"
                       "\n"),
              StartsWith("F:1: expected \"kind\" to be one of capture, proxy, simulation, hand; found \"x\""));
}

TEST(trace_reader, names_the_line_that_is_no_json_object) {
  EXPECT_EQ(line_error("{"), "F:3: expected one JSON object, found text that is not JSON, at column 2");
  EXPECT_THAT(line_error(""), StartsWith("F:3: expected one JSON object, found text that is not JSON"));
  EXPECT_EQ(line_error("[1]"), "F:3: expected one JSON object, found [1]");
  EXPECT_THAT(line_error("{\"a\":\"\xff\"}"), StartsWith("F:3: expected UTF-8, at column"));
  EXPECT_THAT(line_error(R"({"t":1e999})"),
              StartsWith("F:3: expected one JSON object, found a number that is out of range"));
  EXPECT_EQ(line_error(R"({"t":1,"t":1})"), "F:3: expected each key once, found \"t\" twice");
}

TEST(trace_reader, refuses_fields_of_the_wrong_type) {
  EXPECT_EQ(line_error(R"({"t":1,"conn":1,"event":"shut"})"),
            "F:3: expected \"event\" to be one of open, data, gap, eof, reset, close; found \"shut\"");
  EXPECT_THAT(line_error(R"({"conn":1,"event":"close"})"),
              StartsWith("F:3: expected the key \"t\": an integer from 0"));
  for (const char* t : {"-1", "1.5", "\"1\"", "9007199254740992", "18446744073709551616", "null", "true"}) {
    EXPECT_THAT(line_error(std::string(R"({"conn":1,"event":"close","t":)") + t + "}"),
                StartsWith("F:3: expected \"t\": an integer"))
        << t;
  }
  EXPECT_THAT(line_error(R"({"t":1,"conn":0,"event":"close"})"),
              StartsWith("F:3: expected \"conn\": an integer from 1"));
  EXPECT_EQ(line_error(R"({"t":1,"conn":1,"event":"eof","from":"peer"})"),
            "F:3: expected \"from\": \"client\" or \"server\", found \"peer\"");
  EXPECT_THAT(line_error(R"({"t":1,"conn":1,"event":"gap","from":"client","bytes":0})"),
              StartsWith("F:3: expected \"bytes\": an integer from 1"));
  EXPECT_THAT(line_error(R"({"t":1,"conn":2,"event":"open","client":1,"server":"b"})"),
              StartsWith("F:3: expected \"client\": a string, found 1"));
}

TEST(trace_reader, takes_bytes_in_one_of_two_forms) {
  const std::string data = R"({"t":1,"conn":1,"event":"data","from":"client")";
  EXPECT_EQ(line_error(data + "}"), "F:3: expected the bytes in \"text\" or in \"base64\", found neither");
  EXPECT_EQ(line_error(data + R"(,"text":"a","base64":"YQ=="})"),
            "F:3: expected the bytes in \"text\" or in \"base64\", found both");
  EXPECT_EQ(line_error(data + R"(,"base64":"YQ"})"),
            "F:3: expected \"base64\": base64 with padding (RFC 4648), found \"YQ\"");
  EXPECT_EQ(line_error(data + R"(,"text":""})"), "F:3: connection 1: expected at least one byte of data, found none");
}

TEST(trace_reader, refuses_events_out_of_order) {
  const std::string eof = R"({"t":5,"conn":1,"event":"eof","from":"client"})"
                          "\n";
  EXPECT_THAT(line_error(eof + R"({"t":4,"conn":1,"event":"close"})"),
              StartsWith("F:4: expected \"t\" from 5 (the previous event's)"));
  EXPECT_EQ(line_error(R"({"t":1,"conn":2,"event":"close"})"),
            "F:3: expected \"open\" as the first event of connection 2, found \"close\"");
  EXPECT_EQ(error_of(header + opened + opened), "F:3: expected one \"open\" of connection 1, found a second one");
  EXPECT_EQ(line_error(eof + eof),
            "F:4: connection 1: expected nothing from the client after its \"eof\", found \"eof\"");
  const std::string close = R"({"t":5,"conn":1,"event":"close"})"
                            "\n";
  EXPECT_EQ(line_error(close + close), "F:4: connection 1: expected nothing after its \"close\", found \"close\"");
  const std::string reset = R"({"t":5,"conn":1,"event":"reset","from":"client"})"
                            "\n";
  EXPECT_EQ(line_error(reset + reset),
            "F:4: connection 1: expected nothing from the client after its \"reset\", found \"reset\"");
  EXPECT_EQ(story(read(header + opened + eof + reset)), "1 open; 1 client eof; 1 client reset");
}

TEST(trace_reader, reads_lines_up_to_the_limit_and_no_longer) {
  const std::string line = header + opened + R"({"t":1,"conn":1,"event":"close"})";
  const std::string padding(10'000 - 32, ' ');
  EXPECT_EQ(story(read(line + padding + "\n", {.line_bytes_max = 10'000})), "1 open; 1 close");
  EXPECT_EQ(error_of(line + padding + " \n", {.line_bytes_max = 10'000}),
            "F:3: expected a line of at most 10000 bytes, found a longer one");
}

TEST(trace_reader, reads_lines_of_every_length_around_its_buffer) {
  for (std::size_t length = 4090; length < 4102; ++length) {
    const std::string line = R"({"t":1,"conn":1,"event":"close"})";
    EXPECT_EQ(story(read(header + opened + line + std::string(length - line.size(), ' ') + "\n")), "1 open; 1 close");
    EXPECT_EQ(story(read(header + opened + line + std::string(length - line.size(), ' '))), "1 open");
  }
}

TEST(trace_reader, refuses_more_connections_than_its_limit) {
  const std::string second = R"({"t":0,"conn":2,"event":"open","client":"a:1","server":"b:2"})"
                             "\n";
  EXPECT_EQ(error_of(header + opened + second, {.connections_max = 1}),
            "F:3: expected at most 1 connections, found one more");
}

TEST(trace_reader, is_not_drowned_by_nesting_or_by_numbers) {
  EXPECT_THAT(line_error(std::string(1'000'000, '[')), StartsWith("F:3: expected values nested at most 32 deep"));
  std::string numbers = "{\"x\":[0";
  for (int i = 0; i < 200'000; ++i) numbers += ",0";
  EXPECT_THAT(line_error(numbers + "]}"), StartsWith("F:3: expected at most 100000 values"));
}

TEST(trace_reader, says_that_a_file_cannot_be_opened_or_read) {
  const scratch_folder folder;
  EXPECT_EQ(message_of<input_error>([&] { trace_reader(folder.path("none")); }),
            folder.path("none") + ": expected a file that can be opened: No such file or directory");
  EXPECT_THAT(message_of<input_error>([&] { trace_reader(folder.path("")); }), HasSubstr("Is a directory"));
}

}  // namespace
}  // namespace asynchat::traces
