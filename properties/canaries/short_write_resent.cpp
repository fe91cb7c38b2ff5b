#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "all.h"
#include "answering.h"
#include "framings.h"

namespace asynchat::properties::canaries {

namespace {

class short_write_resent_channel final : public answering_channel {
  using answering_channel::answering_channel;
  void requeue(const std::string& block, std::size_t taken) override {
    if (taken == 0) {  // it would block: so nothing of the block has gone out?
      queue_.push_front(std::exchange(gone_, {}) + block);
    } else {
      gone_ = block.substr(0, taken);
      queue_.push_front(block.substr(taken));
    }
  }

  std::string gone_;  ///< what the last send took
};

}  // namespace

canary short_write_resent() {
  return {.name = "short_write_resent",
          .mistake = "What a short send took of a block is sent again when the next one would block.",
          .models = "EternalTerminal#796: after a short write and EAGAIN the beginning goes out twice.",
          .caught_by = law::conservation,
          .framing = "crlf",
          .cuts_max = 0,
          .right = {"a\r\nb\r\n", "6 | eof"},
          .wrong = {"\r\n", "2 | eof | 1 b"},
          .model = model_of(crlf_rule),
          .make = make_answering<short_write_resent_channel>,
          .make_right = make_answering<answering_channel>};
}

}  // namespace asynchat::properties::canaries
