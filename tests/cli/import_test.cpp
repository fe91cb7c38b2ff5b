#include <gmock/gmock.h>

#include "command_run.h"

namespace asynchat::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(import, makes_the_bundled_trace_of_its_capture) {
  const scratch_folder folder;
  const std::string trace = folder.path("http1-mtu576.trace.jsonl");
  const command_run result = run_command({"import", data_file("captures/http1-mtu576.pcapng"), "-o", trace});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("4 connections"));
  EXPECT_EQ(content_of(trace), content_of(corpus_file("http1/http1-mtu576.trace.jsonl")));
}

TEST(import, leaves_nothing_behind_when_the_capture_is_wrong) {
  const scratch_folder folder;
  const std::string whole = content_of(data_file("captures/smtp-mtu1500.pcapng"));
  for (const std::string& content : {std::string(), std::string("no capture at all"), whole.substr(0, 10)}) {
    const std::string capture = folder.file("bad.pcapng", content);
    const command_run result = run_command({"import", capture, "-o", folder.path("out.trace.jsonl")});
    EXPECT_EQ(result.status, 2);
    EXPECT_THAT(result.err, HasSubstr("bad.pcapng: "));
    EXPECT_THAT(folder.names(), ElementsAre("bad.pcapng"));
  }
}

TEST(import, reads_a_torn_capture_as_far_as_it_goes_or_refuses_it_but_never_writes_half) {
  const scratch_folder folder;
  const std::string whole = content_of(data_file("captures/smtp-mtu1500.pcapng"));
  const std::string capture = folder.file("torn.pcapng", whole.substr(0, whole.size() / 2 + 3));
  const command_run result = run_command({"import", capture, "-o", folder.path("out.trace.jsonl")});
  EXPECT_THAT(result.err, HasSubstr("torn.pcapng: "));
  EXPECT_EQ(folder.names().size(), result.status == 0 ? 2u : 1u);
}

TEST(import, says_that_the_trace_cannot_be_written) {
  const scratch_folder folder;
  const command_run result =
      run_command({"import", data_file("captures/smtp-mtu1500.pcapng"), "-o", folder.path("no/such/out.trace.jsonl")});
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.err, HasSubstr("no/such/out.trace.jsonl: "));
  EXPECT_THAT(result.out, IsEmpty());
}

TEST(import, writes_to_stdout_for_a_dash) {
  const command_run result = run_command({"import", data_file("captures/http1-mtu576.pcapng"), "-o", "-"});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(result.out, content_of(corpus_file("http1/http1-mtu576.trace.jsonl")));
}

TEST(import, never_replaces_the_capture_that_it_reads) {
  const scratch_folder folder;
  const std::string bytes = content_of(data_file("captures/smtp-mtu1500.pcapng"));
  const std::string capture = folder.file("talk.pcapng", bytes);
  const command_run result = run_command({"import", capture, "-o", folder.path("./talk.pcapng")});
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.err, HasSubstr("talk.pcapng: expected another file than the one that is read"));
  EXPECT_EQ(content_of(capture), bytes);
}

TEST(import, says_what_a_trace_or_a_repro_is_and_what_takes_it) {
  const scratch_folder folder;
  const std::string out = folder.path("out.trace.jsonl");
  const command_run trace = run_command({"import", corpus_file("http1/http1-mtu576.trace.jsonl"), "-o", out});
  EXPECT_EQ(trace.status, 2);
  EXPECT_THAT(trace.err, HasSubstr("http1-mtu576.trace.jsonl: expected a capture, pcap or pcapng: this is a trace "));
  const command_run repro = run_command({"import", data_file("repros/simulated/stale_span.repro.json"), "-o", out});
  EXPECT_EQ(repro.status, 2);
  EXPECT_THAT(repro.err, HasSubstr("stale_span.repro.json: expected a capture, pcap or pcapng: this is a repro, "));
}

TEST(import, wants_a_port_that_exists) {
  EXPECT_EQ(run_command({"import", "x", "-o", "y", "--port", "70000"}).status, 2);
}

}  // namespace
}  // namespace asynchat::cli
