#include <asynchat/traces/recording_network.h>

#include <asynchat/engine/async_chat.h>
#include <asynchat/sim/scripted_network.h>
#include <asynchat/sim/world.h>
#include <asynchat/sockets/network.h>
#include <asynchat/traces/recording_file.h>
#include <asynchat/traces/trace_reader.h>
#include <asynchat/traces/wall_clock_text.h>
#include <time.h>

#include <filesystem>
#include <regex>
#include <utility>

#include "trace_vocabulary.h"

namespace asynchat::traces {
namespace {

using namespace std::chrono_literals;

/// Keeps what a recording tells.
class told final : public event_sink {
 public:
  void take(const trace_event& event) override { events.push_back(event); }
  std::vector<trace_event> events;
};

class echo final : public async_chat {
 public:
  echo(loop& owner, std::unique_ptr<stream> accepted) : async_chat(owner, std::move(accepted)) {
    set_terminator("\r\n");
  }
  void collect_incoming_data(std::string_view data) override { line_ += data; }
  void found_terminator() override { push(std::exchange(line_, {}) + "\r\n"); }

 private:
  std::string line_;
};

class echo_server final : public dispatcher {
 public:
  echo_server(loop& owner, const char* host) : dispatcher(owner) { listen(endpoint::inet(host, 0)); }
  void handle_accepted(std::unique_ptr<stream> accepted, const endpoint&) override {
    chats_.push_back(std::make_unique<echo>(owner(), std::move(accepted)));
  }

 private:
  std::vector<std::unique_ptr<echo>> chats_;
};

/// Says a line at a time, waits for each to come back, and closes.
class talker final : public async_chat {
 public:
  talker(loop& owner, const endpoint& where) : async_chat(owner) {
    set_terminator("\r\n");
    connect(where);
  }
  void handle_connect() override { push("one\r\n"); }
  void collect_incoming_data(std::string_view) override {}
  void found_terminator() override {
    if (++lines_ == 2) return close();
    push("two\r\n");
  }

 private:
  int lines_ = 0;
};

const char* const echoed =
    R"(1 open; 1 client "one\r\n"; 1 server "one\r\n"; 1 client "two\r\n"; 1 server "two\r\n"; 1 client eof; )";

std::string escaped(std::string text) {
  for (std::size_t at = 0; (at = text.find("\r\n", at)) != std::string::npos;) text.replace(at, 2, "\\r\\n");
  return text;
}

TEST(recording_network, records_what_a_chat_exchanges_over_a_scripted_network) {
  const std::string bytes = "one\r\ntwo\r\n";
  const sim::plan cut = std::get<sim::plan>(sim::parse_plan("2 3 5 | eof"));
  sim::scripted_network scripted(bytes, cut);
  told seen;
  trace_recorder recorder(scripted, seen);
  loop owner(scripted);
  {
    echo chat(owner, record(scripted.take_stream(), recorder, side::server));
    owner.run(0ns, 20);
  }
  EXPECT_EQ(escaped(story(seen.events)),
            R"(1 open; 1 client "on"; 1 client "e\r\n"; 1 server "one\r\n"; 1 client "two\r\n"; )"
            R"(1 server "two\r\n"; 1 client eof; 1 server eof; 1 close)");
}

/// A client at one world and a server at the other, one of them recorded, until both are done.
std::string recorded_echo(network& at_server, network& at_client, const char* host, bool server_is_recorded) {
  told seen;
  trace_recorder recorder(server_is_recorded ? at_server : at_client, seen);
  recording_network recorded(server_is_recorded ? at_server : at_client, recorder);
  loop server_loop(server_is_recorded ? recorded : at_server);
  loop client_loop(server_is_recorded ? at_client : recorded);
  {
    echo_server door(server_loop, "0.0.0.0");
    talker client(client_loop, endpoint::inet(host, door.local().port));
    while (!client.closed() || server_loop.size() > 1) {
      server_loop.poll(1ms);
      client_loop.poll(1ms);
    }
  }
  return escaped(story(seen.events));
}

TEST(recording_network, records_the_server_or_the_client_of_a_simulated_world) {
  for (const bool server_is_recorded : {true, false}) {
    sim::world net(7);
    sim::host& server = net.add_host("server");
    sim::host& client = net.add_host("client");
    EXPECT_EQ(recorded_echo(server, client, "server", server_is_recorded),
              std::string(echoed) + (server_is_recorded ? "1 server eof; 1 close" : "1 close"));
  }
}

TEST(recording_network, records_the_server_or_the_client_on_real_sockets) {
  for (const bool server_is_recorded : {true, false}) {
    sockets::network server;
    sockets::network client;
    EXPECT_EQ(recorded_echo(server, client, "127.0.0.1", server_is_recorded),
              std::string(echoed) + (server_is_recorded ? "1 server eof; 1 close" : "1 close"));
  }
}

/// Both ends of a connection in one world; the server's is recorded.
struct recorded_pair {
  recorded_pair() {
    auto [one, another] = sockets::socketpair(world);
    client = std::move(one);
    server = record(std::move(another), recorder, side::server);
  }
  io_result recv() {
    char buffer[100];
    return server->recv(buffer);
  }

