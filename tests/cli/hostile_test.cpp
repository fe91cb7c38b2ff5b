// The command on inputs that nobody meant for it: each is refused with status 2 and one sentence that names the file,
// or taken for what it says. Whether memory is touched that should not be is for the sanitizers to see.

#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <vector>

#include "command_run.h"
#include "seeded_random.h"

namespace asynchat::cli {
namespace {

using support::seeded_random;
using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

const std::vector<std::string> commands{"check", "replay", "import", "conform"};

command_run run_on(const std::string& command, const std::string& path, const scratch_folder& folder) {
  if (command == "check") return run_command({command, "--framing", "crlf", "--out", folder.path(), path});
  if (command == "import") return run_command({command, path, "-o", folder.path("out.trace.jsonl")});
  return run_command({command, path});
}

/// What the command says besides warnings, which come first.
std::string verdict_of(const command_run& result) {
  const std::string warning = "asynchat: warning: ";
  std::string text = result.err;
  while (text.starts_with(warning)) text.erase(0, text.find('\n') + 1);
  return text;
}

void expect_refused(const command_run& result, const std::string& complaint) {
  const std::string verdict = verdict_of(result);
  EXPECT_EQ(result.status, 2) << result.out;
  EXPECT_THAT(verdict, HasSubstr(complaint));
  EXPECT_EQ(std::count(verdict.begin(), verdict.end(), '\n'), 1) << verdict;
}

TEST(hostile, files_that_cannot_be_read_are_named_with_the_reason) {
  const scratch_folder folder;
  for (const std::string& command : commands) {
    const std::string none = folder.path("none");
    EXPECT_THAT(run_on(command, none, folder).err, HasSubstr(none + ": "));
    expect_refused(run_on(command, none, folder), "No such file or directory");
    expect_refused(run_on(command, folder.path(), folder), folder.path() + ": ");
    EXPECT_THAT(run_on(command, folder.path(), folder).err, HasSubstr("s a directory"));
    // Its first page is never mapped: it can be opened, and not be read.
    expect_refused(run_on(command, "/proc/self/mem", folder), "/proc/self/mem: ");
    EXPECT_THAT(run_on(command, "/proc/self/mem", folder).err, HasSubstr("nput/output error"));
  }
}

TEST(hostile, numbers_that_are_none_are_refused) {
  const std::string trace = corpus_file("smtp/smtp-mtu576.trace.jsonl");
  expect_refused(run_command({"show", trace, "--from", "nan"}), "expected a finite number, not nan");
  expect_refused(run_command({"show", trace, "--conn", "-1"}), "expected a whole number");
  expect_refused(run_command({"check", "--framing", "smtp", "--feed-limit", "nan", trace}), "a finite number");
  expect_refused(run_command({"check", "--framing", "smtp", "--budget", "nan", trace}), "a finite number");
  expect_refused(run_command({"replay", trace, "--exec", "cat", "--speed", "nan"}), "a finite number");
  expect_refused(run_command({"replay", trace, "--exec", "cat", "--time-limit", "nan"}), "a finite number");
}

TEST(hostile, garbage_is_refused_by_every_command) {
  const scratch_folder folder;
  const std::vector<std::string> garbage{"",
                                         "\n",
                                         "{",
                                         "{}",
                                         "[]\n",
                                         "null\n",
                                         "\"text\"\n",
                                         "1e999\n",
                                         "{\"format\":\n",
                                         "{\"format\":7,\"version\":{}}\n",
                                         std::string("\0\0\0\0", 4),
                                         std::string(70000, '\xff') + "\n",
                                         std::string(70000, '[') + "\n",
                                         "\xef\xbb\xbf{\"format\":\"asynchat-trace\"}\n",
                                         "\x7f"
                                         "ELF\x02\x01\x01\n"};
  for (const std::string& command : commands) {
    for (const std::string& content : garbage) {
      const std::string path = folder.file("garbage", content);
      SCOPED_TRACE(command + " of " + content.substr(0, 30));
      expect_refused(run_on(command, path, folder), path + ":");
    }
  }
}

struct bad_input {
  std::string command;
  std::string content;
  std::string complaint;
};

class bad_inputs : public testing::TestWithParam<bad_input> {};

TEST_P(bad_inputs, are_refused_in_one_sentence) {
  const scratch_folder folder;
  const std::string path = folder.file("input", GetParam().content);
  expect_refused(run_on(GetParam().command, path, folder), path + GetParam().complaint);
}

const std::string header = R"({"format":"asynchat-trace","version":1,"source":{"kind":"hand"}})"
                           "\n";
const std::string opened = header + R"({"t":0,"conn":1,"event":"open","client":"a:1","server":"b:2"})" + "\n";

std::string event(const std::string& members) { return opened + "{" + members + "}\n"; }

INSTANTIATE_TEST_SUITE_P(
    traces, bad_inputs,
    testing::Values(
        bad_input{"check", header, ": expected a connection that carries bytes"},
        bad_input{"check", opened, ": expected a connection that carries bytes"},
        bad_input{"check", header.substr(0, 30), ":1: expected the header"},
        bad_input{"check", event(R"("t":-1,"conn":1,"event":"close")"), ":3: expected \"t\""},
        bad_input{"check", event(R"("t":1.5,"conn":1,"event":"close")"), ":3: expected \"t\""},
        bad_input{"check", event(R"("t":18446744073709551616,"conn":1,"event":"close")"), ":3: expected \"t\""},
        bad_input{"check", event(R"("t":1e999,"conn":1,"event":"close")"), ":3: expected one JSON object"},
        bad_input{"check", event(R"("t":1,"conn":"1","event":"close")"), ":3: expected \"conn\""},
        bad_input{"check", event(R"("t":1,"conn":0,"event":"close")"), ":3: expected \"conn\""},
        bad_input{"check", event(R"("t":1,"conn":2,"event":"close")"), ":3: "},
        bad_input{"check", event(R"("t":1,"conn":1,"event":"data","from":"client","text":7)"), ":3: expected \"text\""},
        bad_input{"check", event(R"("t":1,"conn":1,"event":"data","from":"client","base64":"A")"),
                  ":3: expected \"base64\""},
        bad_input{"check", event(R"("t":1,"conn":1,"event":"data","from":"both","text":"a")"), ":3: expected \"from\""},
        bad_input{"check", event(R"("t":1,"conn":1,"event":"gap","from":"client","bytes":0)"),
                  ":3: expected \"bytes\""},
        bad_input{"check", event(R"("t":1,"t":2,"conn":1,"event":"close")"), ":3: expected each key once"},
        bad_input{"check", opened + std::string(100, '{') + "\n", ":3: "}));

std::string repro(const std::string& streams, const std::string& property = "invariance",
                  const std::string& subject = "crlf", const std::string& observed = "[]") {
  return R"({"format":"asynchat-repro","version":1,"subject":")" + subject + R"(","property":")" + property +
         R"(","streams":)" + streams + R"(,"schedule":[],"expected":[],"observed":)" + observed +
         R"(,"explanation":"x","provenance":{"seed":"1","strategy":"cut1","trace":"t","tool_version":"0"}})" + "\n";
}

