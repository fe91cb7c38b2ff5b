#include <gmock/gmock.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "command_run.h"
#include "tshark.h"
#include "watched_source.h"

namespace asynchat::cli {
namespace {

using support::fields_of;
using support::tshark_on;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

/// Runs `asynchat` with a file as its standard input.
command_run run_on(const std::string& path, const std::vector<std::string>& arguments) {
  const int before = dup(STDIN_FILENO);
  EXPECT_NE(std::freopen(path.c_str(), "rb", stdin), nullptr);
  command_run result = run_command(arguments);
  dup2(before, STDIN_FILENO);
  close(before);
  return result;
}

TEST(export_command, makes_a_capture_of_a_trace) {
  const scratch_folder folder;
  const std::string capture = folder.path("talk.pcapng");
  const command_run result = run_command({"export", corpus_file("http1/http1-mtu576.trace.jsonl"), "-o", capture});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(result.out, capture +
                            ": 284 packets, 4 connections, 128 chunks, 20,684 bytes from clients, 41,675 from servers, "
                            "0 gaps\n");
  EXPECT_EQ(tshark_on(capture, 0).complaints, "");
}

/// A pcapng file without its first packets.
std::string without_packets(std::string capture, int count) {
  constexpr std::uint32_t enhanced_packet = 6;
  for (std::size_t at = 0; count > 0;) {
    std::uint32_t type_and_size[2];
    std::memcpy(type_and_size, capture.data() + at, sizeof(type_and_size));
    const auto [type, size] = type_and_size;
    if (type != enhanced_packet) {
      at += size;
    } else {
      capture.erase(at, size);
      --count;
    }
  }
  return capture;
}

TEST(export_command, takes_the_servers_port_of_a_capture_that_misses_the_handshake) {
  const scratch_folder folder;
  const std::string whole = folder.path("whole.pcapng");
  run_command({"export", folder.file("talk.trace.jsonl", trace_of("HELO one\r\n")), "-o", whole});
  const std::string begun_before = folder.file("begun_before.pcapng", without_packets(content_of(whole), 3));
  const std::string out = folder.path("out.pcapng");
  EXPECT_THAT(run_command({"export", begun_before, "-o", out}).out, HasSubstr("10 bytes from clients, 0 from servers"));
  EXPECT_THAT(run_command({"export", "--port", "40000", begun_before, "-o", out}).out,
              HasSubstr("0 bytes from clients, 10 from servers"));
}

TEST(export_command, reads_stdin_and_writes_to_stdout_for_a_dash) {
  const scratch_folder folder;
  const std::string trace = corpus_file("smtp/smtp-mtu1500.trace.jsonl"), capture = folder.path("c.pcapng");
  ASSERT_EQ(run_command({"export", trace, "-o", capture}).status, 0);
  const auto expected = tshark_on(data_file("captures/smtp-mtu1500.pcapng"), 4).streams;
  for (const std::string& input : {trace, capture}) {
    const command_run result = run_on(input, {"export", "-", "-o", "-"});
    EXPECT_EQ(result.status, 0) << result.err;
    const std::string again = folder.file("again.pcapng", result.out);
    EXPECT_EQ(tshark_on(again, 4).streams, expected);
  }
}

const std::string repro_head = R"({"format":"asynchat-repro","version":1,"subject":"line","property":"invariance",)";
const std::string repro_tail =
    R"("schedule":["callback found 1 throw"],"expected":[],"observed":[],"explanation":"the sentence",)"
    R"("provenance":{"seed":"","strategy":"cut1","trace":"","tool_version":""}})";

TEST(export_command, delivers_a_repro_as_its_plan_says) {
  const scratch_folder folder;
  const std::string repro = folder.file(
      "r.repro.json",
      repro_head +
          R"("streams":[{"conn":1,"from":"server","text":"abcdef\r\n","plan":"b b 2 w20ms f(EINTR) 3 3 w1s | reset | b 3 1*"},)"
          R"({"conn":1,"from":"client","text":"helloworld","plan":"","heard":[{"before":0,"bytes":5},{"before":4,"bytes":5}]}],)" +
          repro_tail);
  const std::string capture = folder.path("r.pcapng");
  ASSERT_EQ(run_command({"export", repro, "-o", capture}).status, 0);
  EXPECT_EQ(tshark_on(capture, 1).streams.at(0), (support::both_sides{"helloworld", "abcdef\r\n"}));
  EXPECT_EQ(
      fields_of(
          capture,
          "frame.time_relative -e tcp.len -e tcp.flags.reset -e frame.comment -Y 'tcp.len>0||tcp.flags.reset==1'"),
      "0.000000000\t5\t0\t\n"
      "0.000000000\t2\t0\tinjected: a read would block, b, 2 times\n"
      "0.020000000\t5\t0\t\n"
      "0.020000000\t3\t0\tinjected: nothing comes for some time, w20ms,injected: a read fails, f(EINTR)\n"
      "0.020000000\t3\t0\t\n"
      "1.020000000\t0\t1\tinjected: nothing comes for some time, w1s,injected: the peer resets\n");
  EXPECT_THAT(
      fields_of(capture, "frame.comment -Y tcp.flags==2"),
      AllOf(HasSubstr("the client is line, shown as 192.0.2.1:49152"), HasSubstr("injected: callback found 1 throw"),
            HasSubstr("injected into the parser's sends, one after another: b 3 1*")));
  EXPECT_THAT(content_of(capture), HasSubstr("The repro of line, which breaks the law invariance: the sentence"));
}

TEST(export_command, says_of_a_repro_what_is_wrong_with_it) {
  const scratch_folder folder;
  const std::string repro =
      folder.file("r.repro.json",
                  repro_head + R"("streams":[{"conn":1,"from":"server","text":"abc","plan":"2 | eof"}],)" + repro_tail);
  const command_run result = run_command({"export", repro, "-o", folder.path("c")});
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.err, HasSubstr("r.repro.json: plan: it delivers 2 bytes, and the stream has 3"));
  EXPECT_THAT(folder.names(), ElementsAre("r.repro.json"));
}

TEST(export_command, makes_captures_without_fault_of_all_bundled_repros) {
  const scratch_folder folder;
  const std::size_t each = std::getenv("ASYNCHAT_LONG") != nullptr ? 1 : 4;  // tshark takes its time to start
  std::size_t made = 0;
  for (const char* kind : {"real", "simulated"}) {
    for (const auto& entry : std::filesystem::directory_iterator(data_file("repros/") + kind)) {
      const std::string capture = folder.path(entry.path().stem().string() + ".pcapng");
      const command_run result = run_command({"export", entry.path().string(), "-o", capture});
      EXPECT_EQ(result.status, 0) << entry.path();
      EXPECT_EQ(result.err, "") << entry.path();
      if (made++ % each == 0) {
        EXPECT_EQ(tshark_on(capture, 0).complaints, "") << entry.path();
      }
    }
  }
}

TEST(export_command, shows_what_a_simulated_repro_sends_and_what_its_schedule_does) {
  const scratch_folder folder;
  const std::string capture = folder.path("c.pcapng");
  ASSERT_EQ(run_command({"export", data_file("repros/simulated/pool_not_reset.repro.json"), "-o", capture}).status, 0);
  EXPECT_EQ(tshark_on(capture, 0).complaints, "");
  EXPECT_THAT(fields_of(capture, "frame.comment -Y 'tcp.flags==2'"),
              AllOf(StartsWith("the client is client/1, shown as 192.0.2.1:49152,the server is server:7"),
                    HasSubstr("injected: at 8096955421ns power_loss server")));
  EXPECT_THAT(content_of(capture), HasSubstr("Of the schedule: client 2 on client at 1706530"));
}

TEST(export_command, wants_a_packet_size_that_exists) {
  for (const char* mtu : {"575", "65536", "x"})
    EXPECT_EQ(run_command({"export", "x", "-o", "y", "--mtu", mtu}).status, 2);
}

TEST(import, reads_a_capture_from_stdin_for_a_dash) {
  const command_run result = run_on(data_file("captures/http1-mtu576.pcapng"), {"import", "-", "-o", "-"});
  EXPECT_EQ(result.status, 0) << result.err;
  const auto behind_header = [](const std::string& text) { return text.substr(text.find('\n')); };
  EXPECT_EQ(behind_header(result.out), behind_header(content_of(corpus_file("http1/http1-mtu576.trace.jsonl"))));
}

TEST(import, checks_a_capture_from_stdin) {
  const command_run result =
      run_on(data_file("captures/smtp-mtu1500.pcapng"), {"check", "--framing", "smtp", "--strategy", "whole", "-"});
  EXPECT_EQ(result.status, 0) << result.err;
}

/// An endless source that is interrupted, as by the user, with its third event.
class interrupted_source final : public traces::event_source {
 public:
  const traces::trace_header& header() const override { return header_; }
  std::optional<traces::trace_event> next() override {
    if (++given_ == 3) raise(SIGINT);
    return traces::trace_event{.conn = given_};
  }
  const std::string& file() const override { return name_; }
  const std::vector<std::string>& warnings() const override { return none_; }

