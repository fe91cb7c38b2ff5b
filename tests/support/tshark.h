#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

namespace asynchat::support {

/// What a command of the shell prints; its status is expected to be 0.
std::string output_of(const std::string& command);

/// What both sides of one connection sent: the side that sent the first packet, and the other.
using both_sides = std::array<std::string, 2>;

/// What tshark makes of a capture.
struct tshark_view {
  std::map<std::uint64_t, both_sides> streams;  ///< the bytes of connections, by the number of tshark's stream
  std::string complaints;                       ///< warnings and errors, checksums included, a line each
};

/// Of the first `connections` of the capture.
tshark_view tshark_on(const std::string& capture, std::size_t connections);

/// A field of every packet, a line each.
std::string fields_of(const std::string& capture, const std::string& field);

}  // namespace asynchat::support
