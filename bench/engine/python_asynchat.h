#pragma once

#include <string>

#include "contest.h"
#include "engine/frames.h"

namespace asynchat::bench {

/// Enters CPython's asynchat, in a process of its own that reports its CPU time and the CRC of its contents; or its
/// excuse, where python3 is missing or has no asynchat.
void enter_python_asynchat(contest& all, const std::string& task, const frames& work);

}  // namespace asynchat::bench
