#include <asynchat/properties/channel_watch.h>

#include <optional>
#include <string>
#include <string_view>

#include "all.h"
#include "framings.h"

namespace asynchat::properties::canaries {

namespace {

/// Lines; the one that says QUIT closes the channel.
struct close_ignored_parser {
  close_ignored_parser() { watch_.begin(0, 0, live()); }

  void feed(std::string_view chunk, events& out) {
    if (closed_) return;
    watch_.received(chunk.size());
    kept_ += chunk;
    while (const std::optional<front_frame> line = crlf_rule(kept_)) {  // does not ask whether it is closed
      watch_.collect_begins(line->what.bytes, closed_);
      watch_.found_begins(closed_);
      out.add("frame", line->what.bytes);
      if (line->what.bytes == "QUIT") closed_ = true;
      watch_.found_ends(live());
      kept_.erase(0, line->size);
    }
    watch_.settle(live(), kept_.size(), kept_.size(), closed_);
  }

  void finish(events& out) {
    if (closed_) return;
    watch_.close_begins(false);
    if (!kept_.empty()) watch_.collect_begins(kept_, false);
    tell_incomplete(kept_, out);
    watch_.settle(live(), 0, 0, true);
  }

  const ledger& account() const { return watch_.account(); }

 private:
  static boundary live() { return {"\r\n", 0, 0}; }

  channel_watch watch_;
  std::string kept_;
  bool closed_ = false;
};

}  // namespace

canary close_ignored() {
  return {
      .name = "close_ignored",
      .mistake = "What one read brought is handled to its end although a callback has closed the channel.",
      .models =
          "asynchat itself, up to its last version, and Eloipool with it: QUIT and one more command in one segment.",
      .caught_by = law::order,
      .framing = "crlf, to QUIT",
      .cuts_max = 0,
      .right = {"a\r\nQUIT\r\nb\r\n", "9 3 | eof"},
      .wrong = {"QUIT\r\n\r\n", "8 | eof"},
      .model = model_of(crlf_quit_rule),
      .make = make_parser<close_ignored_parser>,
      .make_right = make_right<crlf_quit_rule>};
}

}  // namespace asynchat::properties::canaries