std::string stream(const std::string& plan, const std::string& more = "") {
  return R"({"conn":1,"from":"client","text":"a\r\nb","plan":")" + plan + '"' + more + "}";
}

INSTANTIATE_TEST_SUITE_P(
    repros, bad_inputs,
    testing::Values(
        bad_input{"replay", repro("[" + stream("2 3 | eof") + "]"),
                  ": plan: it delivers 5 bytes, and the stream has 4"},
        bad_input{"replay", repro("[" + stream("18446744073709551615 | eof") + "]"), ": plan: it delivers"},
        bad_input{"replay", repro("[" + stream("1*18446744073709551615 | eof") + "]"), ": plan: "},
        bad_input{"replay", repro("[" + stream("b*4294967296 4 | eof") + "]"), ": plan: "},
        bad_input{"replay", repro("[]"), ": streams: expected one with a plan"},
        bad_input{"replay", repro("{}"), ": expected \"streams\": an array"},
        bad_input{"replay", repro("[7]"), ": streams[0]: expected an object"},
        bad_input{"replay", repro("[" + stream("4 | eof") + "," + stream("4 | eof") + "]"),
                  ": streams: expected one with a plan, and there are more"},
        bad_input{"replay", repro("[" + stream("", R"(,"heard":[{"before":0,"bytes":5}])") + "]"),
                  ": streams[0]: expected heard frames within the stream's bytes"},
        bad_input{"replay",
                  repro("[" + stream("", R"(,"heard":[{"before":9,"bytes":1},{"before":8,"bytes":1}])") + "," +
                        stream("4 | eof") + "]"),
                  ": heard: expected ascending offsets"},
        bad_input{"replay",
                  repro("[" + stream("", R"(,"heard":[{"before":9,"bytes":1}])") + "," +
                        stream("", R"(,"heard":[{"before":8,"bytes":1}])") + "," + stream("4 | eof") + "]"),
                  ": heard: expected ascending offsets"},
        bad_input{"replay", repro("[" + stream("4 | eof", R"(,"heard":[{"before":1,"bytes":1}])") + "]"),
                  ": streams: expected one with a plan"},
        bad_input{"replay", repro("[" + stream("4 | eof") + "]", "beauty"), ": property: expected a law's name"},
        bad_input{"replay", repro("[" + stream("4 | eof") + "]", "invariance", "morse"), ": subject: unknown framing"},
        bad_input{"replay", repro("[" + stream("4 | eof") + "]", "invariance", "canary:dodo"), ": subject: no canary"},
        bad_input{"replay",
                  repro("[" + stream("4 | eof") + "]", "model", "crlf",
                        R"([{"name":"x","text":"","numbers":[9223372036854775808]}])"),
                  ": observed[0]: numbers[0]: expected an integer of 64 bits"},
        bad_input{"replay", repro("[" + stream("4 | eof") + "]").substr(0, 200), ":1: "}));

