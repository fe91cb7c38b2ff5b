#include <asynchat/transport/readiness.h>

#include <ostream>
#include <utility>

namespace asynchat {

std::ostream& operator<<(std::ostream& out, readiness value) {
  if (value == readiness::none) return out << "none";
  const char* separator = "";
  for (const auto& [flag, name] : {std::pair{readiness::read, "read"}, std::pair{readiness::write, "write"},
                                   std::pair{readiness::hangup, "hangup"}}) {
    if (!any(value, flag)) continue;
    out << separator << name;
    separator = "|";
  }
  return out;
}

}  // namespace asynchat