 private:
  traces::trace_header header_;
  std::string name_ = "F";
  std::vector<std::string> none_;
  std::uint64_t given_ = 0;
};

TEST(watched_source, ends_with_an_interrupt_but_for_the_standard_input) {
  interrupted_source endless;
  watched_source watched(endless, false);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(watched.next().has_value());
  EXPECT_FALSE(watched.next().has_value());
  EXPECT_TRUE(watched.was_interrupted());
}

TEST(watched_source, reads_the_standard_input_on_after_an_interrupt) {
  interrupted_source from_stdin;
  watched_source watched(from_stdin, true);
  for (int i = 0; i < 9; ++i) EXPECT_TRUE(watched.next().has_value());
  EXPECT_FALSE(watched.was_interrupted());
}

TEST(import, takes_a_capture_filter) {
  const std::string capture = data_file("captures/http1-mtu576.pcapng");
  const command_run one = run_command({"import", capture, "-o", "-", "--filter", "tcp port 40486"});
  EXPECT_EQ(one.status, 0) << one.err;
  EXPECT_THAT(one.out, AllOf(HasSubstr("40486"), testing::Not(HasSubstr("\"conn\":2"))));
  const command_run wrong = run_command({"import", capture, "-o", "-", "--filter", "tcp prt 80"});
  EXPECT_EQ(wrong.status, 2);
  EXPECT_THAT(wrong.err,
              HasSubstr("expected a capture filter, see pcap-filter(7): can't parse filter expression: syntax "
                        "error, in 'tcp prt 80'"));
}

}  // namespace
}  // namespace asynchat::cli
