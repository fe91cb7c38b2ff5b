#pragma once

#include <asynchat/properties/subject.h>
#include <asynchat/traces/dialogue.h>

#include <cstddef>
#include <vector>

namespace asynchat::properties {

/// How a stream is delivered to its end that stopped like that in a trace.
sim::ending ending_of(traces::stop how);

/// Where the chunks of that side began in the recording, ascending.
std::vector<std::size_t> recorded_cuts(side from, const traces::dialogue& talk);

/// The frames that `speaker` sent, found by the reference, each with how far the other side's stream had come when its
/// last byte was sent. None without a reference.
std::vector<heard_frame> frames_told(side speaker, const traces::dialogue& talk, const reference& frames);

}  // namespace asynchat::properties
