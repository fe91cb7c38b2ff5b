#include <asynchat/transport/endpoint.h>

#include <ostream>

namespace asynchat {

std::string to_string(const endpoint& where) {
  switch (where.kind) {
    case endpoint::family::unnamed:
      return "unnamed";
    case endpoint::family::unix_path:
      return "unix:" + where.host;
    case endpoint::family::inet:
      break;
  }
  const bool bracketed = where.host.find(':') != std::string::npos;
  return (bracketed ? "[" + where.host + "]" : where.host) + ":" + std::to_string(where.port);
}

std::ostream& operator<<(std::ostream& out, const endpoint& where) { return out << to_string(where); }

}  // namespace asynchat
