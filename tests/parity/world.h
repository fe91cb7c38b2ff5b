#pragma once

#include <asynchat/transport/network.h>

#include <gtest/gtest.h>
#include <cstddef>
#include <iosfwd>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace asynchat::parity {

/// What the other side of a connection does, in this order; a test says so before the connection is made.
struct peer {
  enum class end {
    stays,   ///< connected and silent
    ends,    ///< sends the end of its direction, and reads on
    closes,  ///< closes in order
    resets,  ///< aborts
  };

  std::vector<std::string> says = {};  ///< each piece is sent by itself
  end then = end::stays;
  bool listens = true;  ///< false: it reads nothing before world::peer_listens
};

/// Both ends of a connection, in one network.
using stream_pair = std::pair<std::unique_ptr<stream>, std::unique_ptr<stream>>;

/// A network, and the peer at the other end of its one connection.
class world {
 public:
  virtual ~world() = default;

  /// The channel's end of a new connection to that peer. Its first step is still to come.
  virtual std::unique_ptr<stream> meet(peer script) = 0;

  /// Only after the connection was made, or an address was asked for.
  virtual network& net() = 0;

  /// The peer makes its next step, if one is left, and reads what has arrived if it listens.
  virtual void peer_acts() = 0;
  virtual void peer_listens() = 0;
  /// What the peer has read, once that is `bytes` long or no more can come.
  virtual std::string heard(std::size_t bytes) = 0;
  /// True when the peer has read up to the end of the stream. It must have come to listen.
  virtual bool peer_saw_the_end() = 0;

  // These four only in worlds_with_addresses().

  /// Where nobody listens, so that a connect is refused.
  virtual endpoint nowhere();
  /// Where the peer listens for the one connection.
  virtual endpoint address_of(peer script);
  /// Where to listen: nobody else does.
  virtual endpoint free_address(peer visitor);
  /// The visitor asks to be accepted there.
  virtual void peer_comes_to(const endpoint& door);

  // Only in worlds_of_sockets().

  /// A connection beside that of the peer, with both ends in the test's hands.
  virtual stream_pair pair();
};

struct world_kind {
  const char* name;
  std::unique_ptr<world> (*make)();
  /// Null where the world is to be had, else why not.
  const char* (*missing)();
};
std::ostream& operator<<(std::ostream& out, const world_kind& kind);

/// scripted, socketpair, unix, tcp4, tcp6, simulated, and recorded: tcp4 through a traces::recording_network.
std::vector<world_kind> all_worlds();
/// All but the socketpair, which has no addresses; and a scripted one whose connects have their outcome at once.
std::vector<world_kind> worlds_with_addresses();
/// All but the scripted one, which has one connection.
std::vector<world_kind> worlds_of_sockets();
/// Many connections, by address: all but the scripted one and the socketpair.
std::vector<world_kind> crowded_worlds();
/// socketpair, unix, tcp4, tcp6: a wait blocks until another thread ends it.
std::vector<world_kind> kernel_worlds();
/// unix, tcp4, tcp6: each connection is a descriptor of this process.
std::vector<world_kind> crowded_kernel_worlds();

inline std::string world_name(const testing::TestParamInfo<world_kind>& info) { return info.param.name; }

// For all_worlds and its like.
std::unique_ptr<world> make_scripted_world();
std::unique_ptr<world> make_scripted_world_at_once();
std::unique_ptr<world> make_socketpair_world();
std::unique_ptr<world> make_unix_world();
std::unique_ptr<world> make_tcp4_world();
std::unique_ptr<world> make_tcp6_world();
std::unique_ptr<world> make_recorded_world();
std::unique_ptr<world> make_simulated_world();
const char* why_no_ipv6();

}  // namespace asynchat::parity
