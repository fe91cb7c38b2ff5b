#include <optional>
#include <string>
#include <string_view>

#include "all.h"
#include "framings.h"

namespace asynchat::properties::canaries {

namespace {

struct varint_cut_refused_parser {
  void feed(std::string_view chunk, events& out) {
    if (over_) return;
    kept_ += chunk;
    while (const std::optional<front_frame> frame = varint_rule(kept_)) {
      out.add(frame->what.name, frame->what.bytes);
      kept_.erase(0, frame->size);
      over_ = frame->last;
      if (over_) return;
    }
    if (kept_.empty() || varint_is_whole(kept_)) return;
    out.add("error", "bad-length");  // and if the rest of it is still on its way?
    over_ = true;
  }
  void finish(events& out) {
    if (!over_) tell_incomplete(kept_, out);
  }

  friend bool operator==(const varint_cut_refused_parser&, const varint_cut_refused_parser&) = default;

 private:
  std::string kept_;
  bool over_ = false;
};

}  // namespace

canary varint_cut_refused() {
  using std::string_view_literals::operator""sv;  // the bytes hold a NUL
  return {.name = "varint_cut_refused",
          .mistake = "A length of several bytes that is cut is refused as malformed.",
          .models = "mqtt-packet#95 and MQTT.js#10: the remaining length of a packet comes in two reads.",
          .caught_by = law::invariance,
          .framing = "length:varint",
          .cuts_max = 1,
          .right = {"\x81\0a"sv, "2 1 | eof"},
          .wrong = {"\x81\0a"sv, "1 2 | eof"},
          .model = model_of(varint_rule),
          .make = make_parser<varint_cut_refused_parser>,
          .make_right = make_right<varint_rule>};
}

}  // namespace asynchat::properties::canaries
