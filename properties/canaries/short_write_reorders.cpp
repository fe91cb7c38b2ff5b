#include <string>
#include <string_view>

#include "all.h"
#include "answering.h"

namespace asynchat::properties::canaries {

namespace {

class short_write_reorders_channel final : public answering_channel {
  using answering_channel::answering_channel;
  void requeue(const std::string& block, std::size_t taken) override {
    queue_.push_back(block.substr(taken));  // behind the other blocks
  }
};

}  // namespace

canary short_write_reorders() {
  return {.name = "short_write_reorders",
          .mistake = "What a short send leaves of a block is queued again behind the blocks that came after it.",
          .models =
              "EternalTerminal#796 and nim#15003 stand for a family: the number that send returns is handled as if it "
              "were all or nothing.",
          .caught_by = law::conservation,
          .framing = "crlf",
          .cuts_max = 0,
          .right = {"a\r\nb\r\n", "6 | eof"},
          .wrong = {"\r\n\r\n", "4 | eof | 1*"},
          .model = model_of(crlf_rule),
          .make = make_answering<short_write_reorders_channel>,
          .make_right = make_answering<answering_channel>};
}

}  // namespace asynchat::properties::canaries
