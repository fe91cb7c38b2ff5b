#include <optional>
#include <string>
#include <string_view>

#include "all.h"
#include "framings.h"

namespace asynchat::properties::canaries {

namespace {

struct next_header_peeked_parser {
  void feed(std::string_view chunk, events& out) {
    if (over_) return;
    kept_ += chunk;
    while (const std::optional<front_frame> frame = u8_rule(kept_)) {
      if (kept_.size() > frame->size && static_cast<unsigned char>(kept_[frame->size]) > plausible_max) {
        out.add("error", "lost");
        over_ = true;
        return;
      }
      out.add("frame", frame->what.bytes);
      kept_.erase(0, frame->size);
    }
  }
  void finish(events& out) {
    if (!over_) tell_incomplete(kept_, out);
  }

  friend bool operator==(const next_header_peeked_parser&, const next_header_peeked_parser&) = default;

 private:
  static constexpr unsigned plausible_max = 250;

  std::string kept_;
  bool over_ = false;
};

}  // namespace

canary next_header_peeked() {
  return {
      .name = "next_header_peeked",
      .mistake =
          "A frame is given up when the byte behind it, if it is there already, does not look like the next header.",
      .models = "libvncserver#297: a header is read with the bytes behind it, which belong to the next frame.",
      .caught_by = law::suffix,
      .framing = "length:u8",
      .cuts_max = 0,
      .right = {"\1a\1b", "4 | eof"},
      .wrong = {"\1a\xff", "3 | open"},
      .model = model_of(u8_rule),
      .make = make_parser<next_header_peeked_parser>,
      .make_right = make_right<u8_rule>};
}

}  // namespace asynchat::properties::canaries
