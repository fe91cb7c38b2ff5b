#include "tls_line.h"

#include <optional>
#include <utility>
#include <vector>

#include "framings.h"

namespace asynchat::properties::canaries {

reference tls_model() {
  return [](std::string_view bytes, bool ended, std::span<const heard_frame>) {
    std::vector<expected_event> told;
    std::size_t at = 0;
    while (const std::optional<front_frame> line = crlf_rule(bytes.substr(at))) {
      at += line->size;
      told.push_back({line->what, at});
      if (line->what.bytes != "TLS") continue;
      if (at < bytes.size()) told.push_back({{"data", std::string(bytes.substr(at)), {}}, bytes.size()});
      return told;
    }
    if (ended && at < bytes.size()) told.push_back({{"incomplete", std::string(bytes.substr(at)), {}}, bytes.size()});
    return told;
  };
}

bool take_lines_to_tls(std::string& kept, events& out) {
  while (const std::optional<front_frame> line = crlf_rule(kept)) {
    out.add("frame", line->what.bytes);
    kept.erase(0, line->size);
    if (line->what.bytes == "TLS") return true;
  }
  return false;
}

void tls_parser::feed(std::string_view chunk, events& out) {
  kept_ += chunk;
  switched_ = switched_ || take_lines_to_tls(kept_, out);
  if (switched_ && !kept_.empty()) out.add("data", std::exchange(kept_, {}));
}

void tls_parser::finish(events& out) { tell_incomplete(kept_, out); }

}  // namespace asynchat::properties::canaries
