#include "vocabulary.h"

#include <gtest/gtest.h>
#include <utility>

namespace asynchat::sockets {

std::vector<ready_event> news(network& world, duration limit) {
  std::vector<ready_event> ready;
  world.wait(limit, ready);
  return ready;
}

std::vector<ready_event> next_news(network& world) {
  std::vector<ready_event> ready;
  for (int waits = 0; waits < waits_max && ready.empty(); ++waits) ready = news(world);
  return ready;
}

readiness wait_for(network& world, registration who) {
  for (int waits = 0; waits < waits_max; ++waits) {
    for (const ready_event& one : news(world)) {
      if (one.who == who) return one.what;
    }
  }
  ADD_FAILURE() << "no news came";
  return readiness::none;
}

std::unique_ptr<stream> accept_one(network& world, listener& door) {
  door.watch(door_channel, readiness::read);
  wait_for(world, door_channel);
  door.unwatch();
  return door.accept().accepted;
}

connection connect_to(network& world, listener& door) {
  connect_result attempt = world.connect(door.local());
  EXPECT_FALSE(attempt.error) << attempt.error.message();
  connection made{std::move(attempt.connecting), accept_one(world, door)};
  if (attempt.in_progress) {
    made.client->watch(channel, readiness::write);
    wait_for(world, channel);
    made.client->unwatch();
    EXPECT_FALSE(made.client->finish_connect());
  }
  return made;
}

connection tcp_connection(network& world) {
  const listen_result door = world.listen(endpoint::inet("127.0.0.1", 0), {});
  return connect_to(world, *door.listening);
}

io_result recv_when_ready(network& world, stream& from, std::string& into) {
  from.watch(channel, readiness::read);
  wait_for(world, channel);
  from.unwatch();
  char buffer[4096];
  const io_result result = from.recv(buffer);
  into.append(buffer, result.count());
  return result;
}

input read_to_end(network& world, stream& from) {
  input result;
  do {
    result.last = recv_when_ready(world, from, result.bytes);
  } while (result.last.what() == io_result::kind::bytes);
  return result;
}

std::size_t fill(stream& to) {
  const std::string block(65536, 'x');
  std::size_t total = 0;
  for (io_result sent = to.send(block); sent.what() == io_result::kind::bytes; sent = to.send(block)) {
    total += sent.count();
  }
  return total;
}

}  // namespace asynchat::sockets
