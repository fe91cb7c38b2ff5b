#include <asynchat/properties/channel_watch.h>

#include <string>
#include <string_view>

#include "all.h"
#include "framings.h"

namespace asynchat::properties::canaries {

namespace {

/// Gives all that it reads to its user at once, and looks for the terminator in each read alone.
struct nothing_held_parser {
  nothing_held_parser() { watch_.begin(0, 0, live); }

  void feed(std::string_view chunk, events& out) {
    watch_.received(chunk.size());
    while (const std::optional<front_frame> line = crlf_rule(chunk)) {
      collect(chunk.substr(0, line->what.bytes.size()));
      watch_.found_begins(false);
      out.add("frame", line_);
      line_.clear();
      watch_.found_ends(live);
      chunk.remove_prefix(line->size);
    }
    collect(chunk);
    watch_.settle(live, 0, 0, false);
  }

  void finish(events& out) {
    watch_.close_begins(false);
    tell_incomplete(line_, out);
    watch_.settle(live, 0, 0, true);
  }

  const ledger& account() const { return watch_.account(); }

 private:
  static constexpr boundary live{"\r\n", 0, 0};

  void collect(std::string_view data) {
    if (data.empty()) return;
    watch_.collect_begins(data, false);
    line_ += data;
    watch_.collect_ends(live);
  }

  channel_watch watch_;
  std::string line_;
};

}  // namespace

canary nothing_held() {
  return {.name = "nothing_held",
          .mistake = "A terminator that is split over two reads is not seen, and becomes part of the line.",
          .models = "ruby/net-protocol#66: readuntil goes on searching where the last buffer ended.",
          .caught_by = law::frames,
          .framing = "crlf",
          .cuts_max = 1,
          .right = {"ab\r\nc\r\n", "5 2 | eof"},
          .wrong = {"\r\n\r\n", "1 3 | eof"},
          .model = model_of(crlf_rule),
          .make = make_parser<nothing_held_parser>,
          .make_right = make_right<crlf_rule>};
}

}  // namespace asynchat::properties::canaries
