#pragma once

#include <asynchat/engine/dispatcher.h>
#include <asynchat/properties/simulation/engine_program.h>
#include <asynchat/properties/simulation/scenario.h>
#include <asynchat/properties/simulation/talk.h>
#include <asynchat/transport/endpoint.h>

#include <concepts>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace asynchat::properties::simulation {

/// A server's side of one connection, made when that is accepted; what is closed is destroyed with its program.
template <class Server>
concept serves_one =
    std::derived_from<Server, dispatcher> && std::constructible_from<Server, loop&, std::unique_ptr<stream>>;

/// A whole server: a dispatcher that listens where it is told to.
template <class Server>
concept serves_all = std::derived_from<Server, dispatcher> && std::constructible_from<Server, loop&, const endpoint&>;

/// A server's class without its type: one of the two is set.
struct server_class {
  std::function<std::unique_ptr<dispatcher>(loop&, std::unique_ptr<stream>)> one = {};
  /// The sink is for what is logged.
  std::function<std::unique_ptr<sim::program>(sim::host&, const endpoint&, loop::log_sink)> all = {};
};

struct dialogue_options {
  std::string greeting = {};            ///< what the server says first
  std::size_t clients = 4;              ///< and one more, which comes when the faults have ended
  manners of_clients = manners::right;  ///< hostile: half of them damage what they say
  std::string name = {};                ///< the subject of repros; the running test's where it is empty
};

/// See serve(). Throws traces::input_error for a repro in which another dialogue is held.
scenario_maker hold_dialogue(const server_class& server, const std::vector<exchange>& dialogue,
                             const dialogue_options& options);

/// One server of that class and clients that hold the dialogue with it, each on every connection from its beginning:
/// in pieces, several requests ahead but where a reply is a barrier, with pauses; now and then a client ends its
/// sending side first, leaves early or comes again. Each is to be told the replies, in order, and all of them where
/// nothing broke its connection.
///
/// What a failure says ends with what the server logged last, an exception that left a handler among it.
template <class Server>
scenario_maker serve(const std::vector<exchange>& dialogue, const dialogue_options& options = {}) {
  static_assert(serves_one<Server> || serves_all<Server>,
                "a server in a simulated world derives from dispatcher, and has the constructor (loop&, "
                "std::unique_ptr<stream>) for one connection or (loop&, const endpoint&) to listen there");
  server_class server;
  if constexpr (serves_one<Server>) {
    server.one = [](loop& owner, std::unique_ptr<stream> accepted) {
      return std::make_unique<Server>(owner, std::move(accepted));
    };
  } else {
    server.all = [](sim::host& on, const endpoint& where, loop::log_sink sink) {
      auto made = std::make_unique<program_of<Server>>(on, where);
      made->object().owner().set_log_sink(std::move(sink));
      return made;
    };
  }
  return hold_dialogue(server, dialogue, options);
}

/// A scenario of one's own, made anew for each run: of the seed, or of nothing.
template <std::derived_from<scenario> Scenario>
scenario_maker scenarios(const std::string& name = {}) {
  return {name, [](std::uint64_t seed) {
            if constexpr (std::constructible_from<Scenario, std::uint64_t>) {
              return std::make_unique<Scenario>(seed);
            } else {
              return std::make_unique<Scenario>();
            }
          }};
}

}  // namespace asynchat::properties::simulation