TEST(hostile, damaged_files_are_read_or_refused_by_every_command) {
  const scratch_folder folder;
  const std::vector<std::pair<std::string, std::string>> whole{
      {"check", event(R"("t":1,"conn":1,"event":"data","from":"client","text":"USER a\r\nQUIT\r\n")")},
      {"replay", repro("[" + stream("2 2 | eof | 1*") + "]")},
      {"conform",
       R"({"terminators":[{"bytes":"0a"},{"count":3}],"chunks":["610a",{"text":"abc"}],"send":[1,null],"end":"eof",)"
       R"("actions":[{"at":"found","k":0,"do":[{"op":"push","hex":"6161"}]}],"expect":[["collect","61"]]})"
       "\n"},
      {"import", content_of(data_file("captures/mqtt-mtu1500.pcapng")).substr(0, 4000)}};
  seeded_random random(1);
  for (const auto& [command, content] : whole) {
    for (int copies = 0; copies < 200; ++copies) {
      std::string damaged = content;
      for (std::size_t flips = random.between(1, 4); flips > 0; --flips) {
        char& byte = damaged[random.below(damaged.size())];
        byte = static_cast<char>(byte ^ (1 << random.below(8)));
      }
      if (random.below(4) == 0) damaged.resize(random.below(damaged.size()));
      const command_run result = run_on(command, folder.file("damaged", damaged), folder);
      EXPECT_THAT(result.status, AnyOf(0, 1, 2)) << result.err;
      if (result.status == 2) expect_refused(result, folder.path("damaged") + ":");
    }
  }
}

TEST(hostile, a_case_lets_nothing_through_that_moves_a_terminal) {
  const scratch_folder folder;
  const std::string path = folder.file("red.jsonl", R"({"id":"\u001b[31mred","expect":[["\u001b[32mgreen"]]})"
                                                    "\n");
  const command_run result = run_on("conform", path, folder);
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.out + result.err, Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace asynchat::cli
