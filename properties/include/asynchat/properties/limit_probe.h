#pragma once

#include <cstddef>
#include <functional>
#include <string>

namespace asynchat::properties {

/// A limit on what a frame may consist of, and how to come near it.
struct limit_probe {
  std::size_t limit = 0;  ///< the largest size that is taken; at least 2
  /// A whole frame whose limited part has that size, in bytes, terminators and lengths included in what is returned.
  std::function<std::string(std::size_t size)> frame;
};

}  // namespace asynchat::properties
