#pragma once

#include <chrono>

namespace CLI {
class App;
}

namespace asynchat::cli {

/// Adds --feed-limit: how long one call of a parser may take.
void add_feed_limit(CLI::App& command, double& seconds);

std::chrono::milliseconds in_milliseconds(double seconds);

}  // namespace asynchat::cli
