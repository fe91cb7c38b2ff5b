#include "both_ends.h"

#include <system_error>
#include <utility>
#include <vector>

namespace asynchat::parity {

namespace {

constexpr registration a_door{1000, 1};
constexpr registration the_peer{1001, 1};
constexpr registration a_caller{1002, 1};

}  // namespace

void both_ends_world::peer_acts() {
  if (!peer_) return;
  if (said_ < script_.says.size()) {
    const std::string& piece = script_.says[said_++];
    const io_result sent = peer_->send(piece);
    // The channel may have gone meanwhile.
    EXPECT_TRUE(sent == io_result::transferred(piece.size()) || sent.what() == io_result::kind::disconnected) << sent;
  } else if (!std::exchange(acted_, true)) {
    make_an_end();
  }
  if (script_.listens && script_.then != peer::end::resets) hear();
}

std::string both_ends_world::heard(std::size_t bytes) {
  peer_listens();
  if (peer_) peer_->watch(the_peer, readiness::read);
  for (int waits = 0; waits < empty_waits_max && hear() && heard_.size() < bytes; ++waits) {
    std::vector<ready_event> ready;
    net_.wait(patience, ready);
    for (const ready_event& event : ready) {
      if (event.who == the_peer) waits = 0;
    }
  }
  if (peer_) peer_->unwatch();
  return heard_;
}

void both_ends_world::leave_something_unread(stream& theirs) const {
  if (script_.then == peer::end::resets) theirs.send("?");
}

void both_ends_world::make_an_end() {
  if (script_.then == peer::end::ends) peer_->shutdown_send();
  if (script_.then == peer::end::closes) peer_->close();
  if (script_.then == peer::end::resets) peer_->abort();
}

bool both_ends_world::hear() {
  char buffer[65536];
  io_result result = io_result::would_block();
  while (peer_ && (result = peer_->recv(buffer)).what() == io_result::kind::bytes) {
    heard_.append(buffer, result.count());
  }
  saw_end_ = saw_end_ || result.what() == io_result::kind::end_of_stream;
  return result == io_result::would_block();
}

std::unique_ptr<stream> addressed_world::meet(peer script) {
  script_ = std::move(script);
  auto [caller, accepted] = pair();
  peer_ = std::move(caller);
  leave_something_unread(*accepted);
  return std::move(accepted);
}

endpoint addressed_world::address_of(peer script) {
  script_ = std::move(script);
  door_ = open_door();
  return door_->local();
}

endpoint addressed_world::free_address(peer visitor) {
  script_ = std::move(visitor);
  return fresh_address();
}

void addressed_world::peer_comes_to(const endpoint& door) {
  connect_result caller = net().connect(door);
  EXPECT_FALSE(caller.error) << caller.error.message();
  finish(*caller.connecting);
  peer_ = std::move(caller.connecting);
}

void addressed_world::peer_acts() {
  if (door_ && !peer_) peer_ = door_->accept().accepted;
  both_ends_world::peer_acts();
}

stream_pair addressed_world::pair() {
  const std::unique_ptr<listener> door = open_door();
  connect_result caller = net().connect(door->local());
  EXPECT_FALSE(caller.error) << caller.error.message();
  finish(*caller.connecting);
  door->watch(a_door, readiness::read);
  for (int waits = 0; waits < empty_waits_max; ++waits) {
    accept_result result = door->accept();
    if (result.accepted) return {std::move(caller.connecting), std::move(result.accepted)};
    std::vector<ready_event> ready;
    net().wait(patience, ready);
  }
  ADD_FAILURE() << "nobody came";
  return {};
}

void addressed_world::finish(stream& caller) {
  caller.watch(a_caller, readiness::write);
  for (int waits = 0; waits < empty_waits_max && caller.finish_connect(); ++waits) {
    std::vector<ready_event> ready;
    net().wait(patience, ready);
  }
  caller.unwatch();
}

std::unique_ptr<listener> addressed_world::open_door() {
  listen_result door = net().listen(fresh_address(), {});
  EXPECT_FALSE(door.error) << door.error.message();
  return std::move(door.listening);
}

}  // namespace asynchat::parity
