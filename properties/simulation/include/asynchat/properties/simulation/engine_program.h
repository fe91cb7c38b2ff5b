#pragma once

#include <asynchat/engine/loop.h>
#include <asynchat/sim/host.h>

#include <memory>
#include <stdexcept>
#include <utility>

namespace asynchat::properties::simulation {

/// An exception left the loop of a simulated program; what() names the host and says what it said.
class program_failed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What runs on a simulated host: a loop over it, and whatever lives on that loop, which a class derived from this one
/// holds. The loop outlives what the derived class holds, and says nothing on stderr.
class engine_program : public sim::program {
 public:
  explicit engine_program(sim::host& on);

  /// Throws program_failed.
  void pass() override;

 protected:
  sim::host& here() const { return host_; }
  loop& owner() { return loop_; }

 private:
  sim::host& host_;
  loop loop_;
};

/// One object on a loop of its own.
template <class Object>
class program_of final : public engine_program {
 public:
  template <class... Args>
  explicit program_of(sim::host& on, const Args&... args) : engine_program(on), object_(owner(), args...) {}

  Object& object() { return object_; }

 private:
  Object object_;
};

/// For sim::host::run(): each start makes an Object(loop&, args…), where args are copied.
template <class Object, class... Args>
sim::program_maker runs(Args... args) {
  return [args...](sim::host& on) { return std::make_unique<program_of<Object>>(on, args...); };
}

}  // namespace asynchat::properties::simulation
