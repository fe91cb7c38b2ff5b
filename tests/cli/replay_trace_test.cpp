#include <gmock/gmock.h>
#include <signal.h>

#include <algorithm>
#include <cerrno>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "../examples/process.h"
#include "blocking_server.h"
#include "command_run.h"

namespace asynchat::cli {
namespace {

using examples::running_program;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// A trace whose events are these, in the words of a story: "open", "client abc", "server abc", "client eof", …; of
/// connection 1, or of the one whose number comes first.
std::string trace_with(const std::vector<std::string>& story) {
  std::string text = R"({"format":"asynchat-trace","version":1,"source":{"kind":"hand"}})"
                     "\n";
  std::uint64_t time = 0;
  for (std::string words : story) {
    nlohmann::ordered_json line{{"t", ++time}, {"conn", 1}};
    if (words[0] == '2') line["conn"] = 2;
    if (words[0] == '2') words.erase(0, 2);
    const std::string first = words.substr(0, words.find(' '));
    const std::string rest = first == words ? "" : words.substr(first.size() + 1);
    line["event"] = rest.empty() ? first : rest == "eof" || rest == "reset" || rest == "gap" ? rest : "data";
    if (!rest.empty()) line["from"] = first;
    if (line["event"] == "data") line["text"] = rest;
    if (line["event"] == "gap") line["bytes"] = 7;
    if (line["event"] == "open") line.update({{"client", "a:1"}, {"server", "b:2"}});
    text += line.dump() + '\n';
  }
  return text;
}

const std::vector<std::string> echo_talk{"open",         "client one\n", "server one\n", "client two\n",
                                         "server two\n", "client eof",   "server eof",   "close"};

class replay_to : public testing::Test {
 protected:
  std::string trace(const std::vector<std::string>& story) {
    return folder_.file("talk.trace.jsonl", trace_with(story));
  }
  command_run play(const std::vector<std::string>& story, const std::string& server,
                   const std::vector<std::string>& more = {}) {
    std::vector<std::string> words{"replay", trace(story), "--to", server};
    words.insert(words.end(), more.begin(), more.end());
    return run_command(words);
  }

