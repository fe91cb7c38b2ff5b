#pragma once

#include <asynchat/sim/random.h>
#include <asynchat/traces/repro.h>
#include <asynchat/transport/clock.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace asynchat::properties::simulation {

/// What a client says next, and what a right server answers to exactly that, perhaps nothing.
struct exchange {
  std::string request;
  std::string reply;
  bool barrier = false;  ///< the client must have read the reply before it may send anything further
};

/// What one client has to say on one connection. It must have read the greeting before it says anything.
struct spoken {
  std::string greeting;
  std::vector<exchange> exchanges;
};

/// One thing that a client does. Offsets count from the beginning of the connection, so that a step that is left out
/// changes no other.
struct talk_step {
  enum class kind : std::uint8_t {
    say,    ///< sends what it says up to an offset
    hear,   ///< waits until so many bytes have come, or all that is due to what it has said, if that is less
    pause,  ///< says nothing for a time
    deaf,   ///< reads nothing either for a time: what comes waits, and fills the window
    shut,   ///< ends its sending side once all is sent
    close,  ///< closes once all is sent; what comes behind the last step of its kind
    abort,  ///< resets the connection
  };
  kind what = kind::close;
  std::uint64_t amount = 0;  ///< an offset, or microseconds

  friend bool operator==(const talk_step&, const talk_step&) = default;
};

/// What is due once a client has said so much.
struct talk_mark {
  std::size_t said = 0;
  std::size_t due = 0;

  friend bool operator==(const talk_mark&, const talk_mark&) = default;
};

/// One client.
struct talk_client {
  std::uint32_t number = 1;
  std::string host;
  bool hostile = false;     ///< its words are damaged: nobody knows what is due to it
  bool late = false;        ///< it begins when the faults have ended
  duration start{0};        ///< from the start of its host, or from that end; whole microseconds, as all here
  std::uint32_t tries = 1;  ///< connections; another one after each that is lost before the last step
  duration rest{0};         ///< between two of them
  std::string says;
  std::string hears;             ///< what a right server answers
  std::vector<talk_mark> marks;  ///< ascending; the first one is of the greeting
  std::vector<talk_step> steps;

  /// How much of `hears` is due.
  std::size_t due_for(std::size_t said) const;
  /// Whether no request is unfinished; in the middle of one, a server may answer before its rest has come.
  bool is_between(std::size_t said) const;
  friend bool operator==(const talk_client&, const talk_client&) = default;
};

/// All that the clients of a run do: a value that needs no random number.
struct talk_script {
  std::vector<talk_client> clients;

  friend bool operator==(const talk_script&, const talk_script&) = default;
};

/// Lets a client say that: in pieces, several requests ahead, with pauses; now and then it ends its sending side, or
/// leaves early.
void choose_steps(const spoken& what, sim::random_source& random, talk_client& into);
/// The same without haste, fault or cut: each request in one piece, then its reply.
void take_turns(const spoken& what, talk_client& into);

/// What TCP does not do: flips, drops, doubles, inserts or swaps some of the bytes that the client has to say, or
/// leaves away the last of them. From now on nothing is due to it.
void damage(sim::random_source& random, talk_client& client);

/// As lines of a repro's schedule, each beginning with "client", "hostile" or "due", and its streams: each client's
/// words, and what it is to hear.
void write_script(const talk_script& script, traces::repro& into);
/// Reads them back; other lines are passed over. Throws traces::input_error with the name `file`.
talk_script read_script(const traces::repro& from, const std::string& file);

}  // namespace asynchat::properties::simulation
