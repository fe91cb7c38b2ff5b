#pragma once

#include <asynchat/sockets/network.h>

#include <memory>
#include <string>
#include <vector>

namespace asynchat::sockets {

constexpr registration channel{3, 1};
constexpr registration next_channel{3, 2};
constexpr registration door_channel{4, 1};

/// How long a test waits for what must come. It never waits that long for what must not.
constexpr duration patience = std::chrono::seconds(10);
constexpr duration at_once{0};
/// A wait may end early, with nothing.
constexpr int waits_max = 20;

constexpr ready_event event(registration who, readiness what) { return {who, what}; }

/// What one wait reports.
std::vector<ready_event> news(network& world, duration limit = patience);
/// What the first wait reports that reports something.
std::vector<ready_event> next_news(network& world);
/// Waits for news of that one.
readiness wait_for(network& world, registration who);

/// Both ends of a connection that was made by address.
struct connection {
  std::unique_ptr<stream> client;
  std::unique_ptr<stream> server;
};

std::unique_ptr<stream> accept_one(network& world, listener& door);
connection connect_to(network& world, listener& door);
/// A connection over IPv4's loopback.
connection tcp_connection(network& world);

io_result recv_when_ready(network& world, stream& from, std::string& into);

struct input {
  std::string bytes;
  io_result last = io_result::would_block();
};
/// Reads up to the end.
input read_to_end(network& world, stream& from);

/// Sends until nothing more fits; returns how much did.
std::size_t fill(stream& to);

}  // namespace asynchat::sockets
