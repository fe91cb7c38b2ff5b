#pragma once

/// Between these, functions are not compiled for the coverage of a fuzzing engine: what calls a parser under test is no
/// part of what a fuzzer is to explore, and each place that it counts takes its time in every run.
#if defined(__clang__)
#define ASYNCHAT_COVERAGE_OFF \
  _Pragma("clang attribute push(__attribute__((no_sanitize(\"coverage\"))), apply_to = function)")
#define ASYNCHAT_COVERAGE_ON _Pragma("clang attribute pop")
#else
#define ASYNCHAT_COVERAGE_OFF
#define ASYNCHAT_COVERAGE_ON
#endif
