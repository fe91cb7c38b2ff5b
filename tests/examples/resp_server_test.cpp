#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "process.h"
#include "raw_client.h"

namespace asynchat::examples {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class resp_server : public testing::Test {
 protected:
  std::string redis_cli(std::vector<std::string> words) {
    words.insert(words.begin(), {"redis-cli", "-p", server.port_text()});
    const finished_run run = run_client(words);
    EXPECT_EQ(run.status, 0) << run.err;
    return run.out;
  }

  std::string answer_to(const std::string& bytes) {
    raw_client client(server.port());
    client.send(bytes);
    client.end_output();
    return client.receive_all();
  }

  running_server server{"resp_server"};
};

TEST_F(resp_server, answers_redis_cli) {
  EXPECT_EQ(redis_cli({"PING"}), "PONG\n");
  EXPECT_EQ(redis_cli({"ECHO", "two words"}), "two words\n");
  EXPECT_EQ(redis_cli({"SET", "k", "v"}), "OK\n");
  EXPECT_EQ(redis_cli({"GET", "k"}), "v\n");
  EXPECT_EQ(redis_cli({"DEL", "k", "none"}), "1\n");
  EXPECT_EQ(redis_cli({"GET", "k"}), "\n");
  EXPECT_EQ(redis_cli({"COMMAND"}), "\n");
}

TEST_F(resp_server, counts) {
  EXPECT_EQ(redis_cli({"INCR", "n"}), "1\n");
  EXPECT_EQ(redis_cli({"INCR", "n"}), "2\n");
  redis_cli({"SET", "n", "9223372036854775807"});
  EXPECT_THAT(redis_cli({"INCR", "n"}), StartsWith("ERR increment or decrement would overflow"));
  redis_cli({"SET", "n", "7x"});
  EXPECT_THAT(redis_cli({"INCR", "n"}), StartsWith("ERR value is not an integer"));
}

TEST_F(resp_server, keeps_lists) {
  EXPECT_EQ(redis_cli({"LPUSH", "l", "a", "b", "c"}), "3\n");
  EXPECT_EQ(redis_cli({"LRANGE", "l", "0", "-1"}), "c\nb\na\n");
  EXPECT_EQ(redis_cli({"LRANGE", "l", "-2", "100"}), "b\na\n");
  EXPECT_EQ(redis_cli({"LRANGE", "l", "2", "1"}), "\n");
  EXPECT_EQ(redis_cli({"LRANGE", "none", "0", "-1"}), "\n");
  EXPECT_THAT(redis_cli({"GET", "l"}), StartsWith("WRONGTYPE"));
}

TEST_F(resp_server, says_what_is_wrong_with_a_command) {
  EXPECT_THAT(redis_cli({"FROB", "x"}), StartsWith("ERR unknown command 'FROB'"));
  EXPECT_THAT(redis_cli({"GET"}), StartsWith("ERR wrong number of arguments for 'GET'"));
}

TEST_F(resp_server, keeps_bytes_of_every_kind) {
  std::string value;
  for (int byte = 0; byte < 256; ++byte) value += static_cast<char>(byte);
  const std::string bulk = "$256\r\n" + value + "\r\n";
  EXPECT_EQ(answer_to("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n" + bulk + "*2\r\n$3\r\nGET\r\n$1\r\nk\r\n"), "+OK\r\n" + bulk);
}

TEST_F(resp_server, understands_commands_in_a_line) {
  EXPECT_EQ(answer_to("PING\r\n\r\n  set a   b \r\nget a\r\n*0\r\nping\r\n"), "+PONG\r\n+OK\r\n$1\r\nb\r\n+PONG\r\n");
}

TEST_F(resp_server, ends_a_connection_that_does_not_speak_the_protocol) {
  for (const std::string bad : {"*x\r\n", "*99999999\r\n", "*1\r\nPING\r\n", "*1\r\n$-1\r\n", "*1\r\n$99999999\r\n",
                                "*1\r\n$4\r\nPINGxx", "*1\r\n$99999999999999999999\r\n"}) {
    EXPECT_THAT(answer_to("PING\r\n" + bad + "PING\r\n"), StartsWith("+PONG\r\n-ERR Protocol error: ")) << bad;
  }
  EXPECT_THAT(answer_to(std::string(65'537, 'x')), StartsWith("-ERR Protocol error: "));
}

TEST_F(resp_server, answers_redis_benchmark) {
  const auto run = run_client({"redis-benchmark", "-p", server.port_text(), "-P", "16", "-c", "50", "-n", "20000", "-t",
                               "ping,set,get", "--csv"});
  EXPECT_EQ(run.status, 0) << run.err;
  for (const char* test : {"\"PING_INLINE\"", "\"PING_MBULK\"", "\"SET\"", "\"GET\""}) {
    EXPECT_THAT(run.out, HasSubstr(test));
  }
  EXPECT_THAT(run.out + run.err, Not(HasSubstr("rror")));
  EXPECT_THAT(run.out + run.err, Not(HasSubstr("WARNING")));
}

TEST_F(resp_server, bounds_what_it_holds) {
  const std::string value(1'000'000, 'v');
  std::string commands;
  for (int i = 0; i < 80; ++i) {
    commands += "*3\r\n$3\r\nSET\r\n$2\r\n" + std::to_string(10 + i) + "\r\n$1000000\r\n" + value + "\r\n";
  }
  EXPECT_THAT(answer_to(commands), HasSubstr("+OK\r\n-OOM "));
}

TEST_F(resp_server, keeps_commands_waiting_while_their_replies_are_not_read) {
  const std::string value(500'000, 'v');
  answer_to("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$500000\r\n" + value + "\r\n");
  std::string commands;
  for (int i = 0; i < 100; ++i) commands += "GET k\r\n";
  const std::size_t before = server.resident_bytes();
  raw_client slow(server.port());
  slow.send(commands);
  EXPECT_EQ(answer_to("PING\r\n"), "+PONG\r\n");
  slow.end_output();
  EXPECT_EQ(slow.receive_all().size(), 100 * (value.size() + std::string("$500000\r\n\r\n").size()));
  if (memory_is_measured()) {
    EXPECT_LT(server.resident_bytes_peak(), before + std::size_t{8} * 1024 * 1024);
  }
}

}  // namespace
}  // namespace asynchat::examples
