#include <asynchat/traces/import.h>
#include <asynchat/traces/trace_reader.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

#include "capture_builder.h"
#include "trace_vocabulary.h"

namespace asynchat::traces {
namespace {

using testing::ElementsAre;
using testing::StartsWith;

TEST(import, makes_a_trace_of_a_capture) {
  const scratch_folder folder;
  const std::string trace = folder.path("t.trace.jsonl");
  const import_result result = import_capture(capture_path("memcache-mtu1500"), trace);
  EXPECT_EQ(result.counts, (trace_counts{1, 12, 5139, 7425, 0}));
  capture_reader capture(capture_path("memcache-mtu1500"));
  trace_reader reader(trace);
  EXPECT_EQ(reader.header(), capture.header());
  EXPECT_EQ(all_events(reader), all_events(capture));
}

TEST(import, passes_warnings_on) {
  const scratch_folder folder;
  const std::string capture =
      folder.write("c", capture_builder().add({.payload = "x"}).add(ethernet(ipv4_packet("short", 6, true))).bytes());
  EXPECT_THAT(import_capture(capture, folder.path("t")).warnings,
              ElementsAre(StartsWith(capture + ": 1 packets cannot")));
}

TEST(import, leaves_nothing_of_a_trace_whose_capture_is_broken) {
  const scratch_folder folder;
  const capture_builder builder = capture_builder().add({.payload = "x"});
  const std::string capture = folder.write("c", builder.bytes() + std::string(40, '\xff'));
  EXPECT_THROW(import_capture(capture, folder.path("t")), input_error);
  EXPECT_THAT(folder.names(), ElementsAre("c"));
}

TEST(import, says_that_the_trace_cannot_be_written) {
  EXPECT_THROW(import_capture(capture_path("memcache-mtu1500"), "/none/t"), output_error);
}

TEST(import, tells_captures_from_traces) {
  const scratch_folder folder;
  const std::string trace = folder.path("t");
  import_capture(capture_path("http1-mtu576"), trace);
  EXPECT_EQ(all_events(*open_source(trace)), all_events(*open_source(capture_path("http1-mtu576"))));
  EXPECT_EQ(story(all_events(*open_source(folder.write("c", capture_builder().add({.payload = "x"}).bytes())))),
            "1 open; 1 client \"x\"");
  EXPECT_THAT(message_of<input_error>([&] { open_source(folder.write("e", "")); }),
              StartsWith(folder.path("e") + ":1: expected the header of a trace"));
}

/// What a source gives that reads `bytes` from a pipe, whose writer has not gone.
std::string read_from_pipe(const std::string& bytes) {
  std::array<int, 2> ends{};
  EXPECT_EQ(pipe(ends.data()), 0);
  EXPECT_EQ(write(ends[1], bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  close(ends[1]);
  const auto source = open_source("/proc/self/fd/" + std::to_string(ends[0]));
  close(ends[0]);
  return story(all_events(*source));
}

TEST(import, tells_captures_from_traces_in_a_pipe) {
  const scratch_folder folder;
  const std::string capture = capture_builder().add({.payload = "x"}).bytes();
  EXPECT_EQ(read_from_pipe(capture), "1 open; 1 client \"x\"");
  import_capture(folder.write("c", capture), folder.path("t"));
  EXPECT_EQ(read_from_pipe(contents(folder.path("t"))), "1 open; 1 client \"x\"");
}

TEST(import, gives_the_same_trace_for_pcap_and_pcapng) {
  const scratch_folder folder;
  const std::string pcap = folder.path("http1-mtu576.pcapng");
  ASSERT_EQ(std::system(("editcap -F nsecpcap '" + capture_path("http1-mtu576") + "' '" + pcap + "'").c_str()), 0);
  ASSERT_THAT(contents(pcap), StartsWith("\x4d\x3c\xb2\xa1"));
  capture_reader classic(pcap), modern(capture_path("http1-mtu576"));
  EXPECT_EQ(classic.header(), modern.header());
  EXPECT_EQ(all_events(classic), all_events(modern));
}

}  // namespace
}  // namespace asynchat::traces
