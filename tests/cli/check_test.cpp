#include <asynchat/properties/laws.h>
#include <gmock/gmock.h>

#include <unistd.h>

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "command_line.h"
#include "command_run.h"

namespace asynchat::cli {
namespace {

using testing::ContainsRegex;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const char* const dialogue = "HELO one\r\nUSER al\r\n\r\nPASS s\r\rt\r\nQUIT\r\n";

TEST(check, holds_for_the_bundled_traffic_and_tells_how_much_was_tried) {
  const command_run result = run_command({"check", "--framing", "http1", corpus_file("http1/http1-mtu1500.trace.jsonl"),
                                          data_file("captures/http1-mtu576.pcapng")});
  EXPECT_EQ(result.status, 0) << result.out << result.err;
  EXPECT_THAT(result.out,
              ContainsRegex("trace +framing +from +streams +bytes +frames +plans tried +of possible +laws +time"));
  EXPECT_THAT(result.out, ContainsRegex("http1-mtu1500 +http1 +server +4 +41,675 +22"));
  EXPECT_THAT(result.out, HasSubstr("14 laws held"));
  EXPECT_THAT(result.out, ContainsRegex("plans/s, .* MB/s"));
  EXPECT_THAT(result.err, IsEmpty());
}

TEST(check, tells_of_a_canary_in_one_sentence_and_its_repro_fails_again) {
  const scratch_folder folder;
  const std::string trace = folder.file("talk.trace.jsonl", trace_of(dialogue));
  const command_run result = run_command({"check", "--framing", "canary:cr_ends_line", "--out", folder.path(), trace});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.out, HasSubstr("invariance: 1 cut at byte "));
  EXPECT_THAT(result.out, HasSubstr("between CR and LF: "));
  const std::string repro = folder.path("talk-1-client-invariance.repro.json");
  EXPECT_THAT(result.out, HasSubstr("again:  asynchat replay " + repro));
  for (int times = 0; times < 2; ++times) {
    const command_run again = run_command({"replay", repro});
    EXPECT_EQ(again.status, 1) << again.err;
    EXPECT_THAT(again.out, HasSubstr("invariance: 1 cut at byte "));
  }
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // it would take 20 s
TEST(check, delivers_a_stream_of_any_length_byte_by_byte) {
  const scratch_folder folder;
  const std::string trace = folder.file("long.trace.jsonl", trace_of(std::string((std::size_t{1} << 22) + 1, 'x')));
  const command_run result = run_command({"check", "--framing", "crlf", "--strategy", "byte", trace});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("4,194,305"));
}
#endif

TEST(check, ends_with_3_and_both_logs_for_a_parser_that_is_not_deterministic) {
  const scratch_folder folder;
  const std::string trace = folder.file("talk.trace.jsonl", trace_of("HELO one\r\nUSER"));
  const command_run result =
      run_command({"check", "--framing", "canary:pool_not_reset", "--out", folder.path(), trace});
  EXPECT_EQ(result.status, 3);
  EXPECT_THAT(result.out, HasSubstr("replay: in one read: played again, "));
  EXPECT_THAT(result.out, ContainsRegex("not deterministic; played once:\n  .*\nplayed again:\n  "));
  EXPECT_THAT(result.out, Not(HasSubstr("invariance")));
  const command_run json =
      run_command({"check", "--framing", "canary:pool_not_reset", "--out", folder.path(), "--json", trace});
  EXPECT_EQ(json.status, 3);
  const nlohmann::json report = nlohmann::json::parse(json.out);
  EXPECT_EQ(report["status"], "not_deterministic");
  EXPECT_NE(report["streams"][0]["failure"]["played_once"], report["streams"][0]["failure"]["played_again"]);
  EXPECT_EQ(run_command({"replay", folder.path("talk-1-client-replay.repro.json")}).status, 3);
}

TEST(check, plays_channels_on_real_sockets_too_and_so_does_replay) {
  const scratch_folder folder;
  const std::string trace = folder.file("talk.trace.jsonl", trace_of("HELO one\nUSER al\r\n"));
  const command_run result =
      run_command({"check", "--framing", "canary:local_peer_trusted", "--out", folder.path(), trace});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.out, HasSubstr("parity: in one read: over TCP, frame 1 "));
  const command_run again = run_command({"replay", folder.path("talk-1-client-parity.repro.json")});
  EXPECT_EQ(again.status, 1);
  EXPECT_THAT(again.out, HasSubstr("over TCP, "));
}

