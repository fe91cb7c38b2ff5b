#include "callbacks.h"

#include <utility>

namespace asynchat::bench {

namespace {

/// The two bodies, on top of whichever class has the virtual calls.
template <class Base>
class counting final : public Base {
 public:
  template <class... Arguments>
  explicit counting(tally& notes, Arguments&&... rest) : Base(std::forward<Arguments>(rest)...), notes_(&notes) {}
  void collect_incoming_data(std::string_view data) override { notes_->bytes += data.size(); }
  void found_terminator() override { ++notes_->frames; }

 private:
  tally* notes_;
};

template <class Base>
class copying final : public Base {
 public:
  template <class... Arguments>
  explicit copying(tally& notes, Arguments&&... rest) : Base(std::forward<Arguments>(rest)...), notes_(&notes) {}
  void collect_incoming_data(std::string_view data) override { *notes_->contents += data; }
  void found_terminator() override { *notes_->contents += '\n'; }

 private:
  tally* notes_;
};

}  // namespace

std::unique_ptr<callbacks> callbacks_into(tally& notes) {
  if (notes.contents == nullptr) return std::make_unique<counting<callbacks>>(notes);
  return std::make_unique<copying<callbacks>>(notes);
}

std::unique_ptr<async_chat> chat_into(tally& notes, loop& loop, std::unique_ptr<stream> connected) {
  if (notes.contents == nullptr) return std::make_unique<counting<async_chat>>(notes, loop, std::move(connected));
  return std::make_unique<copying<async_chat>>(notes, loop, std::move(connected));
}

}  // namespace asynchat::bench
