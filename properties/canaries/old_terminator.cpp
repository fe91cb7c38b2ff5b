#include <cstddef>
#include <string>
#include <string_view>

#include "all.h"
#include "framings.h"

namespace asynchat::properties::canaries {

namespace {

struct old_terminator_parser {
  void feed(std::string_view chunk, events& out) {
    const bool counts_prefix = prefix_.empty();  // for the whole read
    while (!chunk.empty()) {
      if (counts_prefix) {
        prefix_ = chunk.substr(0, 1);
        chunk.remove_prefix(1);
      } else {
        const std::string_view part = chunk.substr(0, length() - payload_.size());
        payload_ += part;
        chunk.remove_prefix(part.size());
      }
      if (payload_.size() < length()) continue;
      out.add("frame", payload_);
      payload_.clear();
      if (chunk.empty() || counts_prefix) prefix_.clear();
    }
  }
  void finish(events& out) { tell_incomplete(prefix_ + payload_, out); }

  friend bool operator==(const old_terminator_parser&, const old_terminator_parser&) = default;

 private:
  std::size_t length() const { return static_cast<unsigned char>(prefix_[0]); }

  std::string prefix_;  ///< none, or the byte that says how long the payload is
  std::string payload_;
};

}  // namespace

canary old_terminator() {
  return {.name = "old_terminator",
          .mistake =
              "A terminator that a callback sets is not used before the next read: the rest of this one is cut by the "
              "old one.",
          .models =
              "asynchat itself, up to its last version: a count set in collect_incoming_data is decremented by the "
              "piece before it.",
          .caught_by = law::model,
          .framing = "length:u8",
          .cuts_max = 0,
          .right = {"\3abc\2de", "1 3 1 2 | eof"},
          .wrong = {"\1a", "2 | eof"},
          .model = model_of(u8_rule),
          .make = make_parser<old_terminator_parser>,
          .make_right = make_right<u8_rule>};
}

}  // namespace asynchat::properties::canaries
