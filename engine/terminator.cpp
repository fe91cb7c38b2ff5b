#include <asynchat/engine/terminator.h>
#include <asynchat/transport/escape.h>

namespace asynchat {

std::string to_string(const terminator& value) {
  if (const auto* bytes = std::get_if<std::string>(&value)) return quote(*bytes);
  if (const auto* count = std::get_if<byte_count>(&value)) return "count " + std::to_string(count->value);
  return "none";
}

}  // namespace asynchat
