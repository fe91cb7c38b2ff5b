#include "time_limit.h"

namespace asynchat::cli {

std::function<bool()> time_limit(std::chrono::milliseconds time) {
  const auto end = std::chrono::steady_clock::now() + time;
  return [end] { return std::chrono::steady_clock::now() >= end; };
}

}  // namespace asynchat::cli
