#pragma once

#include <asynchat/properties/simulation/engine_program.h>
#include <asynchat/properties/simulation/served_wire.h>
#include <asynchat/properties/simulation/talk_script.h>
#include <asynchat/sim/world.h>

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace asynchat::properties::simulation {

inline constexpr std::uint16_t talk_port = 7;
inline constexpr std::string_view talk_server = "server";

/// One connection of a client.
struct client_session {
  const talk_client* client = nullptr;
  std::optional<sim::wire_name> connection;  ///< none while it is not connected
  time_point connected_at{};
  std::size_t said = 0;  ///< handed to the channel
  std::string heard;
  enum class state : std::uint8_t {
    open,  ///< or still connecting
    done,  ///< the client closed it, and had heard all that was due
    left,  ///< the client closed or reset it before that, or in the middle of a request
    lost,  ///< it ended, in whatever way, before the client was done
    gone,  ///< its program died
  };
  state now = state::open;
};

/// What a talk's programs write, and its judge reads. It outlives them.
struct talk_records {
  std::deque<served_wire> served;
  std::deque<client_session> sessions;
  time_point server_since{};    ///< when the server's program that runs now was made
  bool listens_itself = false;  ///< the server does: nothing is served, and what is known of it went over the wires
};

/// The server: accepts, and lets the protocol serve.
std::unique_ptr<sim::program> make_talk_server(sim::host& on, const sim::world& world, const talked_protocol& protocol,
                                               talk_records& records);
/// The clients of one host.
std::unique_ptr<sim::program> make_talk_clients(sim::host& on, const sim::world& world,
                                                std::vector<const talk_client*> clients, talk_records& records);

}  // namespace asynchat::properties::simulation
