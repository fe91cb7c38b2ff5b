#pragma once

#include <cstddef>
#include <string>

namespace asynchat {

/// A whole frame that the other side of a connection sent, and the offset in this side's stream before which it was
/// sent.
struct heard_frame {
  std::size_t before = 0;
  std::string bytes;

  friend bool operator==(const heard_frame&, const heard_frame&) = default;
};

}  // namespace asynchat
