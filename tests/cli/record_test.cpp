#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>

#include <csignal>
#include <regex>
#include <thread>

#include "../traces/trace_vocabulary.h"
#include "recorder.h"

namespace asynchat::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using traces::scratch_folder;

/// A server, a recorder before it, and the trace that is made.
struct recorded : testing::Test {
  void start(const std::vector<std::string>& more = {}, const std::string& limits = {}) {
    record.emplace("127.0.0.1:" + server.port(), trace, more, limits);
  }
  examples::finished_run interrupt() {
    examples::finished_run end = record->stop(SIGINT);
    record.reset();
    return end;
  }

  scratch_folder folder;
  std::string trace = folder.path("talk.trace.jsonl");
  backend server;
  std::optional<recorder> record;
};

TEST_F(recorded, bytes_go_both_ways_and_are_in_the_trace) {
  start();
  socket_end client = record->connect();
  client.say("hello");
  socket_end peer = server.accept();
  EXPECT_EQ(peer.hear(5), "hello");
  peer.say("\xff");
  EXPECT_EQ(client.hear(1), "\xff");
  const examples::finished_run end = interrupt();
  EXPECT_EQ(end.status, 0);
  EXPECT_EQ(end.out, trace + ": 1 connection, 5 bytes from clients, 1 from servers\n");
  EXPECT_EQ(story_of(trace), "1 open; 1 client \"hello\"; 1 server \"\xff\"");
  EXPECT_THAT(traces::contents(trace), HasSubstr(R"("source":{"kind":"proxy","name":"127.0.0.1:)" + server.port()));
}

TEST_F(recorded, a_half_close_is_passed_on_as_one) {
  start();
  socket_end client = record->connect();
  socket_end peer = server.accept();
  client.say("question");
  client.end();
  EXPECT_EQ(peer.hear_all(), "question");
  peer.say("answer");
  peer.end();
  EXPECT_EQ(client.hear_all(), "answer");
  EXPECT_EQ(interrupt().status, 0);
  EXPECT_EQ(story_of(trace), R"(1 open; 1 client "question"; 1 client eof; 1 server "answer"; 1 server eof; 1 close)");
}

TEST_F(recorded, a_reset_of_either_side_is_passed_on_as_one) {
  start();
  for (const bool by_client : {true, false}) {
    socket_end client = record->connect();
    socket_end peer = server.accept();
    client.say("x");
    EXPECT_EQ(peer.hear(1), "x");
    (by_client ? client : peer).reset();
    EXPECT_TRUE((by_client ? peer : client).is_reset());
  }
  EXPECT_EQ(interrupt().status, 0);
  EXPECT_EQ(story_of(trace),
            "1 open; 1 client \"x\"; 1 client reset; 1 close; 2 open; 2 client \"x\"; 2 server reset; 2 close");
}

TEST_F(recorded, a_reset_behind_a_half_close_is_passed_on) {
  start();
  socket_end client = record->connect();
  socket_end peer = server.accept();
  client.end();
  EXPECT_EQ(peer.hear_all(), "");
  client.reset();
  pollfd gone{peer.fd(), 0, 0};
  EXPECT_EQ(poll(&gone, 1, 60'000), 1);
  EXPECT_EQ(interrupt().status, 0);
  EXPECT_EQ(story_of(trace), "1 open; 1 client eof; 1 client reset; 1 close");
}

TEST_F(recorded, a_hundred_connections_at_a_time_are_kept_apart) {
  start();
  std::vector<socket_end> clients;
  std::vector<socket_end> peers;
  for (int i = 0; i < 100; ++i) {
    clients.push_back(record->connect());
    peers.push_back(server.accept());
  }
  for (std::size_t i = 100; i-- > 0;) clients[i].say("from " + std::to_string(i + 100));
  for (std::size_t i = 0; i < 100; ++i) {
    EXPECT_EQ(peers[i].hear(8), "from " + std::to_string(i + 100));
    peers[i].say("to " + std::to_string(i + 100));
    EXPECT_EQ(clients[i].hear(6), "to " + std::to_string(i + 100));
  }
  EXPECT_EQ(interrupt().status, 0);
  const said_by_both said = said_in(trace);
  ASSERT_EQ(said.size(), 100u);
  for (const auto& [conn, both] : said) {
    const std::string number = std::to_string(conn + 99);
    EXPECT_EQ(both, std::pair("from " + number, "to " + number));
  }
}

TEST_F(recorded, a_client_whose_server_is_not_there_is_reset) {
  server.stop_listening();
  start();
  socket_end client = record->connect();
  EXPECT_TRUE(client.is_reset());
  const examples::finished_run end = interrupt();
  EXPECT_EQ(end.status, 0);
  EXPECT_THAT(end.err, HasSubstr("127.0.0.1:" + server.port() + ": connect: Connection refused; its client is reset"));
  EXPECT_THAT(end.out, HasSubstr("; 1 client not passed on"));
  EXPECT_EQ(story_of(trace), "");
}

TEST_F(recorded, who_does_not_read_holds_the_sender_back) {
  start();
  socket_end client = record->connect();
  socket_end peer = server.accept();
  const std::string block(1u << 20, 'x');
  std::size_t taken = 0;
  pollfd room{client.fd(), POLLOUT, 0};
  while (taken < 256 * block.size() && poll(&room, 1, 200) == 1) {
    const ssize_t count = ::send(client.fd(), block.data(), block.size(), MSG_DONTWAIT);
    if (count > 0) taken += static_cast<std::size_t>(count);
  }
  EXPECT_LT(taken, 256 * block.size());
  if (examples::memory_is_measured()) {
    EXPECT_LT(record->resident_bytes_peak(), 32u << 20);
  }
  client.end();
  EXPECT_EQ(peer.hear_all().size(), taken);
  EXPECT_EQ(interrupt().status, 0);
  EXPECT_EQ(said_in(trace).at(1).first.size(), taken);
}

TEST_F(recorded, who_has_not_read_all_by_the_end_sees_no_orderly_end) {
  start();
  const socket_end client = record->connect();
  const socket_end peer = server.accept();
  const std::string block(1u << 20, 'x');
  pollfd room{peer.fd(), POLLOUT, 0};
  for (int blocks = 0; blocks < 256 && poll(&room, 1, 200) == 1; ++blocks) {
    static_cast<void>(::send(peer.fd(), block.data(), block.size(), MSG_DONTWAIT));
  }
  EXPECT_EQ(interrupt().status, 0);
  std::string got(1u << 16, '\0');
  ssize_t count = 0;
  while ((count = ::recv(client.fd(), got.data(), got.size(), 0)) > 0) {
  }
  EXPECT_EQ(count, -1);
  EXPECT_EQ(errno, ECONNRESET);
}

TEST_F(recorded, too_few_descriptors_are_survived) {
  if (!examples::memory_is_measured()) GTEST_SKIP() << "a sanitizer needs descriptors of its own";
  start({}, "ulimit -n 24;");
  std::jthread echo([this] {
    for (socket_end peer = server.accept(); peer.fd() >= 0; peer = server.accept()) peer.say(peer.hear(4));
  });
  {
    std::vector<socket_end> many;
    for (int i = 0; i < 40; ++i) many.push_back(record->connect());
  }
  // The first ones after it may still be reset.
  bool served = false;
  for (int tries = 0; tries < 1000 && !served; ++tries) {
    socket_end client = record->connect();
    ::send(client.fd(), "ping", 4, MSG_NOSIGNAL);
    served = client.hear(4) == "ping";
  }
  EXPECT_TRUE(served);
  EXPECT_EQ(interrupt().status, 0);
  server.shut();
}

TEST_F(recorded, a_full_disk_ends_the_trace_and_not_the_traffic) {
  start({}, "ulimit -f 16;");
  socket_end client = record->connect();
  socket_end peer = server.accept();
  const std::string block(1000, 'x');
  for (int i = 0; i < 20; ++i) {
    client.say(block);
    EXPECT_EQ(peer.hear(block.size()), block);
  }
  const examples::finished_run end = interrupt();
  EXPECT_EQ(end.status, 75);
  EXPECT_THAT(end.err,
              HasSubstr(trace + ": expected a file that can be written: File too large; traffic is passed on"));
  EXPECT_THAT(end.out, HasSubstr("20,000 bytes from clients, 0 from servers; the end of it was not recorded"));
  const std::string told = said_in(trace).at(1).first;
  EXPECT_EQ(told, std::string(told.size() / 1000 * 1000, 'x'));
  EXPECT_GE(told.size(), 5000u);
  EXPECT_TRUE(traces::contents(trace).ends_with("\n"));
}

TEST_F(recorded, it_ends_by_itself_after_so_many_bytes) {
  start({"--max-bytes", "10"});
  socket_end client = record->connect();
  socket_end peer = server.accept();
  client.say("four");
  EXPECT_EQ(peer.hear(4), "four");
  peer.say("and six more");
  EXPECT_EQ(client.hear_all(), "and six more");
  EXPECT_EQ(record->wait().status, 0);
  EXPECT_EQ(story_of(trace), R"(1 open; 1 client "four"; 1 server "and six more")");
}

TEST_F(recorded, sizes_may_have_units) {
  start({"--max-bytes", "1k", "--quiet"});
  socket_end client = record->connect();
  client.say(std::string(1024, 'x'));
  EXPECT_EQ(record->wait().status, 0);
  EXPECT_EQ(said_in(trace).at(1).first.size(), 1024u);
}

TEST_F(recorded, each_file_of_a_rotation_is_a_trace) {
  start({"--rotate", "1k"});
  socket_end client = record->connect();
  socket_end peer = server.accept();
  for (char letter = 'a'; letter <= 'f'; ++letter) {
    client.say(std::string(500, letter));
    EXPECT_EQ(peer.hear(500), std::string(500, letter));
  }
  EXPECT_THAT(interrupt().out, HasSubstr(", in 3 files"));
  EXPECT_THAT(folder.names(), ElementsAre("talk.1.trace.jsonl", "talk.2.trace.jsonl", "talk.trace.jsonl"));
  std::string all;
  for (const std::string name : {"talk.trace.jsonl", "talk.1.trace.jsonl", "talk.2.trace.jsonl"}) {
    const said_by_both said = said_in(folder.path(name));
    ASSERT_EQ(said.size(), 1u);
    all += said.at(1).first;
  }
  EXPECT_EQ(all.size(), 3000u);
  EXPECT_THAT(traces::contents(folder.path("talk.2.trace.jsonl")), HasSubstr("part 3, goes on with connections 1"));
}

/// The command that the documentation shows, for these files.
std::string words_for_joining(const std::string& parts) {
  const std::string page = content_of(std::string(ASYNCHAT_SOURCE) + "/docs/traces.md");
  const std::size_t begin = page.find("awk 'FNR");
  return page.substr(begin, page.find(" redis.trace.jsonl", begin) - begin) + ' ' + parts;
}

TEST_F(recorded, the_parts_of_a_rotation_are_joined_by_the_documented_command) {
  start({"--rotate", "1"});
  for (int i = 0; i < 2; ++i) {
    socket_end client = record->connect();
    client.say("same");
    client.end();
    socket_end peer = server.accept();
    EXPECT_EQ(peer.hear_all(), "same");
    peer.say("same");
    EXPECT_EQ(client.hear(4), "same");
    peer.reset();
    EXPECT_TRUE(client.is_reset());
  }
  EXPECT_THAT(interrupt().out, HasSubstr(", in 12 files"));
  const std::string whole = folder.path("whole.trace.jsonl");
  const std::string joined =
      words_for_joining(trace + " $(ls -v " + folder.path() + "/talk.*.trace.jsonl | tail -n 11) > " + whole);
  EXPECT_EQ(examples::run_client({"sh", "-c", joined}).err, "");
  const std::string one = R"(N open; N client "same"; N client eof; N server "same"; N server reset; N close)";
  EXPECT_EQ(story_of(whole),
            std::regex_replace(one, std::regex("N"), "1") + "; " + std::regex_replace(one, std::regex("N"), "2"));
}

TEST_F(recorded, names_work) {
  recorder named("localhost:" + server.port(), trace, {}, {}, "localhost:0");
  socket_end client = named.connect();
  client.say("hello");
  EXPECT_EQ(server.accept().hear(5), "hello");
  EXPECT_EQ(named.stop(SIGTERM).status, 0);
  EXPECT_THAT(traces::contents(trace), HasSubstr(R"("server":"127.0.0.1:)" + server.port()));
}

TEST_F(recorded, ipv6_works) {
  if (!has_address("::1")) GTEST_SKIP() << "this machine has no IPv6";
  const backend six("::1");
  recorder numeric("[::1]:" + six.port(), trace, {}, {}, "[::1]:0");
  socket_end client = numeric.connect();
  client.say("hello");
  EXPECT_EQ(six.accept().hear(5), "hello");
  EXPECT_EQ(numeric.stop(SIGTERM).status, 0);
  EXPECT_THAT(traces::contents(trace), HasSubstr(R"("server":"[::1]:)" + six.port()));
}

TEST(record, a_wrong_command_line_is_one_sentence_and_status_2) {
  const scratch_folder folder;
  const std::string mine = folder.write("mine", "kept");
  const auto run = [](std::vector<std::string> words) {
    words.insert(words.begin(), {examples::program_path("asynchat"), "record"});
    return examples::run_client(words);
  };
  const auto existing = run({"--listen", "127.0.0.1:0", "--to", "127.0.0.1:1", "-o", mine});
  EXPECT_EQ(existing.status, 2);
  EXPECT_THAT(existing.err, HasSubstr("mine: expected a name that no file has yet, or --force to replace it"));
  EXPECT_EQ(traces::contents(mine), "kept");
  EXPECT_THAT(run({"--listen", "127.0.0.1:0", "--to", "127.0.0.1:1", "-o", "/dev/full"}).err,
              HasSubstr("/dev/full: expected a file that can be written: No space left on device"));
  EXPECT_THAT(run({"--listen", "here", "--to", "127.0.0.1:1", "-o", "-"}).err, HasSubstr("expected HOST:PORT"));
  for (const std::string endless : {"-", "/dev/null"}) {
    const auto rotated = run({"--listen", "127.0.0.1:0", "--to", "127.0.0.1:1", "-o", endless, "--rotate", "1"});
    EXPECT_EQ(rotated.status, 2);
    EXPECT_THAT(rotated.err, HasSubstr(endless + ": expected the name of a regular file: no other can be rotated"));
  }
  EXPECT_THAT(run({"--help"}).out, HasSubstr("Examples:"));
}

/// What comes of it, with an existing trace and without: neither is touched.
examples::finished_run refused(const std::string& listen, const std::string& to) {
  const scratch_folder folder;
  const std::string old = folder.write("old", "kept");
  std::vector<std::string> words{
      examples::program_path("asynchat"), "record", "--listen", listen, "--to", to, "-o", folder.path("new")};
  const examples::finished_run result = examples::run_client(words);
  words.back() = old;
  words.emplace_back("--force");
  EXPECT_EQ(examples::run_client(words).err, result.err);
  EXPECT_EQ(traces::contents(old), "kept");
  EXPECT_EQ(folder.names(), std::vector<std::string>{"old"});
  return result;
}

TEST(record, touches_no_file_when_it_cannot_begin) {
  const backend taken;
  const std::string here = "127.0.0.1:" + taken.port();
  const auto in_use = refused(here, "127.0.0.1:1");
  EXPECT_EQ(in_use.status, 75);
  EXPECT_EQ(in_use.err, "asynchat: --listen " + here + ": Address already in use\n");
  const auto elsewhere = refused("192.0.2.1:0", "127.0.0.1:1");
  EXPECT_EQ(elsewhere.status, 75);
  EXPECT_EQ(elsewhere.err, "asynchat: --listen 192.0.2.1:0: Cannot assign requested address\n");
  const auto unknown = refused("127.0.0.1:0", "no..name:1");
  EXPECT_EQ(unknown.status, 2);
  EXPECT_THAT(unknown.err, HasSubstr("asynchat: --to no..name:1: "));
}

TEST(record, refuses_to_be_its_own_server) {
  const backend taken;  // Its port is known to be nobody else's.
  for (const std::string listen : {"127.0.0.1:", "localhost:", "0.0.0.0:"}) {
    const auto circle = refused(listen + taken.port(), "127.0.0.1:" + taken.port());
    EXPECT_EQ(circle.status, 2);
    EXPECT_THAT(circle.err, HasSubstr("expected a server, not what --listen names itself"));
  }
}

}  // namespace
}  // namespace asynchat::cli