  const scratch_folder folder_;
};

void echo(int peer) {
  for_each_chunk(peer, [&](std::string_view chunk) { say(peer, std::string(chunk)); });
}

TEST_F(replay_to, a_server_that_says_the_same_makes_no_difference) {
  const blocking_server server(echo);
  for (const std::vector<std::string>& how : std::vector<std::vector<std::string>>{
           {}, {"--strategy", "byte"}, {"--strategy", "whole"}, {"--prefix", "5"}, {"--speed", "1000"}}) {
    const command_run result = play(echo_talk, server.address(), how);
    EXPECT_EQ(result.status, 0) << result.out << result.err;
    EXPECT_THAT(result.out, AllOf(StartsWith("1 connection played, "), EndsWith("came: no difference\n")));
  }
}

TEST_F(replay_to, names_the_first_byte_that_differs_and_its_frame) {
  const blocking_server server([](int peer) {
    for_each_chunk(peer, [&](std::string_view chunk) { say(peer, chunk == "two\n" ? "twix\n" : std::string(chunk)); });
  });
  const command_run result = play(echo_talk, server.address(), {"--framing", "line"});
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(result.out,
            "connection 1: what the server says differs from byte 6 on\n"
            "  recorded  one\\ntwo\\n\n"
            "  came      one\\ntwix\\n\n"
            "                   ^\n"
            "  in        frame \"two\"\n"
            "1 connection played, 8 bytes sent, 9 bytes came: 1 connection not as recorded\n");
}

TEST_F(replay_to, tells_a_machine_the_same) {
  const blocking_server server([](int peer) { for_each_chunk(peer, [&](std::string_view) { say(peer, "1\n"); }); });
  const command_run result = play(echo_talk, server.address(), {"--json"});
  const std::size_t end = result.out.find('\n');
  const nlohmann::json difference = nlohmann::json::parse(result.out.substr(0, end));
  EXPECT_EQ(difference["offset"], 0);
  EXPECT_EQ(difference["recorded"], "one\\n");
  EXPECT_EQ(difference["came"], "1\\n");
  EXPECT_EQ(nlohmann::json::parse(result.out.substr(end))["differing"], 1);
}

TEST_F(replay_to, leaves_out_what_is_to_be_ignored) {
  static int turn;
  turn = 9;
  const blocking_server server([](int peer) {
    for_each_chunk(
        peer, [&](std::string_view chunk) { say(peer, "turn " + std::to_string(++turn) + ' ' + std::string(chunk)); });
  });
  std::vector<std::string> story = echo_talk;
  story[2] = "server turn 1 one\n";
  story[4] = "server turn 2 two\n";
  EXPECT_EQ(play(story, server.address()).status, 1);
  EXPECT_EQ(play(story, server.address(), {"--ignore", "turn [0-9]+"}).status, 0);
}

TEST_F(replay_to, sends_nothing_before_what_was_heard_before_it) {
  std::string heard_first;
  const blocking_server server([&](int peer) {
    char room[64];
    say(peer, "hel");
    // The client waits for the rest of the greeting, so that nothing can have come.
    const ssize_t early = recv(peer, room, sizeof room, MSG_DONTWAIT);
    say(peer, "lo\n");
    heard_first = early < 0 ? "nothing" : "something";
    for_each_chunk(peer, [](std::string_view) {});
  });
  const command_run result =
      play({"open", "server hello\n", "client QUIT\n", "client eof", "server eof", "close"}, server.address());
  EXPECT_EQ(result.status, 0) << result.out;
  EXPECT_EQ(heard_first, "nothing");
}

/// Two connections at a time, of which one hears what the other says.
TEST_F(replay_to, keeps_the_order_between_connections) {
  std::string noted;
  const blocking_server server([&](int first) {
    // The second connection cannot be served before this one, so the first must not wait for it.
    for_each_chunk(first, [&](std::string_view chunk) { noted += chunk; });
    say(first, noted);
  });
  const command_run result = play({"open", "client a", "client eof", "2 open", "server a", "server eof", "close",
                                   "2 client b", "2 client eof", "2 server ab", "2 server eof", "2 close"},
                                  server.address());
  EXPECT_EQ(result.status, 0) << result.out;
}

TEST_F(replay_to, twice_shows_what_the_first_time_left_behind) {
  std::size_t turns = 0;
  const blocking_server server([&](int peer) {
    for_each_chunk(peer, [](std::string_view) {});
    say(peer, turns++ == 0 ? "new\n" : "known\n");
  });
  const command_run result =
      play({"open", "client x\n", "client eof", "server new\n", "server eof", "close"}, server.address(), {"--twice"});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.out, AllOf(StartsWith("connection 2: what the server says differs from byte 0 on"),
                                HasSubstr("2 connections played")));
}

TEST_F(replay_to, tells_in_one_sentence_how_a_server_fails) {
  {
    const blocking_server server([](int peer) { say(peer, "o"); });
    EXPECT_THAT(play({"open", "server one\n", "close"}, server.address()).out,
                HasSubstr("connection 1: the server ends its stream after 1 byte, and more was recorded"));
    EXPECT_THAT(play({"open", "server o", "server eof", "close"}, server.address()).status, 0);
  }
  {
    const blocking_server server(reset);
    EXPECT_THAT(play(echo_talk, server.address()).out, HasSubstr("connection 1: the server resets the connection ("));
  }
  {
    const kept_open kept;
    const blocking_server server([&](int peer) { kept.keep(peer); });
    const command_run result = play(echo_talk, server.address(), {"--time-limit", "0.05"});
    EXPECT_EQ(result.status, 1);
    EXPECT_THAT(result.out, HasSubstr("the server says nothing for 0.05 s after 0 bytes, where 4 were recorded"));
  }
  {
    const blocking_server server([](int peer) { say(peer, "one\ntwo"); });
    EXPECT_THAT(play({"open", "server one\n", "server eof", "close"}, server.address()).out,
                HasSubstr("the server goes on behind byte 4, where it had said all in the recording"));
  }
}

TEST_F(replay_to, ends_with_75_where_nobody_listens_and_2_where_the_name_is_wrong) {
  blocking_server server(echo);
  server.stop();
  const command_run refused = play(echo_talk, server.address());
  EXPECT_EQ(refused.status, 75);
  EXPECT_THAT(refused.err, HasSubstr("--to " + server.address() + ": Connection refused"));
  EXPECT_EQ(play(echo_talk, "no.such.host.invalid:80").status, 2);
  for (const char* wrong : {"localhost", "localhost:", ":80", "localhost:99999", "localhost:0"}) {
    EXPECT_THAT(play(echo_talk, wrong).err, HasSubstr("expected HOST:PORT")) << wrong;
  }
}

TEST_F(replay_to, takes_a_server_that_listens_no_more_for_a_difference) {
  std::optional<blocking_server> server;
  server.emplace([&](int peer) {
    server->refuse();
    say(peer, "y");
  });
  const command_run result =
      play({"open", "server y", "server eof", "close", "2 open", "2 server y", "2 close"}, server->address());
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.out, StartsWith("connection 2: there is no connection: Connection refused\n"));
}

