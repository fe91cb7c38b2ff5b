#pragma once

#include <asynchat/sim/plan.h>
#include <asynchat/sim/scripted_network.h>
#include <asynchat/traces/dialogue.h>
#include <asynchat/transport/network.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace asynchat::traces {

/// How the recorded side of a connection is played. What it says is a plan; the default is recorded_plan().
struct replay_options {
  side plays = side::client;          ///< of the trace; the user's code is the other side
  std::uint64_t speed_percent = 100;  ///< of the recorded times; 0: nothing waits
  /// Of each connection; one that would say more ends there.
  std::size_t bytes_max = std::numeric_limits<std::size_t>::max();
  /// How often the whole trace is played. A round begins when all connections of the one before are closed.
  std::uint64_t rounds = 1;
  /// Cuts a connection anew: of the bytes of that side. With it recorded times, speed and bytes_max do not count.
  std::function<sim::plan(const dialogue&, side)> plan = {};
  /// How long, in the network's time, the user may be silent when it is his turn, before the replay is over.
  duration patience = std::chrono::seconds(60);
};

/// What one side of a connection said, chunk by chunk at its recorded times since the connection opened. A direction
/// that stops at a gap stays open and silent.
sim::plan recorded_plan(const dialogue& talk, side from, const replay_options& options = {});

/// The first byte at which a user's side sent something else than was recorded, or less.
struct replay_difference {
  std::uint64_t conn = 1;   ///< as in the trace
  std::uint64_t round = 0;  ///< counted from 0
  std::size_t offset = 0;   ///< in what that side sent
  std::string expected;     ///< what was recorded from there on, at most 64 bytes
  std::string found;        ///< what was sent from there on, at most 64 bytes

  friend bool operator==(const replay_difference&, const replay_difference&) = default;
};
std::ostream& operator<<(std::ostream& out, const replay_difference& difference);

/// Plays one side of a trace's connections to a user's server or clients, which need not know of it. Time is virtual.
///
///     traces::replaying_network recorded(traces::read_dialogues(trace), {.plays = side::client});
///     loop the_loop(recorded);
///     my_server server(the_loop);
///     while (!recorded.over()) the_loop.poll(std::nullopt);
///     EXPECT_THAT(recorded.differences(), IsEmpty());
///
/// A server is met by the connections of the trace at their recorded times, each at the listener of its port or else
/// at the first one; a client's connects get them one after another, in the order in which they opened and whatever the
/// address, and are refused when there are no more.
///
/// What was recorded behind bytes of the user's side comes only after as many bytes of his, whatever they are. What he
/// sends is compared with what was recorded; how he cuts it, when, and how he ends, is not.
///
/// Streams and listeners do not outlive the network. All of it is used by one thread, but for wake().
class replaying_network final : public network {
 public:
  explicit replaying_network(std::vector<dialogue> talks, const replay_options& options = {});
  ~replaying_network() override;

  time_point now() const override { return now_; }
  connect_result connect(const endpoint& where) override;
  listen_result listen(const endpoint& where, const listen_options& options) override;
  void wait(std::optional<duration> timeout, std::vector<ready_event>& ready) override;
  void wake() override { woken_ = true; }

  /// True when nothing more comes: every connection was played and is closed, or the last wait() had no news, nothing
  /// of the trace is to come, and there is nothing to wait for or the user's patience is over.
  bool over() const;

  /// Of all connections, in their order; also of those that nobody took. Less than was recorded is a difference only
  /// where the played side said all that it said then, and more none where the recording has a gap.
  std::vector<replay_difference> differences() const;

  /// What the user's side sent on the connection of that number, in the round.
  std::string_view sent(std::uint64_t conn, std::uint64_t round = 0) const;

 private:
  class connection;
  class offer;

  connection* next_to_open() const;
  std::optional<time_point> next_arrival() const;
  offer* offered_to(const connection& next) const;
  std::unique_ptr<stream> open_next();
  void report(std::vector<ready_event>& ready);
  std::optional<time_point> next_change() const;
  void advance(time_point until);

  const replay_options options_;
  const std::vector<dialogue> talks_;
  std::vector<std::unique_ptr<connection>> connections_;
  std::vector<connection*> live_;
  std::vector<offer*> offers_;
  std::size_t opened_ = 0;
  time_point now_{};
  time_point round_began_{};
  time_point last_news_{};
  bool silent_ = false;
  std::atomic<bool> woken_ = false;
};

}  // namespace asynchat::traces
