#pragma once

#include <asynchat/traces/repro.h>

#include <string>

#include "repro_talk.h"

namespace asynchat::cli {

/// Plays a simulation's repro again and writes down what its connections carry, read by read, on which the lines of its
/// schedule that are about a connection or a time stand as comments. Throws traces::input_error.
repro_talk simulated_talk_of(const traces::repro& recorded, const std::string& file);

}  // namespace asynchat::cli
