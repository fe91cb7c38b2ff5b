#include <cstddef>
#include <string>
#include <string_view>

#include "all.h"
#include "framings.h"

namespace asynchat::properties::canaries {

namespace {

struct one_byte_length_parser {
  void feed(std::string_view chunk, events& out) {
    kept_ += chunk;
    while (!kept_.empty()) {
      const std::size_t payload = static_cast<unsigned char>(kept_[0]) & 0x7fu;
      if (kept_.size() < 1 + payload) return;
      out.add("frame", std::string_view(kept_).substr(1, payload));
      kept_.erase(0, 1 + payload);
    }
  }
  void finish(events& out) { tell_incomplete(kept_, out); }

  friend bool operator==(const one_byte_length_parser&, const one_byte_length_parser&) = default;

 private:
  std::string kept_;
};

}  // namespace

canary one_byte_length() {
  using std::string_view_literals::operator""sv;  // the bytes hold a NUL
  return {.name = "one_byte_length",
          .mistake = "A length is taken to be one byte, although a larger one has more.",
          .models = "fluent-bit#11853: a header of two bytes is assumed, and long lengths are read past the buffer.",
          .caught_by = law::model,
          .framing = "length:varint",
          .cuts_max = 0,
          .right = {"\1a", "2 | eof"},
          .wrong = {"\x81\0a"sv, "3 | eof"},
          .model = model_of(varint_rule),
          .make = make_parser<one_byte_length_parser>,
          .make_right = make_right<varint_rule>};
}

}  // namespace asynchat::properties::canaries