TEST_F(replay_to, plays_a_connection_up_to_its_first_gap_and_says_so) {
  const blocking_server server(echo);
  const command_run result =
      play({"open", "client one\n", "server one\n", "client gap", "client two\n", "server two\n", "close"},
           server.address());
  EXPECT_EQ(result.status, 4);
  EXPECT_THAT(result.out, AllOf(StartsWith("connection 1: the recording misses 7 bytes of the client after byte 4"),
                                EndsWith("no difference; 1 could not be played whole\n")));
}

TEST_F(replay_to, passes_a_reset_of_the_client_on) {
  bool was_reset = false;
  {
    const blocking_server server([&](int peer) {
      char byte = 0;
      recv(peer, &byte, 1, MSG_WAITALL);
      say(peer, "y");
      was_reset = recv(peer, &byte, 1, 0) < 0 && errno == ECONNRESET;
    });
    EXPECT_EQ(play({"open", "client x", "server y", "client reset", "close"}, server.address()).status, 0);
  }
  EXPECT_TRUE(was_reset);
}

TEST_F(replay_to, wants_what_belongs_together) {
  const std::string talk = trace(echo_talk);
  const std::string repro = folder_.file(
      "a.repro.json", R"({"format":"asynchat-repro","version":1,"subject":"crlf","property":"invariance",)"
                      R"("streams":[{"conn":1,"from":"client","text":"a\r\n","plan":"3 | eof"}],"schedule":[],)"
                      R"("expected":[],"observed":[],"explanation":"x","provenance":{"seed":"1","strategy":"whole",)"
                      R"("trace":"t","tool_version":"0"}})");
  const std::vector<std::pair<std::vector<std::string>, const char*>> wrong{
      {{talk}, "expected --framing, --to, --exec or --as-server"},
      {{talk, "--framing", "line", "--speed", "2"}, "--speed: expected --to, --exec or --as-server with it"},
      {{talk, "--framing", "line", "--time-limit", "2"}, "--time-limit: expected --to, --exec or --as-server with it"},
      {{talk, "--framing", "line", "--ignore", "x"}, "--ignore: expected --to, --exec or --as-server with it"},
      {{talk, "--framing", "line", "--plan", "2"}, "--plan requires --strategy"},
      {{talk, "--framing", "line", "--seed", "2"}, "--seed requires --strategy"},
      {{talk, "--framing", "line", "--strategy", "cut1", "--plan", "8"},
       "--plan 8: expected a plan of cut1; the stream with the most of them has 7 plans"},
      {{talk, "--exec", "cat", "--strategy", "cut1", "--plan", "8"}, "--plan 8: "},
      {{talk, "--framing", "line", "--strategy", "reset_peer"}, "reset_peer cuts nothing"},
      {{talk, "--framing", "line", "--strategy", "zero_frames"}, "does more than cut"},
      {{talk, "--framing", "line", "--trust"}, "--trust is for repros"},
      {{talk, "--connect", "localhost:1"}, "--connect is for repros; see --to"},
      {{talk, "--framing", "line", "--connections", "1"}, "--connections: expected --as-server with it"},
      {{talk, "--framing", "nonsense"}, "nonsense"},
      {{talk, "--framing", "line", "--strategy", "flip"}, "does more than cut"},
      {{talk, "--framing", "line", "--strategy", "nonsense"}, "unknown strategy"},
      {{repro, "--to", "localhost:1"}, "a repro says itself how it is played; --to is for traces"},
      {{folder_.file("none.trace.jsonl", trace_with({})), "--to", "localhost:1"}, "expected a connection"},
      {{folder_.file("none.trace.jsonl", trace_with({})), "--framing", "line"}, "expected a connection"},
      {{folder_.file("none.trace.jsonl", trace_with({})), "--as-server", "127.0.0.1:0"}, "expected a connection"},
      {{folder_.file("bad.trace.jsonl", trace_with(echo_talk) + "{\n"), "--framing", "line"}, "bad.trace.jsonl:10: "},
      {{folder_.path("missing"), "--framing", "line"}, "missing"},
  };
  for (const auto& [words, sentence] : wrong) {
    std::vector<std::string> all{"replay"};
    all.insert(all.end(), words.begin(), words.end());
    const command_run result = run_command(all);
    EXPECT_EQ(result.status, 2) << sentence;
    EXPECT_THAT(result.err, HasSubstr(sentence));
  }
}

