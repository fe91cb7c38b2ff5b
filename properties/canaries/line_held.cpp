#include <asynchat/properties/channel_watch.h>

#include <optional>
#include <string>
#include <string_view>

#include "all.h"
#include "framings.h"

namespace asynchat::properties::canaries {

namespace {

/// Gives a line to its user only when it is whole, and keeps all of it until then.
struct line_held_parser {
  line_held_parser() { watch_.begin(0, 0, live()); }

  void feed(std::string_view chunk, events& out) {
    watch_.received(chunk.size());
    kept_ += chunk;
    while (const std::optional<front_frame> line = crlf_rule(kept_)) {
      watch_.collect_begins(line->what.bytes, false);
      watch_.found_begins(false);
      out.add("frame", line->what.bytes);
      watch_.found_ends(live());
      kept_.erase(0, line->size);
    }
    watch_.settle(live(), kept_.size(), 0, false);
  }

  void finish(events& out) {
    watch_.close_begins(false);
    if (!kept_.empty()) watch_.collect_begins(kept_, false);
    tell_incomplete(kept_, out);
    watch_.settle(live(), 0, 0, true);
  }

  const ledger& account() const { return watch_.account(); }

 private:
  boundary live() const { return {"\r\n", kept_.ends_with('\r') ? 1u : 0u, 0}; }

  channel_watch watch_;
  std::string kept_;
};

}  // namespace

canary line_held() {
  return {.name = "line_held",
          .mistake =
              "All of an unfinished line is held back, not only what might begin its terminator: memory is the peer to "
              "fill.",
          .models = "bpo-1745035: smtpd kept what came without bound while the end of the data did not come.",
          .caught_by = law::bounds,
          .framing = "crlf",
          .cuts_max = 0,
          .right = {"ab\r\n", "4 | eof"},
          .wrong = {"a", "1 | open"},
          .model = model_of(crlf_rule),
          .make = make_parser<line_held_parser>,
          .make_right = make_right<crlf_rule>};
}

}  // namespace asynchat::properties::canaries
