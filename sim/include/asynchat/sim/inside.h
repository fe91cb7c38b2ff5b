#pragma once

#include <string_view>

namespace asynchat::sim {

/// The host whose program runs on this thread, in a simulated world; empty outside of one. What reads a real clock or
/// opens a real socket then is a mistake, since the run could not be repeated; `sim/guard` finds it.
std::string_view inside_simulation();

/// While it lives, inside_simulation() is that host. Scopes nest.
class inside_simulation_scope {
 public:
  explicit inside_simulation_scope(std::string_view host);
  ~inside_simulation_scope();
  inside_simulation_scope(const inside_simulation_scope&) = delete;
  inside_simulation_scope& operator=(const inside_simulation_scope&) = delete;

 private:
  std::string_view before_;
};

}  // namespace asynchat::sim
