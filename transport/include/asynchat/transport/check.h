#pragma once

/// A programmer's mistake ends the program here, in every build: it prints file, line, the expression and `rule` (a
/// sentence on what the caller must do) to stderr, then aborts. What a peer or an input file can cause is never
/// checked this way.
#define ASYNCHAT_CHECK(expression, rule) \
  (static_cast<bool>(expression) ? void(0) : ::asynchat::check_failed(__FILE__, __LINE__, #expression, rule))

namespace asynchat {

[[noreturn]] void check_failed(const char* file, int line, const char* expression, const char* rule);

}  // namespace asynchat
