#include "callbacks.h"

namespace asynchat::bench {

namespace {

void note_data(tally& notes, std::string_view data) {
  notes.bytes += data.size();
  if (notes.contents != nullptr) *notes.contents += data;
}

void note_find(tally& notes) {
  ++notes.frames;
  if (notes.contents != nullptr) *notes.contents += '\n';
}

class tallying_callbacks final : public callbacks {
 public:
  explicit tallying_callbacks(tally& notes) : notes_(&notes) {}
  void collect_incoming_data(std::string_view data) override { note_data(*notes_, data); }
  void found_terminator() override { note_find(*notes_); }

 private:
  tally* notes_;
};

}  // namespace

std::unique_ptr<callbacks> callbacks_into(tally& notes) { return std::make_unique<tallying_callbacks>(notes); }

void tallying_chat::collect_incoming_data(std::string_view data) { note_data(*notes_, data); }

void tallying_chat::found_terminator() { note_find(*notes_); }

}  // namespace asynchat::bench
