#pragma once

#include <asynchat/protocols/registry.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace asynchat::protocols {

/// Draws a number below `bound`, which is at least 1, each equally likely.
using chooser = std::function<std::uint64_t(std::uint64_t bound)>;

/// What a client says next, and what a right server answers to exactly that, perhaps nothing. A client may send its
/// next request without awaiting the reply.
struct exchange {
  std::string request;
  std::string reply;
  bool barrier = false;  ///< the client must have read the reply before it may send anything further

  friend bool operator==(const exchange&, const exchange&) = default;
};

/// What one client says on one connection. It must have read the greeting before it says anything. No exchange but the
/// last makes the server close.
struct dialogue {
  std::string greeting;  ///< what the server says first; empty for most protocols
  std::vector<exchange> exchanges;

  friend bool operator==(const dialogue&, const dialogue&) = default;
};

struct dialogue_limits {
  /// At least 1. A transaction of several exchanges counts as one: a mail from MAIL to the end of its message, a
  /// handshake. Opening and taking leave come on top.
  std::size_t exchanges_max = 8;
  /// At least 1, of a body, a message, a value or a frame, before its coding; with 1,024 more and times exchanges_max
  /// at most 32 MiB, so that no service comes to its bounds. A frame of `count:N` above it has N bytes nevertheless,
  /// and is the only one.
  std::size_t payload_bytes_max = 400;
};

/// A dialogue of right requests, and of some wrong ones that the protocol has an answer to. Payloads are full of what
/// might be taken for their ends, and mostly short, but some empty, as long as may be, or a byte off a power of two.
/// The same numbers give the same dialogue on every machine.
///
/// The replies come from what the generator knows itself, never from a service. What the server remembers it remembers
/// for the connection alone, so that they do not depend on other clients.
///
/// Where a frame of `count:N` is above the frame_bytes_max of default limits, no exchange is possible and none is made.
dialogue make_dialogue(const framing_spec& spec, const chooser& below, const dialogue_limits& limits = {});

}  // namespace asynchat::protocols
