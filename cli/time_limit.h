#pragma once

#include <chrono>
#include <functional>

namespace asynchat::cli {

/// How long a counterexample of a parser in this process is made smaller.
inline constexpr std::chrono::milliseconds shrink_time_max(1500);

/// Says whether that much time has passed since this call.
std::function<bool()> time_limit(std::chrono::milliseconds time);

}  // namespace asynchat::cli
