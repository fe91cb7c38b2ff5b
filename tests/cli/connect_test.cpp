#include <gmock/gmock.h>

#include <string>
#include <string_view>

#include "blocking_server.h"
#include "command_run.h"

namespace asynchat::cli {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

/// Answers each chunk, not each line.
void answer_chunks(int peer) {
  for_each_chunk(peer, [&](std::string_view chunk) { say(peer, std::to_string(chunk.size()) + "\n"); });
}

/// Tells at the end how many bytes came, after a number that is another each time.
void count_bytes(int peer) {
  static int turn = 0;
  std::size_t bytes = 0;
  for_each_chunk(peer, [&](std::string_view chunk) { bytes += chunk.size(); });
  say(peer, "turn " + std::to_string(++turn) + "\n" + std::to_string(bytes) + "\n");
}

class connect_to : public testing::Test {
 protected:
  command_run check(const std::string& server, const std::vector<std::string>& more = {}) {
    std::vector<std::string> words{"check", "--connect",    server, "--out",   folder_.path(), "--plans",
                                   "6",     "--strategy",   "cut1", "--pause", "30",           "--idle",
                                   "50",    "--time-limit", "0.3",  trace_};
    words.insert(words.end(), more.begin(), more.end());
    return run_command(words);
  }

  const scratch_folder folder_;
  const std::string trace_ = folder_.file("talk.trace.jsonl", trace_of("one\r\ntwo\r\n"));
};

TEST_F(connect_to, finds_a_server_that_takes_a_chunk_for_a_line) {
  const blocking_server server(answer_chunks);
  const command_run result = check(server.address());
  EXPECT_EQ(result.status, 1) << result.err;
  EXPECT_THAT(result.out, AllOf(ContainsRegex("invariance: 1 cut at byte [0-9]+, between "),
                                HasSubstr("The kernel may join chunks on their way to a server"),
                                HasSubstr("--connect " + server.address())));
}

TEST_F(connect_to, replays_only_where_the_user_says_so) {
  const blocking_server server(answer_chunks);
  check(server.address());
  const std::string repro = folder_.path("talk-1-client-invariance.repro.json");
  EXPECT_EQ(run_command({"replay", repro}).status, 2);
  EXPECT_EQ(run_command({"replay", repro, "--connect", server.address()}).status, 1);
}

TEST_F(connect_to, compares_what_a_server_says_after_masking) {
  const blocking_server server(count_bytes);
  EXPECT_EQ(check(server.address()).status, 3);
  const command_run masked = check(server.address(), {"--ignore", "turn [0-9]+"});
  EXPECT_EQ(masked.status, 0) << masked.out;
}

TEST_F(connect_to, takes_a_server_at_its_word_once_it_has_been_quiet) {
  const kept_open kept;
  const blocking_server server([&](int peer) {
    say(peer, "hello\n");
    kept.keep(peer);
  });
  const command_run result = check(server.address());
  EXPECT_EQ(result.status, 0) << result.out << result.err;
}

TEST_F(connect_to, tells_a_server_that_resets_from_one_that_never_answers) {
  {
    const blocking_server server(reset);
    const command_run result = check(server.address());
    EXPECT_EQ(result.status, 1);
    EXPECT_THAT(result.out, HasSubstr("the server fails on the whole stream in one read: the server resets"));
  }
  {
    const blocking_server server([](int) {});
    const command_run result = check(server.address());
    EXPECT_EQ(result.status, 1);
    EXPECT_THAT(result.out, HasSubstr("the server fails on the whole stream in one read: the "));
    EXPECT_THAT(result.out, Not(HasSubstr("invariance: ")));
  }
  {
    const kept_open kept;
    const blocking_server server([&](int peer) { kept.keep(peer); });
    const command_run result = check(server.address());
    EXPECT_EQ(result.status, 1);
    EXPECT_THAT(result.out, HasSubstr("the server fails on the whole stream in one read: no answer"));
  }
}

TEST_F(connect_to, ends_with_75_where_nobody_listens_and_2_where_the_name_is_wrong) {
  blocking_server server(reset);
  server.stop();
  const command_run refused = check(server.address());
  EXPECT_EQ(refused.status, 75);
  EXPECT_THAT(refused.err, HasSubstr("connect:" + server.address() + ": Connection refused"));
  for (const char* wrong : {"localhost", "localhost:", ":80", "localhost:99999", "localhost:0"}) {
    const command_run result = check(wrong);
    EXPECT_EQ(result.status, 2) << wrong;
    EXPECT_THAT(result.err, HasSubstr("expected HOST:PORT")) << wrong;
  }
}

TEST_F(connect_to, needs_the_client_side_of_the_trace) {
  const std::string only_server = folder_.file(
      "answers.trace.jsonl", R"({"format":"asynchat-trace","version":1,"source":{"kind":"hand"}})"
                             "\n"
                             R"({"t":0,"conn":1,"event":"open","client":"10.0.0.1:40000","server":"10.0.0.2:25"})"
                             "\n"
                             R"({"t":1,"conn":1,"event":"data","from":"server","text":"220 hello\r\n"})"
                             "\n");
  const command_run result = run_command({"check", "--connect", "127.0.0.1:9", only_server});
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.err, HasSubstr("answers.trace.jsonl: expected bytes from the client; there are none to send"));
}

}  // namespace
}  // namespace asynchat::cli