  sockets::network world;
  told seen;
  trace_recorder recorder{world, seen};
  std::unique_ptr<stream> client;
  std::unique_ptr<stream> server;
};

TEST(recording_network, tells_half_closes_of_both_sides_once) {
  recorded_pair pair;
  pair.client->send("a");
  pair.client->shutdown_send();
  pair.recv();
  pair.recv();
  pair.recv();
  pair.server->send("b");
  pair.server->shutdown_send();
  pair.server->shutdown_send();
  pair.server->close();
  pair.server.reset();
  EXPECT_EQ(story(pair.seen.events), R"(1 open; 1 client "a"; 1 client eof; 1 server "b"; 1 server eof; 1 close)");
}

TEST(recording_network, tells_the_peers_reset) {
  recorded_pair pair;
  pair.server->send("unread, and so a reset");
  pair.client->abort();
  EXPECT_EQ(pair.recv().what(), io_result::kind::disconnected);
  pair.server->close();
  EXPECT_EQ(story(pair.seen.events), R"(1 open; 1 server "unread, and so a reset"; 1 client reset; 1 close)");
}

TEST(recording_network, tells_our_abort) {
  recorded_pair pair;
  pair.server->abort();
  pair.server->close();
  EXPECT_EQ(story(pair.seen.events), "1 open; 1 server reset; 1 close");
}

TEST(recording_network, opens_nothing_where_nobody_answers) {
  sockets::network world;
  told seen;
  trace_recorder recorder(world, seen);
  recording_network recorded(world, recorder);
  listen_result taken = recorded.listen(endpoint::inet("127.0.0.1", 0), {});
  const endpoint where = taken.listening->local();
  taken.listening->close();
  loop owner(recorded);
  owner.set_log_sink(nullptr);
  talker client(owner, where);
  owner.run(1s);
  EXPECT_EQ(story(seen.events), "");
}

TEST(recording_network, stands_where_the_page_about_traces_puts_it) {
  const scratch_folder folder;
  const std::filesystem::path before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  asynchat::sockets::network world;  // or a host of a sim::world
  timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  asynchat::traces::recording_file file("chat.trace.jsonl",
                                        {.kind = asynchat::traces::source_kind::proxy,
                                         .name = "chat",
                                         .started = asynchat::traces::wall_clock_text(now.tv_sec, now.tv_nsec)});
  asynchat::traces::trace_recorder recorder(world, file);
  asynchat::traces::recording_network recorded(world, recorder);
  asynchat::loop loop(recorded);  // everything else as before
  std::filesystem::current_path(before);

  sockets::network elsewhere;
  asynchat::loop client_loop(elsewhere);
  echo_server door(loop, "127.0.0.1");
  talker client(client_loop, door.local());
  while (!client.closed() || loop.size() > 1) {
    loop.poll(1ms);
    client_loop.poll(1ms);
  }
  trace_reader written(folder.path("chat.trace.jsonl"));
  EXPECT_EQ(escaped(story(all_events(written))), std::string(echoed) + "1 server eof; 1 close");

  const std::string page = content_of(ASYNCHAT_SOURCE "docs/traces.md");
  const std::size_t begin = page.find("```cpp\n", page.find("### In a program\n")) + 7;
  const std::string block = page.substr(begin, page.find("```", begin) - begin);
  const std::string indented = std::regex_replace(block, std::regex(".+\n"), "  $&");
  EXPECT_NE(content_of(ASYNCHAT_SOURCE "tests/traces/recording_network_test.cpp").find(indented), std::string::npos);
}

}  // namespace
}  // namespace asynchat::traces
