#include "in_a_world.h"

#include <asynchat/sockets/network.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <span>
#include <utility>

namespace asynchat::parity {

std::size_t open_descriptors() {
  const std::filesystem::directory_iterator begin("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(begin, std::filesystem::directory_iterator()));
}

void in_a_world::enter(const world_kind& kind) {
  if (const char* reason = kind.missing()) GTEST_SKIP() << reason;
  // libuv opens a few descriptors once, with a process's first loop.
  { const sockets::network first; }
  descriptors_before_ = open_descriptors();
  kind_ = kind;
  start_anew();
}

void in_a_world::TearDown() {
  if (!kind_) return;
  world_.reset();
  EXPECT_EQ(open_descriptors(), descriptors_before_);
}

void in_a_world::start_anew() {
  world_.reset();
  world_ = kind_->make();
}

std::vector<ready_event> in_a_world::news(duration limit) {
  here().peer_acts();
  std::vector<ready_event> ready;
  here().net().wait(limit, ready);
  return ready;
}

std::vector<ready_event> in_a_world::next_news() {
  std::vector<ready_event> events;
  for (int waits = 0; waits < empty_waits_max && events.empty(); ++waits) events = news();
  return events;
}

in_a_world::input in_a_world::read(stream& from, std::size_t count, std::size_t piece) {
  from.watch(channel, readiness::read);
  input result;
  std::string buffer(piece, '\0');
  for (int empty_waits = 0; empty_waits < empty_waits_max && result.bytes.size() < count;) {
    result.last = from.recv(std::span(buffer).first(std::min(piece, count - result.bytes.size())));
    if (result.last.what() == io_result::kind::bytes) {
      result.bytes.append(buffer, 0, result.last.count());
    } else if (result.last.what() != io_result::kind::would_block) {
      break;
    } else if (news().empty()) {
      ++empty_waits;
    }
  }
  from.unwatch();
  return result;
}

std::size_t in_a_world::write(stream& to, std::string_view bytes) {
  to.watch(channel, readiness::write);
  std::size_t short_sends = 0;
  for (int empty_waits = 0; empty_waits < empty_waits_max && !bytes.empty();) {
    const io_result result = to.send(bytes);
    EXPECT_TRUE(result.what() == io_result::kind::bytes || result.what() == io_result::kind::would_block) << result;
    if (result.count() < bytes.size()) ++short_sends;
    bytes.remove_prefix(result.count());
    if (result.what() != io_result::kind::would_block) continue;
    here().peer_listens();
    if (news().empty()) ++empty_waits;
  }
  to.unwatch();
  EXPECT_TRUE(bytes.empty()) << bytes.size() << " bytes are left unsent";
  return short_sends;
}

in_a_world::outcome in_a_world::connect(const endpoint& where) {
  connect_result attempt = here().net().connect(where);
  if (attempt.connecting != nullptr && attempt.in_progress) {
    attempt.connecting->watch(channel, readiness::write);
    EXPECT_FALSE(next_news().empty()) << "the connect has no outcome";
    attempt.connecting->unwatch();
    attempt.error = attempt.connecting->finish_connect();
  }
  if (attempt.error) return {nullptr, attempt.error};
  return {std::move(attempt.connecting), {}};
}

std::unique_ptr<listener> in_a_world::invite(peer script) {
  const endpoint where = here().free_address(std::move(script));
  listen_result door = here().net().listen(where, {});
  EXPECT_FALSE(door.error) << door.error.message();
  here().peer_comes_to(door.listening->local());
  return std::move(door.listening);
}

void in_a_world::run_until(loop& channels, const std::function<bool()>& done) {
  int empty_waits = 0;
  bool is_done = done();
  for (int passes = 0; passes < passes_max && empty_waits < empty_waits_max && !is_done; ++passes) {
    here().peer_acts();
    if (channels.poll(patience) == 0) ++empty_waits;
    is_done = done();
  }
  EXPECT_TRUE(is_done) << "it does not come to that; open channels: " << channels.size();
}

void in_a_world::run(loop& channels) {
  run_until(channels, [&] { return channels.empty(); });
}

void in_a_world::linger(loop& channels) {
  for (int passes = 0; passes < 5; ++passes) {
    here().peer_acts();
    channels.poll(at_once);
  }
}

}  // namespace asynchat::parity