TEST(check, gives_a_machine_the_same_facts) {
  const scratch_folder folder;
  const std::string trace = folder.file("talk.trace.jsonl", trace_of(dialogue));
  const command_run result =
      run_command({"check", "--framing", "canary:no_carry_over", "--json", "--out", folder.path(), trace});
  const nlohmann::json report = nlohmann::json::parse(result.out);
  EXPECT_FALSE(report["held"]);
  EXPECT_EQ(report["streams"][0]["failure"]["law"], "invariance");
  EXPECT_GT(report["plans_tried"], 1000);
  EXPECT_EQ(report["streams"][0]["laws"].size(), properties::all_laws.size());
}

TEST(check, gives_the_same_report_for_any_number_of_jobs) {
  const auto report = [](const std::string& jobs) {
    nlohmann::json all = nlohmann::json::parse(run_command({"check", "--framing", "smtp", "--json", "--jobs", jobs,
                                                            corpus_file("smtp/smtp-mtu576.trace.jsonl")})
                                                   .out);
    all.erase("seconds");
    for (auto& stream : all["streams"]) {
      stream.erase("seconds");
      stream.erase("cost_exponent");
    }
    return all;
  };
  EXPECT_EQ(report("1"), report("4"));
}

TEST(check, lets_each_side_hear_what_the_other_said_in_answer_to_it) {
  const scratch_folder folder;
  std::string trace = trace_of("EHLO x\r\nDATA\r\n");
  const std::string end = trace.substr(trace.find("{\"t\":2"));
  trace.resize(trace.size() - end.size());
  const auto said = [&](const std::string& from, const std::string& text) {
    trace += R"({"t":1,"conn":1,"event":"data","from":")" + from + R"(","text":)" + nlohmann::json(text).dump() + "}\n";
  };
  said("server", "220 a\r\n250 b\r\n554 refused\r\n");
  said("client", "STARTTLS\r\n");
  said("server", "220 c\r\n");
  said("client", "in TLS\n\n");
  said("server", "250 in TLS\r\n250 in TLS\r\n");
  const command_run result =
      run_command({"check", "--framing", "smtp", "--json", folder.file("smtp.trace.jsonl", trace + end)});
  const nlohmann::json report = nlohmann::json::parse(result.out);
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(report["streams"][0]["frames"], 4) << "EHLO, DATA, STARTTLS and the rest";
  EXPECT_EQ(report["streams"][1]["frames"], 5) << "four replies and the rest";
}

TEST(check, ends_a_direction_at_its_first_gap_and_says_so) {
  const scratch_folder folder;
  std::string trace = trace_of(dialogue);
  trace.insert(trace.find("{\"t\":2"),
               "{\"t\":1,\"conn\":1,\"event\":\"gap\",\"from\":\"client\",\"bytes\":7}\n"
               "{\"t\":1,\"conn\":1,\"event\":\"data\",\"from\":\"client\",\"text\":\"late\"}\n");
  const command_run result = run_command({"check", "--framing", "crlf", folder.file("gap.trace.jsonl", trace)});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.err, HasSubstr("7 bytes are missing after byte 38; what follows, 4 bytes, is not checked"));
}

TEST(check, drops_a_torn_last_line_with_a_warning) {
  const scratch_folder folder;
  const std::string whole = trace_of(dialogue);
  const command_run result =
      run_command({"check", "--framing", "crlf", folder.file("torn.trace.jsonl", whole.substr(0, whole.size() - 9))});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.err, HasSubstr("torn"));
}

/// Runs `asynchat` with its standard output on stderr, where a death test reads it.
void run_on_stderr(const std::vector<std::string>& arguments) {
  dup2(STDERR_FILENO, STDOUT_FILENO);
  std::vector<const char*> argv{"asynchat"};
  for (const std::string& one : arguments) argv.push_back(one.c_str());
  std::exit(run(static_cast<int>(argv.size()), argv.data()) + 100);
}

