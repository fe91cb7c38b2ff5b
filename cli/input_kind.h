#pragma once

#include <asynchat/traces/input_file.h>

#include <string>

namespace asynchat::cli {

/// True where the input, which was opened as `path` and stays to be read, is a repro, or is named like one and is no
/// trace. Throws traces::input_error where it cannot be read.
bool is_repro(traces::input_stream& in, const std::string& path);

/// Throws traces::input_error, which names the command that shows the file, where the input is certainly no repro, such
/// as a trace or a capture.
void require_repro(traces::input_stream& in, const std::string& path);
/// The same where it is one.
void refuse_repro(traces::input_stream& in, const std::string& path);

}  // namespace asynchat::cli
