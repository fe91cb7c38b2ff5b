#pragma once

#include <asynchat/sim/link_options.h>
#include <asynchat/sim/world.h>
#include <asynchat/sim/world_fault.h>

#include <iosfwd>
#include <string>
#include <vector>

namespace asynchat::sim {

struct host_circumstances {
  std::string name;  ///< without spaces and '/'
  host_options options = {};

  friend bool operator==(const host_circumstances&, const host_circumstances&) = default;
};

/// One direction between two hosts.
struct link_circumstances {
  std::string from;
  std::string to;
  link_options options = {};

  friend bool operator==(const link_circumstances&, const link_circumstances&) = default;
};

/// In what a run takes place: its hosts in the order of their numbers, the links between them, and what befalls them
/// when.
struct circumstances {
  std::vector<host_circumstances> hosts = {};
  link_options other_links = {};  ///< of each direction that `links` does not name
  std::vector<link_circumstances> links = {};
  std::vector<timed_fault> faults = {};

  friend bool operator==(const circumstances&, const circumstances&) = default;
};

/// The lines of a schedule that say the same.
std::ostream& operator<<(std::ostream& out, const circumstances& of);

/// Gives a world its hosts, which it does not have yet, its links and its faults to come. Programs are the caller's to
/// run.
void set_up(world& in, const circumstances& of);

/// The faults that can happen in them, for want of a chance, a size or a time that forbids it: those that they switch
/// on, in the order of the enumeration.
std::vector<world_fault> faults_on(const circumstances& of);

/// Their names, with a space between: "slicer jitter short_write crash"; "none" where there are none.
std::string names_of(const std::vector<world_fault>& faults);

}  // namespace asynchat::sim
