#include <cstddef>
#include <string>
#include <string_view>

#include "all.h"
#include "framings.h"

namespace asynchat::properties::canaries {

namespace {

struct any_two_bytes_parser {
  void feed(std::string_view chunk, events& out) {
    kept_ += chunk;
    while (!kept_.empty()) {
      const std::size_t payload = static_cast<unsigned char>(kept_[0]);
      if (kept_.size() < 1 + payload + 2) return;
      out.add("frame", std::string_view(kept_).substr(1, payload));
      kept_.erase(0, 1 + payload + 2);  // whatever they are
    }
  }
  void finish(events& out) { tell_incomplete(kept_, out); }

  friend bool operator==(const any_two_bytes_parser&, const any_two_bytes_parser&) = default;

 private:
  std::string kept_;
};

}  // namespace

canary any_two_bytes() {
  using std::string_view_literals::operator""sv;  // the bytes hold a NUL
  return {.name = "any_two_bytes",
          .mistake = "Any two bytes behind the data are taken for its CR LF.",
          .models = "h11 CVE-2025-43859: what follows the data of a chunk is skipped, not read.",
          .caught_by = law::model,
          .framing = "length:u8, then crlf",
          .cuts_max = 0,
          .right = {"\1a\r\n", "4 | eof"},
          .wrong = {"\0XX"sv, "3 | eof"},
          .model = model_of(u8_crlf_rule),
          .make = make_parser<any_two_bytes_parser>,
          .make_right = make_right<u8_crlf_rule>};
}

}  // namespace asynchat::properties::canaries
