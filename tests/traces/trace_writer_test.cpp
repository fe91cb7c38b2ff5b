#include <asynchat/traces/trace_reader.h>
#include <asynchat/traces/trace_writer.h>
#include <gtest/gtest.h>

#include <sstream>

#include "trace_vocabulary.h"

namespace asynchat::traces {
namespace {

trace_event open_event() { return {.kind = event_kind::open, .client = "127.0.0.1:9", .server = "[::1]:80"}; }
trace_event data_event(std::string bytes) {
  return {.kind = event_kind::data, .time_ns = 3, .from = side::server, .bytes = std::move(bytes)};
}

std::string written(const trace_header& header, const std::vector<trace_event>& events) {
  std::ostringstream out;
  trace_writer writer(out, header);
  for (const trace_event& event : events) writer.write(event);
  return out.str();
}

TEST(trace_writer, writes_the_header_as_the_format_shows_it) {
  EXPECT_EQ(
      written({source_kind::capture, "redis.pcapng", "2026-11-20T20:55:01.123456789Z"}, {}),
      R"({"format":"asynchat-trace","version":1,"source":{"kind":"capture","name":"redis.pcapng"},"started":"2026-11-20T20:55:01.123456789Z"})"
      "\n");
  EXPECT_EQ(written({}, {}), R"({"format":"asynchat-trace","version":1,"source":{"kind":"hand"}})"
                             "\n");
}

TEST(trace_writer, writes_one_line_an_event) {
  const std::string text = written({}, {open_event(),
                                        data_event("a\tb\r\n"),
                                        {.kind = event_kind::gap, .time_ns = 3, .gap_bytes = 5},
                                        {.kind = event_kind::reset, .time_ns = 4},
                                        {.kind = event_kind::close, .time_ns = 4}});
  EXPECT_EQ(text.substr(text.find('\n') + 1),
            R"({"t":0,"conn":1,"event":"open","client":"127.0.0.1:9","server":"[::1]:80"})"
            "\n"
            R"({"t":3,"conn":1,"event":"data","from":"server","text":"a\tb\r\n"})"
            "\n"
            R"({"t":3,"conn":1,"event":"gap","from":"client","bytes":5})"
            "\n"
            R"({"t":4,"conn":1,"event":"reset","from":"client"})"
            "\n"
            R"({"t":4,"conn":1,"event":"close"})"
            "\n");
}

TEST(trace_writer, uses_text_where_every_byte_is_printable_ascii) {
  for (int value = 0; value < 256; ++value) {
    const bool printable = (value >= 0x20 && value < 0x7f) || value == '\t' || value == '\r' || value == '\n';
    const std::string text = written({}, {open_event(), data_event(std::string("a") + static_cast<char>(value))});
    EXPECT_EQ(text.find("\"text\"") != std::string::npos, printable) << value;
    EXPECT_EQ(text.find("\"base64\"") != std::string::npos, !printable) << value;
  }
}

TEST(trace_writer, writes_what_the_reader_reads) {
  std::vector<trace_event> events{open_event()};
  for (int value = 0; value < 256; ++value)
    events.push_back(data_event(std::string(static_cast<std::size_t>(value % 5) + 1, static_cast<char>(value))));
  std::istringstream in(written({source_kind::simulation, "n", {}}, events));
  trace_reader reader(in, "F");
  EXPECT_EQ(all_events(reader), events);
}

TEST(trace_writer, survives_a_file_name_that_is_not_utf8) {
  std::istringstream in(written({source_kind::capture, "\xff.pcap", {}}, {}));
  EXPECT_EQ(trace_reader(in, "F").header().name, "\xef\xbf\xbd.pcap");
}

TEST(trace_writer_death_test, events_out_of_order_are_a_programmers_mistake) {
  EXPECT_DEATH(written({}, {data_event("x")}), "order that its format allows");
  EXPECT_DEATH(written({}, {open_event(), data_event("")}), "order that its format allows");
}

}  // namespace
}  // namespace asynchat::traces
