#include <cstddef>
#include <string>
#include <string_view>

#include "all.h"
#include "framings.h"

namespace asynchat::properties::canaries {

namespace {

struct count_restarts_parser {
  void feed(std::string_view chunk, events& out) {
    std::size_t wanted = counted_bytes;  // and what frame_ has already?
    while (!chunk.empty()) {
      const std::string_view part = chunk.substr(0, wanted);
      frame_ += part;
      chunk.remove_prefix(part.size());
      wanted -= part.size();
      if (wanted > 0) continue;
      out.add("frame", frame_);
      frame_.clear();
      wanted = counted_bytes;
    }
  }
  void finish(events& out) { tell_incomplete(frame_, out); }

  friend bool operator==(const count_restarts_parser&, const count_restarts_parser&) = default;

 private:
  std::string frame_;
};

}  // namespace

canary count_restarts() {
  return {.name = "count_restarts",
          .mistake =
              "The bytes that a frame still wants are counted down in a local variable, from the start in every read.",
          .models = "Ciloipool++, a port of asynchat: the count is decremented in a copy.",
          .caught_by = law::invariance,
          .framing = "count:5",
          .cuts_max = 1,
          .right = {"abcdefghij", "5 5 | eof"},
          .wrong = {"abcde", "1 4 | eof"},
          .model = model_of(count_rule),
          .make = make_parser<count_restarts_parser>,
          .make_right = make_right<count_rule>};
}

}  // namespace asynchat::properties::canaries
