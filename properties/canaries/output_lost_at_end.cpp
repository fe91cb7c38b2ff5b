#include <string>
#include <string_view>

#include "all.h"
#include "answering.h"
#include "framings.h"

namespace asynchat::properties::canaries {

namespace {

class output_lost_at_end_channel final : public answering_channel {
  using answering_channel::answering_channel;
  void ended() override { close(); }  // with what is queued
};

}  // namespace

canary output_lost_at_end() {
  return {
      .name = "output_lost_at_end",
      .mistake = "The end of the input closes the channel, and with it goes what was still to be sent.",
      .models =
          "bpo-12498 and Bun#35034: a peer that shuts down its sending side gets no more than the start of its reply.",
      .caught_by = law::progress,
      .framing = "crlf",
      .cuts_max = 0,
      .right = {"a\r\n", "3 | open"},
      .wrong = {"\r\n", "2 | eof | b"},
      .model = model_of(crlf_rule),
      .make = make_answering<output_lost_at_end_channel>,
      .make_right = make_answering<answering_channel>};
}

}  // namespace asynchat::properties::canaries
