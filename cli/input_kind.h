#pragma once

#include <asynchat/traces/input_file.h>

#include <string>

namespace asynchat::cli {

// Of an input that was opened as `path`, and that stays to be read whole. Each throws traces::input_error where it
// cannot be read, and where it is what is refused, naming the commands that take it.

/// True where it is a repro, or is named like one and is no trace.
bool is_repro(traces::input_stream& in, const std::string& path);

/// Refuses what is certainly no repro, such as a trace or a capture.
void require_repro(traces::input_stream& in, const std::string& path);
/// Refuses a repro.
void refuse_repro(traces::input_stream& in, const std::string& path);
/// Refuses a trace and a repro.
void refuse_all_but_captures(traces::input_stream& in, const std::string& path);

}  // namespace asynchat::cli
