#include <asynchat/traces/trace_reader.h>

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <csignal>
#include <random>

#include "../traces/trace_vocabulary.h"
#include "recorder.h"

namespace asynchat::cli {
namespace {

/// One direction of a connection under load: says a stream of its own, and what of it was heard.
struct load {
  socket_end* from;
  socket_end* to;
  const std::string& stream;
  std::size_t said = 0;
  std::string heard = {};

  /// As much as there is room for, and all that has come.
  void move() {
    const std::size_t size = std::min<std::size_t>(stream.size() - said, 30'000);
    const ssize_t sent = ::send(from->fd(), stream.data() + said, size, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent > 0) said += static_cast<std::size_t>(sent);
    char buffer[65536];
    const ssize_t came = ::recv(to->fd(), buffer, sizeof(buffer), MSG_DONTWAIT);
    if (came > 0) heard.append(buffer, static_cast<std::size_t>(came));
  }
};

/// Until one of them can move on.
void wait_for_any(const std::vector<load>& loads) {
  std::vector<pollfd> waited;
  for (const load& each : loads) {
    waited.push_back({each.to->fd(), POLLIN, 0});
    if (each.said < each.stream.size()) waited.push_back({each.from->fd(), POLLOUT, 0});
  }
  poll(waited.data(), waited.size(), 60'000);
}

constexpr std::size_t connections = 4;
constexpr std::size_t stream_bytes = 300'000;

/// Text and other bytes, so that both kinds of lines are written.
std::string stream_of(std::size_t number) {
  std::string bytes(stream_bytes, '\0');
  std::mt19937 random(static_cast<std::uint32_t>(number));
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto value = static_cast<char>(random() & 0xff);
    bytes[i] = i / 50'000 % 2 == 0 ? static_cast<char>('a' + (value & 15)) : value;
  }
  return bytes;
}

std::vector<std::string> streams() {
  std::vector<std::string> result;
  for (std::size_t i = 0; i < 2 * connections; ++i) result.push_back(stream_of(i));
  return result;
}

/// Kills a recorder once so many bytes were heard: its trace is a prefix of all that was said, and holds all that was
/// heard.
void kill_after(std::size_t bytes_heard, const std::vector<std::string>& said) {
  const traces::scratch_folder folder;
  const std::string trace = folder.path("killed.trace.jsonl");
  const backend server;
  recorder record("127.0.0.1:" + server.port(), trace);
  std::vector<socket_end> ends;
  for (std::size_t i = 0; i < connections; ++i) {
    ends.push_back(record.connect());
    ends.push_back(server.accept());
    // It stands, and so it is in the trace, before the next one comes.
    ends[2 * i].say(said[2 * i].substr(0, 1));
    EXPECT_EQ(ends[2 * i + 1].hear(1), said[2 * i].substr(0, 1));
  }
  std::vector<load> loads;
  for (std::size_t i = 0; i < ends.size(); ++i) {
    loads.push_back({&ends[i], &ends[i ^ 1], said[i]});
    if (i % 2 == 1) continue;
    loads.back().said = 1;
    loads.back().heard = said[i].substr(0, 1);
  }
  for (std::size_t heard = 0; heard < bytes_heard;) {
    wait_for_any(loads);
    heard = 0;
    for (load& each : loads) {
      each.move();
      heard += each.heard.size();
    }
  }
  EXPECT_EQ(record.stop(SIGKILL).status, 128 + SIGKILL);
  for (load& each : loads) each.heard += each.to->hear_all();

  const said_by_both recorded = said_in(trace);
  ASSERT_EQ(recorded.size(), connections);
  for (std::size_t i = 0; i < loads.size(); ++i) {
    const auto& [client, other] = recorded.at(i / 2 + 1);
    const std::string& told = i % 2 == 0 ? client : other;
    EXPECT_TRUE(loads[i].stream.starts_with(told));
    EXPECT_TRUE(told.starts_with(loads[i].heard)) << told.size() << " of " << loads[i].heard.size();
  }
}

TEST(record, a_killed_recorder_has_told_all_that_it_passed_on) {
  const std::vector<std::string> said = streams();
  std::mt19937 random(20260721);
  for (int kills = 0; kills < 20; ++kills) {
    const std::size_t bytes = 1 + random() % (2 * connections * stream_bytes);
    SCOPED_TRACE(testing::Message() << "killed after " << bytes << " bytes");
    kill_after(bytes, said);
  }
}

}  // namespace
}  // namespace asynchat::cli
