#include <asynchat/engine/async_chat.h>
#include <asynchat/engine/loop.h>

#include "engine/crlf_frames.h"

namespace asynchat::bench {
namespace {

class tallying_chat final : public async_chat {
 public:
  tallying_chat(loop& loop, std::unique_ptr<stream> stream, tally& notes)
      : async_chat(loop, std::move(stream)), notes_(&notes) {}
  void collect_incoming_data(std::string_view data) override { notes_->collected(data); }
  void found_terminator() override { notes_->found(); }

 private:
  tally* notes_;
};

}  // namespace

void run_async_chat(const crlf_frames& work, tally& notes) {
  sim::scripted_network network(work.input, work.delivery);
  loop loop(network);
  tallying_chat chat(loop, network.take_stream(), notes);
  chat.set_terminator("\r\n");
  loop.run();
}

}  // namespace asynchat::bench
