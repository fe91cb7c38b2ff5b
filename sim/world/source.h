#pragma once

#include <asynchat/sim/host.h>
#include <asynchat/transport/readiness.h>

#include <cstdint>

namespace asynchat::sim {

/// What a host's loop can wait for: one end of a connection, or a listener.
class source {
 public:
  void watch(registration who, readiness wanted);
  void unwatch();

  /// Something changed: if that is of interest, the host is told in its next pass.
  void changed();

 protected:
  source() = default;
  virtual ~source() = default;
  source(const source&) = delete;
  source& operator=(const source&) = delete;

  /// What is ready of that; more may be told.
  virtual readiness ready(readiness wanted) const = 0;
  host::impl* at() const { return at_; }
  void place_at(host::impl& home) { at_ = &home; }

 private:
  friend class host::impl;

  /// A hangup is told unasked, but not where reading is wanted: recv finds the end by itself, after the data.
  readiness news() const {
    const readiness wanted = any(interest_, readiness::read) ? interest_ : interest_ | readiness::hangup;
    return ready(wanted) & wanted;
  }

  host::impl* at_ = nullptr;
  registration who_;
  std::uint32_t place_ = 0;  ///< among its host's candidates,
  bool listed_ = false;      ///< where it is one
  bool watched_ = false;
  readiness interest_ = readiness::none;
};

}  // namespace asynchat::sim
