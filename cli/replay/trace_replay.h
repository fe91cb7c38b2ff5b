#pragma once

#include <string>

#include "programs/foreign_choice.h"
#include "replay/trace_options.h"

namespace asynchat::cli {

/// True where the file is a repro, or is meant to be one, and no trace and no capture. What is no regular file cannot
/// be looked at and then read: of that, `expected` is returned.
bool is_repro(const std::string& path, bool expected);

/// Plays a trace, or a capture, as it was asked for, prints what came of it, and returns the exit status. Throws
/// traces::input_error.
int replay_trace(const std::string& path, const trace_choice& choice, const foreign_choice& foreign);

}  // namespace asynchat::cli
