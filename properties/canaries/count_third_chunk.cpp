#include <cstddef>
#include <string>
#include <string_view>

#include "all.h"
#include "framings.h"

namespace asynchat::properties::canaries {

namespace {

struct count_third_chunk_parser {
  void feed(std::string_view chunk, events& out) {
    if (chunk.empty()) return;
    std::size_t wanted = counted_bytes - before_;
    before_ = 0;
    while (!chunk.empty()) {
      const std::string_view part = chunk.substr(0, wanted);
      frame_ += part;
      chunk.remove_prefix(part.size());
      before_ = part.size();  // not the sum of the parts
      if (part.size() < wanted) return;
      out.add("frame", frame_);
      frame_.clear();
      before_ = 0;
      wanted = counted_bytes;
    }
  }
  void finish(events& out) { tell_incomplete(frame_, out); }

  friend bool operator==(const count_third_chunk_parser&, const count_third_chunk_parser&) = default;

 private:
  std::string frame_;
  std::size_t before_ = 0;
};

}  // namespace

canary count_third_chunk() {
  return {
      .name = "count_third_chunk",
      .mistake = "Of the bytes that a frame has already, only those of the last read are remembered.",
      .models = "bpo-20154: readexactly was right while its bytes came in one feed, and wrong when they came in more.",
      .caught_by = law::invariance,
      .framing = "count:5",
      .cuts_max = 2,
      .right = {"abcdefghij", "2 4 4 | eof"},
      .wrong = {"abcde", "1 1 3 | eof"},
      .model = model_of(count_rule),
      .make = make_parser<count_third_chunk_parser>,
      .make_right = make_right<count_rule>};
}

}  // namespace asynchat::properties::canaries
