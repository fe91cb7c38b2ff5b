#pragma once

#include <cstddef>
#include <functional>

namespace asynchat::cli {

/// Calls work(0) to work(count - 1), up to `jobs` of them at a time on threads of their own, and returns when all are
/// done. When one throws, no further one begins, and the first exception comes out of here. `stop` is asked before
/// each, on its thread; once it says true, no further one begins.
void run_in_parallel(std::size_t count, std::size_t jobs, const std::function<void(std::size_t)>& work,
                     const std::function<bool()>& stop = {});

}  // namespace asynchat::cli
