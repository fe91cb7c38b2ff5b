#pragma once

#include <istream>
#include <memory>
#include <string>

namespace asynchat::traces {

/// Opens a file for reading. Throws input_error with the system's reason where it cannot be opened or is a directory.
std::unique_ptr<std::istream> open_input(const std::string& path);

/// What is said of a file whose bytes the system does not give.
[[noreturn]] void fail_to_read(const std::string& path);

}  // namespace asynchat::traces
