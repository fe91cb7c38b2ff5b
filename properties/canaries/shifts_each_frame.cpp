#include <string>
#include <string_view>

#include "all.h"
#include "linear_lines.h"

namespace asynchat::properties::canaries {

namespace {

struct shifts_each_frame_parser {
  void feed(std::string_view chunk, events& out) {
    const std::size_t from = kept_.size() - (kept_.ends_with('\r') ? 1 : 0);
    kept_ += chunk;
    work_done() += chunk.size();
    for (std::size_t end = kept_.find("\r\n", from); end != std::string::npos; end = kept_.find("\r\n")) {
      out.add("frame", std::string_view(kept_).substr(0, end));
      kept_.erase(0, end + 2);
      work_done() += kept_.size();
    }
  }
  void finish(events& out) { tell_incomplete(kept_, out); }

  friend bool operator==(const shifts_each_frame_parser&, const shifts_each_frame_parser&) = default;

 private:
  std::string kept_;
};

std::string_view many_lines() {
  static const std::string lines = [] {
    std::string text;
    while (text.size() < 4096) text += "ab\r\n";
    return text;
  }();
  return lines;
}

}  // namespace

canary shifts_each_frame() {
  return {.name = "shifts_each_frame",
          .mistake = "With each frame, all that was read behind it is moved to the front of the buffer.",
          .models = "hiredis#656: a read of 40 MB that brings small replies takes minutes.",
          .caught_by = law::linear_cost,
          .framing = "crlf",
          .cuts_max = 0,
          .right = {"ab\r\nc\r\n", "3 4 | eof"},
          .wrong = {many_lines(), "4096 | eof"},
          .model = model_of(crlf_rule),
          .make = make_parser<shifts_each_frame_parser>,
          .make_right = make_parser<linear_lines>};
}

}  // namespace asynchat::properties::canaries
