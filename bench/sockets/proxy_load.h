#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "sockets/load.h"

namespace asynchat::bench {

/// What is sent through a proxy: text is lines, binary is every byte.
enum class payload : std::uint8_t { text, binary };

/// Clients and servers on both sides of a proxy. Bytes flow in one direction on each connection, from the clients on
/// every second one, and every byte that arrives is compared.
class proxy_load {
 public:
  explicit proxy_load(payload kind);

  /// The port that the proxy is to connect to.
  std::uint16_t target() const { return target_; }
  void connect_through(std::uint16_t proxy, std::size_t connections);

  /// Sends as many bytes on every connection; returns when all have arrived. Throws std::runtime_error when one is not
  /// the right one, a connection ends, or nothing comes for ten seconds.
  void run(std::uint64_t bytes);

  /// The median time, in seconds, of a line of 64 bytes to the server and back.
  double round_trip(std::size_t trips);

  /// Throws std::runtime_error unless the trace holds what has been sent, and nothing else.
  void compare_with(const std::string& trace) const;

 private:
  struct flow {
    descriptor client;
    descriptor server;
    bool from_client = true;
    std::uint64_t sent = 0;
    std::uint64_t received = 0;

    int sender() const { return from_client ? client.get() : server.get(); }
    int receiver() const { return from_client ? server.get() : client.get(); }
  };

  void send(flow& on);
  void receive(flow& on);
  /// What belongs at this place of a stream, to the end of the pattern.
  std::string_view expected(std::uint64_t offset) const;

  std::string pattern_;
  descriptor listener_;
  std::uint16_t target_ = 0;
  std::vector<flow> flows_;
  std::uint64_t due_ = 0;  ///< bytes of each connection, earlier runs counted
  std::string incoming_;
};

}  // namespace asynchat::bench