TEST(check, names_the_delivery_in_which_a_parser_hangs_and_its_repro_hangs_again) {
  const scratch_folder folder;
  const std::string trace = folder.file("talk.trace.jsonl", trace_of(dialogue));
  const std::string sentence = "progress: .*the feed of bytes .* did not return within 50 ms";
  EXPECT_EXIT(run_on_stderr({"check", "--framing", "canary:never_returns", "--feed-limit", "0.05", "--out",
                             folder.path(), trace}),
              testing::ExitedWithCode(1), sentence);
  const std::string repro = folder.path("talk-1-client-progress.repro.json");
  EXPECT_EXIT(run_on_stderr({"replay", "--feed-limit", "0.05", repro}), testing::ExitedWithCode(1), sentence);
  EXPECT_THAT(content_of(repro), HasSubstr("canary:never_returns"));
  std::string repaired = content_of(repro);
  repaired.replace(repaired.find("canary:never_returns"), 20, "crlf");
  EXPECT_EQ(run_command({"replay", folder.file("repaired.repro.json", repaired)}).status, 0);
}

TEST(check, takes_limits_with_a_framing_and_tries_them) {
  const scratch_folder folder;
  const std::string trace = folder.file("talk.trace.jsonl", trace_of(dialogue));
  const command_run limited = run_command({"check", "--framing", "limit:40:crlf", "--json", trace});
  EXPECT_EQ(limited.status, 0) << limited.out;
  EXPECT_GT(nlohmann::json::parse(limited.out)["streams"][0]["laws"]["limits"]["cases"], 100);
  const command_run plain = run_command({"check", "--framing", "crlf", "--json", trace});
  EXPECT_GT(nlohmann::json::parse(plain.out)["streams"][0]["laws"]["limits"]["cases"], 100);
}

struct wrong_use {
  std::vector<std::string> arguments;
  std::string complaint;
};

class wrong_uses : public testing::TestWithParam<wrong_use> {};

TEST_P(wrong_uses, are_told_in_one_sentence_on_stderr) {
  const command_run result = run_command(GetParam().arguments);
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.err, HasSubstr(GetParam().complaint));
  EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1) << result.err;
  EXPECT_THAT(result.out, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    each, wrong_uses,
    testing::Values(wrong_use{{}, "expected a command: check"}, wrong_use{{"chekc"}, "chekc"},
                    wrong_use{{"check", "x"}, "--framing"},
                    wrong_use{{"check", "--framing", "morse", "x"}, "unknown framing 'morse'; known are line, crlf"},
                    wrong_use{{"check", "--framing", "delimiter:\\q", "x"}, "escape"},
                    wrong_use{{"check", "--framing", "delimiter:\\x4", "x"}, "escape"},
                    wrong_use{{"check", "--framing", "count:99999999999999999999", "x"}, "count"},
                    wrong_use{{"check", "--framing", "count:0", "x"}, "count"},
                    wrong_use{{"check", "--framing", "limit:x:crlf", "x"}, "limit:N:FRAMING"},
                    wrong_use{{"check", "--framing", "limit:9:morse", "x"}, "unknown framing 'morse'"},
                    wrong_use{{"check", "--framing", "limit:9", "x"}, "unknown framing ''"},
                    wrong_use{{"check", "--framing", "crlf", "--feed-limit", "0", "x"}, "--feed-limit"},
                    wrong_use{{"check", "--framing", "canary:dodo", "x"}, "no canary is named \"dodo\""},
                    wrong_use{{"check", "--framing", "crlf", "/nowhere/x"}, "/nowhere/x: "},
                    wrong_use{{"check", "--framing", "crlf", "/nowhere/\x1b[31m\n"}, "/nowhere/?[31m?: "},
                    wrong_use{{"check", "--framing", "crlf", "--seed", "-1", "x"}, "--seed"},
                    wrong_use{{"check", "--framing", "crlf", "--seed", "18446744073709551616", "x"}, "--seed"},
                    wrong_use{{"check", "--framing", "crlf", "--tier", "fuller", "x"}, "--tier"},
                    wrong_use{{"check", "--framing", "crlf", "--profile", "udp", "x"}, "--profile"},
                    wrong_use{{"check", "--exec", "cat", "--tier", "full", "x"}, "--tier"},
                    wrong_use{{"check", "--exec", "cat", "--profile", "hostile", "x"}, "--profile"},
                    wrong_use{{"replay", "/nowhere/y"}, "/nowhere/y: "}));

struct bad_trace {
  std::string content;
  std::string complaint;
};

class bad_traces : public testing::TestWithParam<bad_trace> {};

