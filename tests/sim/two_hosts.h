#pragma once

#include <asynchat/sim/world.h>

#include <gtest/gtest.h>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace asynchat::sim {

using namespace std::chrono_literals;

/// A client and a server without programs, whose streams a test holds in its hands.
class two_hosts {
 public:
  explicit two_hosts(const link_options& links = {}, std::uint64_t seed = 1) : net(seed) {
    net.set_links(links);
    client_host = &net.add_host("client");
    server_host = &net.add_host("server");
    door = server_host->listen(endpoint::inet("0.0.0.0", 7), {}).listening;
  }

  /// Moves the world by that much.
  void pass(duration time) { net.run(net.now() + time); }

  /// Connects, and accepts.
  void connect() {
    near = client_host->connect(endpoint::inet("server", 7)).connecting;
    pass(1s);
    far = door->accept().accepted;
    ASSERT_NE(far, nullptr);
    ASSERT_FALSE(near->finish_connect());
  }

  world net;
  host* client_host = nullptr;
  host* server_host = nullptr;
  std::unique_ptr<listener> door;
  std::unique_ptr<stream> near;
  std::unique_ptr<stream> far;
};

/// What one recv returns: its bytes, or "(would block)", "(end)", "(" and the error's text and ")".
inline std::string read(stream& from, std::size_t bytes_max = 1 << 20) {
  std::string into(bytes_max, '\0');
  const io_result result = from.recv(into);
  switch (result.what()) {
    case io_result::kind::bytes:
      into.resize(result.count());
      return into;
    case io_result::kind::would_block:
      return "(would block)";
    case io_result::kind::end_of_stream:
      return "(end)";
    default:
      return '(' + result.code().message() + ')';
  }
}

/// All that has arrived.
inline std::string read_all(stream& from) {
  std::string all;
  for (std::string piece = read(from); !piece.starts_with('('); piece = read(from)) all += piece;
  return all;
}

}  // namespace asynchat::sim
