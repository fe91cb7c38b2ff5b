#pragma once

#include <cstdint>

namespace CLI {
class App;
}

namespace asynchat::cli {

/// Adds --port: which side of a capture is the server where no SYN tells; 0 where it is not given.
void add_port(CLI::App& command, std::uint16_t& port);

}  // namespace asynchat::cli
