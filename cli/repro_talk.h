#pragma once

#include <asynchat/traces/repro.h>
#include <asynchat/traces/trace_event.h>

#include <string>
#include <vector>

namespace asynchat::cli {

/// An event, and what is to be said of it.
struct noted_event {
  traces::trace_event event;
  std::vector<std::string> comments = {};
};

/// What happens when a repro is played, as the events of a trace.
struct repro_talk {
  traces::trace_header header;
  std::vector<std::string> comments;  ///< on the whole
  std::vector<noted_event> events;
  std::vector<std::string> warnings = {};
};

/// Each chunk of the plan at its time, the other side's frames where it said them, and on each event the faults that
/// come before it. Throws traces::input_error as properties::replay does. A simulation's repro is played to see it.
repro_talk talk_of(const traces::repro& recorded, const std::string& file);

/// What a repro is about: what its section of a capture says.
std::vector<std::string> comments_on(const traces::repro& recorded);

}  // namespace asynchat::cli
