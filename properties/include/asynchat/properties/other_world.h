#pragma once

#include <asynchat/engine/loop.h>
#include <asynchat/properties/subject.h>
#include <asynchat/sim/plan.h>
#include <asynchat/transport/network.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace asynchat::properties {

/// One connection in a world that is not the simulation. A channel under test has the near end; the far end does what
/// it is told here.
class wire {
 public:
  wire() = default;
  wire(const wire&) = delete;
  wire& operator=(const wire&) = delete;
  virtual ~wire() = default;

  virtual network& world() = 0;
  /// The near end, once; it is closed before the wire is.
  virtual std::unique_ptr<stream> take_near_end() = 0;

  /// Sends from the far end; returns how many bytes of the front were taken, all of them or fewer.
  virtual std::size_t write(std::string_view bytes) = 0;
  /// Takes what the near end has sent, and forgets it.
  virtual void drain() = 0;
  /// Ends what the far end sends.
  virtual void end(sim::ending how) = 0;
};

/// A world that is not the simulation; this room knows none itself.
struct other_world {
  std::string name;  ///< as in "over NAME, frame 3 is lost"
  /// A new connection, whose far end can end in that way; null where there is none on this machine.
  std::function<std::unique_ptr<wire>(sim::ending end)> connect;
};

/// What the near end's reader has got so far.
struct near_progress {
  std::size_t received = 0;
  bool ended = false;  ///< it has seen the end, or an error
};

/// The stream, keeping account of what is read from it; `progress` is borrowed.
std::unique_ptr<stream> watched_end(std::unique_ptr<stream> near_end, near_progress& progress);

/// The channel at the near end.
struct near_reader {
  loop& owner;
  const dispatcher& channel;
  const near_progress& progress;
  std::function<void(std::string_view frame)> hear;
};

/// Does subject::play_over for a channel that reads from a watched_end. Returns early where the channel closes. False
/// where it has read nothing for ten seconds although there is something to read: a machine that stalls says nothing of
/// a parser.
bool deliver_over(wire& far, const near_reader& reader, std::string_view bytes, const sim::plan& steps,
                  std::span<const heard_frame> heard);

}  // namespace asynchat::properties
