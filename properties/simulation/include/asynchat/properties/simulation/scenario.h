#pragma once

#include <asynchat/properties/events.h>
#include <asynchat/sim/world.h>
#include <asynchat/traces/repro.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace asynchat::properties::simulation {

/// What is wrong with a run: a law, and one sentence on how it was broken.
struct complaint {
  std::string law;
  std::string sentence;
  events expected = {};
  events observed = {};
};

/// One run of a user's programs in a simulated world. It outlives the world.
class scenario {
 public:
  virtual ~scenario() = default;

  /// The names of its hosts, without spaces and '/', at least one of each kind. Faults may strike all of them.
  virtual std::vector<std::string> servers() const { return {"server"}; }
  virtual std::vector<std::string> clients() const { return {"client"}; }
  /// Gives the hosts, which are there, their programs.
  virtual void set_up(sim::world& world) = 0;
  /// Nothing goes wrong any more: whoever comes now must be served in full. Nobody does by default.
  virtual void faults_ended(sim::world& /*world*/) {}
  /// All has come to rest: what is wrong, if anything is.
  virtual std::optional<complaint> judge(const sim::world& world) = 0;
  /// Adds to a repro what decided this scenario beside its seed; it may be nothing.
  virtual void write(traces::repro& /*into*/) const {}

 protected:
  scenario() = default;
  scenario(const scenario&) = delete;
  scenario& operator=(const scenario&) = delete;
};

/// How scenarios of one kind are made.
struct scenario_maker {
  std::string name;  ///< the subject of its repros
  /// The same scenario for the same seed.
  std::function<std::unique_ptr<scenario>(std::uint64_t seed)> make;
  /// The one that write() told of, without a random number; throws traces::input_error with the name `file`. Where this
  /// is empty, make() is called with the seed of the repro.
  std::function<std::unique_ptr<scenario>(const traces::repro& recorded, const std::string& file)> make_again = {};
};

}  // namespace asynchat::properties::simulation
