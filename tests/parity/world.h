#pragma once

#include <asynchat/transport/network.h>

#include <gtest/gtest.h>
#include <chrono>
#include <cstddef>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>
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

/// A network, and the peer at the other end of its one connection.
class world {
 public:
  virtual ~world() = default;

  /// The channel's end of a new connection to that peer. Its first step is still to come.
  virtual std::unique_ptr<stream> meet(peer script) = 0;

  /// Only after the connection was made.
  virtual network& net() = 0;

  /// The peer makes its next step, if one is left, and reads what has arrived if it listens.
  virtual void peer_acts() = 0;
  virtual void peer_listens() = 0;
  /// What the peer has read, once that is `bytes` long or no more can come.
  virtual std::string heard(std::size_t bytes) = 0;

  // These three only in worlds_with_addresses().

  /// Where nobody listens, so that a connect is refused.
  virtual endpoint nowhere() = 0;
  /// Where the peer listens for the one connection.
  virtual endpoint address_of(peer script) = 0;
  /// A listener at which the peer asks to be accepted.
  virtual std::unique_ptr<listener> invite(peer script) = 0;
};

std::unique_ptr<world> make_scripted_world();
std::unique_ptr<world> make_socketpair_world();
std::unique_ptr<world> make_loopback_world();

struct world_kind {
  const char* name;
  std::unique_ptr<world> (*make)();
};
std::ostream& operator<<(std::ostream& out, const world_kind& kind);

std::vector<world_kind> all_worlds();
/// Those where connections are made by address.
std::vector<world_kind> worlds_with_addresses();
std::string world_name(const testing::TestParamInfo<world_kind>& info);

/// How long a test waits for what must come. It never waits that long for what must not.
constexpr duration patience = std::chrono::seconds(10);
constexpr int empty_waits_max = 20;

/// Descriptors of this process that are open.
std::size_t open_descriptors();

/// A test in one world; it fails when descriptors are left open.
class parity_test : public testing::TestWithParam<world_kind> {
 protected:
  void SetUp() override;
  void TearDown() override;

  world& here() { return *world_; }

  /// The peer's next step; then what is ready.
  std::vector<ready_event> news(duration limit = patience);

  struct input {
    std::string bytes;
    io_result last = io_result::would_block();
  };
  /// Reads `count` bytes, or up to the end where there are fewer, with recvs of at most `piece` bytes.
  input read(stream& from, std::size_t count = std::string::npos, std::size_t piece = 4096);

  /// Sends all of it; the peer listens once nothing more fits. Returns how many sends did not take all they were given.
  std::size_t write(stream& to, std::string_view bytes);

 private:
  std::unique_ptr<world> world_;
  std::size_t descriptors_before_ = 0;
};

}  // namespace asynchat::parity