class replay_exec : public replay_to {
 protected:
  command_run play_exec(const std::vector<std::string>& story, const std::string& command,
                        const std::vector<std::string>& more = {}) {
    std::vector<std::string> words{"replay", trace(story), "--exec", command};
    words.insert(words.end(), more.begin(), more.end());
    return run_command(words);
  }
};

TEST_F(replay_exec, plays_to_a_program_for_each_connection) {
  const command_run same = play_exec({"open", "2 open", "client a\n", "2 client b\n", "2 server b\n", "server a\n",
                                      "client eof", "server eof", "2 client eof", "2 server eof", "close", "2 close"},
                                     "cat");
  EXPECT_EQ(same.status, 0) << same.out << same.err;
  const command_run other = play_exec(echo_talk, "sed -u s/o/0/");
  EXPECT_EQ(other.status, 1);
  EXPECT_THAT(other.out, HasSubstr("what the server says differs from byte 0 on"));
}

TEST_F(replay_exec, tells_how_a_program_ended_that_said_too_little) {
  EXPECT_THAT(play_exec(echo_talk, "echo broken >&2; exit 3").out,
              HasSubstr("the server ends its stream (exit status 3; it said: broken) after 0 bytes"));
  EXPECT_THAT(play_exec(echo_talk, "kill -SEGV $$").out, HasSubstr("resets the connection (killed by SIGSEGV)"));
  EXPECT_THAT(play_exec(echo_talk, "cat >/dev/null; sleep 60", {"--time-limit", "0.05"}).out,
              HasSubstr("says nothing for 0.05 s"));
  const command_run missing = play_exec(echo_talk, "no_such_program_here");
  EXPECT_EQ(missing.status, 2);
  EXPECT_THAT(missing.err, HasSubstr("--exec no_such_program_here: the shell cannot run it; it said: "));
}

/// `asynchat replay … --as-server` at work.
class replay_as_server : public replay_to {
 protected:
  struct served {
    explicit served(const std::vector<std::string>& words) : program(words) {
      const std::string line = program.read_line();
      EXPECT_THAT(line, StartsWith("listening on "));
      address = line.substr(std::string("listening on ").size());
    }
    running_program program;
    std::string address;
  };
  served serve(const std::vector<std::string>& story, const std::vector<std::string>& more = {}) {
    std::vector<std::string> words{examples::program_path("asynchat"), "replay",
                                   folder_.file("s.trace.jsonl", trace_with(story)), "--as-server", "127.0.0.1:0"};
    words.insert(words.end(), more.begin(), more.end());
    return served(words);
  }
};

TEST_F(replay_as_server, is_the_recorded_server_for_the_recorded_client) {
  served server = serve(echo_talk);
  EXPECT_EQ(play(echo_talk, server.address).status, 0);
  const auto end = server.program.stop(0);
  EXPECT_EQ(end.status, 0) << end.err;
  EXPECT_EQ(end.out, "1 connection played, 8 bytes sent, 8 bytes came: no difference\n");
}

TEST_F(replay_as_server, tells_what_a_client_says_otherwise) {
  served server = serve(echo_talk);
  std::vector<std::string> other = echo_talk;
  other[3] = "client tow\n";
  play(other, server.address, {"--time-limit", "0.05"});
  const auto end = server.program.stop(0);
  EXPECT_EQ(end.status, 1);
  EXPECT_THAT(end.out, StartsWith("connection 1: what the client says differs from byte 5 on\n"));
}

