#pragma once

#include <asynchat/sim/plan.h>
#include <asynchat/sim/world.h>

#include <map>
#include <string>
#include <string_view>

namespace asynchat::properties::simulation {

/// What one direction of a connection has carried.
struct wire_record {
  std::string taken;                          ///< by sends
  std::string handed;                         ///< to recvs: the start of `taken`
  bool failed = false;                        ///< it ended by an error other than that the peer is gone
  sim::plan steps{.end = sim::ending::open};  ///< how it was handed over, read by read, and how it ended so far
};

/// Writes down what all wires of a world carry: each run is a plan.
class wire_watch final : public sim::world_observer {
 public:
  void taken(const sim::wire_name& wire, std::string_view bytes) override;
  void handed(const sim::wire_name& wire, std::string_view bytes) override;
  void blocked(const sim::wire_name& wire) override;
  void ended(const sim::wire_name& wire, const io_result& how) override;

  const wire_record& of(const sim::wire_name& wire) const;

 private:
  std::map<sim::wire_name, wire_record> wires_;
};

}  // namespace asynchat::properties::simulation
