#include <asynchat/transport/check.h>

#include <cstdio>
#include <cstdlib>

namespace asynchat {

void check_failed(const char* file, int line, const char* expression, const char* rule) {
  std::fprintf(stderr, "%s:%d: %s\n  check failed: %s\n", file, line, rule, expression);
  std::abort();
}

}  // namespace asynchat