TEST_F(replay_as_server, ends_after_as_many_connections_as_were_asked_for) {
  served server = serve({"open", "client a", "close", "2 open", "2 client b", "2 close"}, {"--connections", "1"});
  play({"open", "client a", "close"}, server.address);
  EXPECT_THAT(server.program.stop(0).out, StartsWith("1 connection played"));
}

TEST_F(replay_as_server, tells_what_it_saw_when_it_is_interrupted) {
  served server = serve(echo_talk);
  const auto end = server.program.stop(SIGINT);
  EXPECT_EQ(end.status, 130);
  EXPECT_THAT(end.out, StartsWith("0 connections played"));
}

TEST_F(replay_to, prints_frames_of_both_sides_in_their_order) {
  const std::string talk = trace(echo_talk);
  EXPECT_EQ(run_command({"replay", talk, "--framing", "line"}).out,
            "    0.000000 s    1 client  frame \"one\"\n"
            "    0.000000 s    1 server  frame \"one\"\n"
            "    0.000000 s    1 client  frame \"two\"\n"
            "    0.000000 s    1 server  frame \"two\"\n");
  const std::string json = run_command({"replay", talk, "--framing", "line", "--json"}).out;
  EXPECT_EQ(json.substr(0, json.find('\n')), R"({"t":2,"conn":1,"from":"client","frame":"frame","bytes":"one"})");
}

TEST_F(replay_to, tells_what_lies_behind_a_gap_and_has_no_frames) {
  const std::vector<std::string> story{"open", "client one\n", "client gap", "client two\n", "server one\n"};
  for (const bool closed : {false, true}) {
    std::vector<std::string> whole = story;
    if (closed) whole.push_back("close");
    const command_run result = run_command({"replay", trace(whole), "--framing", "line"});
    EXPECT_EQ(result.status, 4);
    EXPECT_THAT(result.out, AllOf(HasSubstr("server  frame \"one\""), Not(HasSubstr("two"))));
    EXPECT_EQ(
        result.err,
        "asynchat: warning: connection 1, from the client: the recording has a gap; the 4 bytes behind it have no "
        "frames\n");
  }
}

TEST_F(replay_to, prints_frames_in_the_width_of_the_page) {
  const std::string talk = trace({"open", "client " + std::string(300, 'a') + "\n", "close"});
  for (const std::size_t width : {40u, 60u, 80u}) {
    running_program program({"/usr/bin/env", "COLUMNS=" + std::to_string(width), examples::program_path("asynchat"),
                             "replay", talk, "--framing", "line"});
    std::istringstream lines(program.stop(0).out);
    std::size_t longest = 0;
    for (std::string line; std::getline(lines, line);) longest = std::max(longest, line.size());
    EXPECT_LE(longest, width);
    EXPECT_GT(longest, width / 2);
  }
}

TEST_F(replay_to, groups_the_numbers_of_its_sentences) {
  const blocking_server server(echo);
  EXPECT_THAT(play({"open", "client " + std::string(1234, 'a'), "server " + std::string(1234, 'a'), "client b",
                    "server c", "close"},
                   server.address())
                  .out,
              HasSubstr("differs from byte 1,234 on"));
}

TEST_F(replay_to, prints_the_same_frames_however_the_streams_are_cut) {
  const std::string redis = corpus_file("resp/redis-mtu576.trace.jsonl");
  const auto frames = [&](const std::vector<std::string>& more) {
    std::vector<std::string> words{"replay", redis, "--framing", "resp", "--json"};
    words.insert(words.end(), more.begin(), more.end());
    std::multiset<std::string> lines;
    std::istringstream in(run_command(words).out);
    // When a frame is complete depends on the cuts.
    for (std::string line; std::getline(in, line);) lines.insert(line.substr(line.find(',')));
    return lines;
  };
  const auto recorded = frames({});
  EXPECT_GT(recorded.size(), 100u);
  EXPECT_EQ(frames({"--strategy", "byte"}), recorded);
  EXPECT_EQ(frames({"--strategy", "whole"}), recorded);
}

}  // namespace
}  // namespace asynchat::cli
