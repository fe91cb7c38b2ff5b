#pragma once

#include <cstdint>

namespace asynchat::bench {

/// A non-blocking TCP socket that listens on a free port of 127.0.0.1, whose number it prints. Ends the program with a
/// message when it cannot.
int listen_and_announce();
/// Prints a port for the process that started this one.
void announce(std::uint16_t port);
/// Switches off Nagle's delay.
void send_at_once(int fd);

}  // namespace asynchat::bench
