#pragma once

#include <asynchat/traces/input_file.h>

#include <memory>
#include <string>

#include "programs/foreign_choice.h"
#include "replay/trace_options.h"

namespace asynchat::cli {

/// Plays a trace, or a capture, as it was asked for, prints what came of it, and returns the exit status. `in` is what
/// was opened as `path`, which may be opened again. Throws traces::input_error.
int replay_trace(std::unique_ptr<traces::input_stream> in, const std::string& path, const trace_choice& choice,
                 const foreign_choice& foreign);

}  // namespace asynchat::cli
