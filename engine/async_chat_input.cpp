#include <asynchat/engine/async_chat.h>
#include <asynchat/engine/match_cursor.h>
#include <asynchat/transport/check.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "chat_parts.h"
#include "receive_lease.h"

namespace asynchat {

struct async_chat::examination {
  examination(async_chat& the_owner, std::string_view input, char* the_headroom_end)
      : owner(the_owner), next(input.data()), end(input.data() + input.size()), headroom_end(the_headroom_end) {
    owner.examination_ = this;
  }
  ~examination() { owner.examination_ = nullptr; }
  examination(const examination&) = delete;
  examination& operator=(const examination&) = delete;

  bool empty() const { return next == end; }
  std::size_t size() const { return static_cast<std::size_t>(end - next); }
  std::string_view rest() const { return {next, size()}; }
  /// Takes bytes from the front.
  std::string_view take(std::size_t count) { return {std::exchange(next, next + count), count}; }

  async_chat& owner;
  const char* next;
  const char* end;
  char* headroom_end;
  /// Another condition was set, the rest was discarded or an extension turned on, since work_off looked.
  bool condition_changed = false;
  bool disturbed = false;
};

void async_chat::handle_read() {
  ASYNCHAT_CHECK(transport() != nullptr, "handle_read needs an open stream");
  ASYNCHAT_CHECK(examination_ == nullptr, "handle_read is not called from inside a callback of the same loop");
  callback_scope scope(*this);
  const std::size_t room = room_to_receive();
  if (room == 0) return examine_with_carry({});
  const auto* pattern = std::get_if<matcher>(&condition_);
  receive_lease lease(owner(), pattern != nullptr ? pattern->held() : 0, in_buffer_size_);
  const io_result result = transport()->recv({lease.data(), room});
  switch (result.what()) {
    case io_result::kind::bytes:
      if (carry_ != nullptr) return examine_with_carry({lease.data(), result.count()});
      return examine(lease.data(), result.count());
    case io_result::kind::would_block:
      return;
    case io_result::kind::end_of_stream:
      return end_input(true);
    case io_result::kind::disconnected:
      return end_input(false);
    case io_result::kind::failed:
      return report(result.code(), "recv");
  }
}

void async_chat::discard_buffers() {
  if (auto* pattern = std::get_if<matcher>(&condition_)) pattern->reset();
  carry_.reset();
  if (examination_ != nullptr) {
    examination_->next = examination_->end;
    examination_->disturbed = true;
  }
  if (output_ != nullptr) output_->discard();
  touch();
}

async_chat::extensions& async_chat::extend() {
  if (extensions_ != nullptr) return *extensions_;
  extensions_ = std::make_unique<extensions>();
  if (examination_ != nullptr) examination_->disturbed = true;
  return *extensions_;
}

void async_chat::change_condition(end_condition condition) {
  if (auto* pattern = std::get_if<matcher>(&condition_); pattern != nullptr && pattern->held() > 0) {
    ASYNCHAT_CHECK(carry_ == nullptr, "bytes are held or carried, never both");
    carry_ = std::make_unique<carried>(carried{std::string(pattern->pattern().substr(0, pattern->held()))});
  }
  condition_ = std::move(condition);
  if (examination_ == nullptr) return;
  examination_->condition_changed = true;
  examination_->disturbed = true;
}

/// As much as a read event asks for. Callbacks that throw at every read event cannot make the carry grow: a full one
/// is examined before more is read.
std::size_t async_chat::room_to_receive() const {
  if (carry_ == nullptr || !carry_->unread) return in_buffer_size_;
  return in_buffer_size_ - std::min<std::size_t>(in_buffer_size_, carry_->view().size());
}

void async_chat::examine(char* input, std::size_t size) {
  examination work(*this, {input, size}, input);
  try {
    work_off(work);
  } catch (...) {
    if (!work.empty()) carry_ = std::make_unique<carried>(carried{std::string(work.rest()), 0, true});
    throw;
  }
}

void async_chat::examine_with_carry(std::string_view input) {
  carried buffer = std::move(*carry_);
  carry_.reset();
  if (buffer.first > buffer.bytes.size() / 2) {
    buffer.bytes.erase(0, buffer.first);
    buffer.first = 0;
  }
  buffer.bytes.append(input);
  examination work(*this, buffer.view(), nullptr);
  try {
    work_off(work);
  } catch (...) {
    if (!work.empty()) {
      buffer.first = buffer.bytes.size() - work.size();
      buffer.unread = true;
      carry_ = std::make_unique<carried>(std::move(buffer));
    }
    throw;
  }
}

inline void async_chat::begin_frame() {
  if (extensions_ == nullptr) return;
  extensions_->frame_bytes = 0;
  extensions_->limit_passed = false;
}

inline void async_chat::collect(std::string_view data, bool ends_frame) {
  if (extensions_ == nullptr) return collect_incoming_data(data);
  collect_with_extensions(data, ends_frame);
}

inline void async_chat::find() {
  begin_frame();
  found_terminator();
}

/// Bytes, and a matched terminator, leave the rest before the callback that is told of them.
void async_chat::work_off(examination& work) {
  while (!work.empty() && !closed()) {
    // Who sets a terminator for each part of a frame will do so again.
    const std::size_t first_block =
        work.condition_changed ? match_cursor::small_first_block : match_cursor::usual_first_block;
    work.condition_changed = false;
    work.disturbed = false;
    if (auto* pattern = std::get_if<matcher>(&condition_)) {
      if (pattern->held() > 0 || work.size() < matcher::few_bytes) {
        work_off_held(work, *pattern);
      } else {
        work_off_chunk(work, *pattern, first_block);
      }
    } else if (const auto* count = std::get_if<byte_count>(&condition_); count != nullptr && count->value > 0) {
      work_off_count(work, count->value);
    } else {
      collect(work.take(work.size()), false);
    }
  }
}

/// Works off the input to the next find, or all of it, where the terminator may have begun in an earlier chunk.
void async_chat::work_off_held(examination& work, matcher& pattern) {
  const match result = pattern.scan(work.rest());
  std::string_view data = work.take(result.consumed).substr(0, result.data);
  if (result.released > 0) {
    char* const front = work.headroom_end - result.released;
    std::memcpy(front, pattern.pattern().data(), result.released);
    data = {front, result.released + result.data};
  }
  if (!data.empty()) collect(data, result.found);
  if (result.found && !closed()) find();
}

/// Works off the input, find by find, as long as no callback changes what is to be found.
void async_chat::work_off_chunk(examination& work, matcher& pattern, std::size_t first_block) {
  const std::size_t terminator_size = pattern.pattern().size();
  // A first extension disturbs.
  const bool plain = extensions_ == nullptr;
  const char* const chunk = work.next;
  const char* at = chunk;
  match_cursor finds(pattern, work.rest(), first_block);
  for (auto block = finds.next_block(); !block.empty(); block = finds.next_block()) {
    const char* const base = chunk + finds.base();
    for (const std::uint16_t place : block) {
      const std::string_view data(at, static_cast<std::size_t>(base + place - at));
      at = base + place + terminator_size;
      work.next = at;
      if (!data.empty()) [[likely]] {
        plain ? collect_incoming_data(data) : collect_with_extensions(data, true);
        if (closed()) return;
      }
      if (!plain) begin_frame();
      found_terminator();
      if (closed() || work.disturbed) return;
    }
  }
  const std::string_view data = work.take(work.size());
  if (data.size() > pattern.held()) collect(data.substr(0, data.size() - pattern.held()), false);
}

void async_chat::work_off_count(examination& work, std::uint64_t count) {
  const std::string_view data = work.take(static_cast<std::size_t>(std::min<std::uint64_t>(count, work.size())));
  {
    // The callback still sees the old count, a count that it sets is final, and if it throws it has used these bytes.
    struct reduce_count {
      ~reduce_count() {
        if (!work.condition_changed) work.owner.condition_ = byte_count(remaining);
      }
      const examination& work;
      std::uint64_t remaining;
    } reduction{work, count - data.size()};
    collect(data, data.size() == count);
  }
  if (data.size() == count && !closed()) find();
}

void async_chat::collect_with_extensions(std::string_view data, bool ends_frame) {
  if (extensions_->frame_bytes_max == 0) return collect_incoming_data(data);
  try {
    collect_within_limit(data);
  } catch (...) {
    // No find follows, but the frame is over.
    if (ends_frame) begin_frame();
    throw;
  }
}

void async_chat::collect_within_limit(std::string_view data) {
  extensions& limit = *extensions_;
  // The limit may have been lowered since the frame began.
  const std::uint64_t room = limit.frame_bytes_max - std::min(limit.frame_bytes_max, limit.frame_bytes);
  const std::string_view piece = data.substr(0, room);
  limit.frame_bytes += piece.size();
  if (!piece.empty()) collect_incoming_data(piece);
  if (piece.size() == data.size() || limit.limit_passed || closed()) return;
  limit.limit_passed = true;
  handle_limit();
}

/// After the last byte: what is held back cannot become a terminator any more, so it is data. Then handle_close, also
/// when the collect threw and handle_error left the channel open.
void async_chat::end_input(bool in_order) {
  read_ended_ = true;
  close_due_ = true;
  if (extensions_ != nullptr) extensions_->draining = in_order && extensions_->half_close;
  touch();
  if (const std::string last = take_held(); !last.empty()) collect(last, true);
  settle();
}

std::string async_chat::take_held() {
  std::string held;
  if (carry_ != nullptr) {
    held = carry_->view();
    carry_.reset();
  } else if (auto* pattern = std::get_if<matcher>(&condition_)) {
    held = pattern->pattern().substr(0, pattern->held());
    pattern->reset();
  }
  return held;
}

}  // namespace asynchat
