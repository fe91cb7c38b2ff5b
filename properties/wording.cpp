#include <asynchat/properties/wording.h>
#include <asynchat/transport/escape.h>

namespace asynchat::properties {

std::string bytes_text(std::size_t count) { return std::to_string(count) + (count == 1 ? " byte" : " bytes"); }

std::string shortened(std::string_view bytes, std::size_t width_max) {
  std::string out;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    if (out.size() >= width_max) return out + "...";
    out += escaped(bytes.substr(at, 1));
  }
  return out;
}

}  // namespace asynchat::properties
