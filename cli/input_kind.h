#pragma once

#include <asynchat/traces/input_file.h>

#include <string>

namespace asynchat::cli {

/// True where the input, which was opened as `path` and stays to be read, is a repro, or is named like one and is no
/// trace. Throws traces::input_error where it cannot be read.
bool is_repro(traces::input_stream& in, const std::string& path);

}  // namespace asynchat::cli