TEST_P(bad_traces, are_refused_with_file_and_line) {
  const scratch_folder folder;
  const std::string path = folder.file("bad.trace.jsonl", GetParam().content);
  const command_run result = run_command({"check", "--framing", "crlf", path});
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.err, HasSubstr(path + GetParam().complaint));
}

const std::string header = "{\"format\":\"asynchat-trace\",\"version\":1,\"source\":{\"kind\":\"hand\"}}\n";
const std::string opened = header + "{\"t\":0,\"conn\":1,\"event\":\"open\",\"client\":\"a:1\",\"server\":\"b:2\"}\n";

INSTANTIATE_TEST_SUITE_P(
    each, bad_traces,
    testing::Values(bad_trace{"", ":1: expected the header"}, bad_trace{"hello\n", ":1: "},
                    bad_trace{"{\"format\":\"asynchat-trace\",\"version\":2,\"source\":{\"kind\":\"hand\"}}\n", ":1: "},
                    bad_trace{header, ": expected a connection that carries bytes"},
                    bad_trace{opened + "{\"t\":1,\"conn\":1,\"event\":\"wave\"}\n", ":3: "},
                    bad_trace{opened + "{\"t\":1,\"conn\":1,\"event\":\"data\",\"from\":\"client\",\"text\":\"\"}\n",
                              ":3: "},
                    bad_trace{opened + "nonsense\n", ":3: "}));

TEST(check, keeps_the_repros_of_traces_apart_that_are_called_alike) {
  const scratch_folder folder, other;
  const std::vector<std::string> traces{folder.file("talk.a.trace.jsonl", trace_of("HELO\r\n")),
                                        folder.file("talk.b.trace.jsonl", trace_of("USER\r\n"))};
  const command_run result =
      run_command({"check", "--framing", "canary:no_carry_over", "--out", other.path(), traces[0], traces[1]});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(other.names(),
              ElementsAre("talk-1-client-invariance.repro.json", "talk-2-1-client-invariance.repro.json"));
}

TEST(check, quotes_a_repro_for_the_shell) {
  const scratch_folder folder;
  const std::string trace = folder.file("it's talk.trace.jsonl", trace_of(dialogue));
  const command_run result = run_command({"check", "--framing", "canary:no_carry_over", "--out", folder.path(), trace});
  EXPECT_THAT(result.out, HasSubstr("again:  asynchat replay '" + folder.path("it'\\''s talk-1-client-invariance")));
}

TEST(check, does_not_accuse_a_stream_that_ends_within_its_first_frame) {
  const scratch_folder folder;
  std::string open_ended = trace_of("USER");
  open_ended.erase(open_ended.find("{\"t\":2"));
  const std::string fragment = folder.file("fragment.trace.jsonl", open_ended);
  const std::string whole = folder.file("whole.trace.jsonl", trace_of(dialogue));
  const command_run both = run_command({"check", "--framing", "crlf", fragment, whole});
  EXPECT_EQ(both.status, 0) << both.err;
  EXPECT_THAT(both.out, HasSubstr("1 stream without a whole frame"));
  const command_run alone = run_command({"check", "--framing", "crlf", fragment});
  EXPECT_EQ(alone.status, 2);
  EXPECT_THAT(alone.err, HasSubstr(fragment + ": expected at least one frame of crlf"));
}

TEST(check, says_that_a_repro_cannot_be_written) {
  const scratch_folder folder;
  const std::string trace = folder.file("talk.trace.jsonl", trace_of(dialogue));
  const command_run result =
      run_command({"check", "--framing", "canary:no_carry_over", "--out", folder.path("no/such"), trace});
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.err, HasSubstr("no/such"));
  EXPECT_THAT(folder.names(), ElementsAre("talk.trace.jsonl"));
}

TEST(help, shows_examples_and_every_framing) {
  EXPECT_THAT(run_command({"--help"}).out, HasSubstr("asynchat import capture.pcapng -o talk.trace.jsonl"));
  const command_run result = run_command({"check", "--help"});
  EXPECT_EQ(result.status, 0);
  for (const char* name :
       {"delimiter:TEXT", "http1", "resp", "canary:no_carry_over", "--json", "parity", "terminator_edge"}) {
    EXPECT_THAT(result.out, HasSubstr(name));
  }
}

}  // namespace
}  // namespace asynchat::cli
