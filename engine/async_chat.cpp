#include <asynchat/engine/async_chat.h>

#include <limits>
#include <stdexcept>
#include <utility>

#include "chat_parts.h"

namespace asynchat {

namespace {

std::uint32_t checked_size(std::size_t bytes) {
  ASYNCHAT_CHECK(bytes >= 1, "a buffer size is at least 1 byte");
  ASYNCHAT_CHECK(bytes <= std::numeric_limits<std::uint32_t>::max(), "a buffer size is less than 4 GiB");
  return static_cast<std::uint32_t>(bytes);
}

}  // namespace

async_chat::async_chat(loop& loop) : dispatcher(loop) {}

async_chat::async_chat(loop& loop, std::unique_ptr<stream> connected) : dispatcher(loop, std::move(connected)) {}

async_chat::~async_chat() = default;

void async_chat::set_terminator(std::string_view bytes) {
  if (bytes.empty()) {
    change_condition(no_terminator{});
  } else {
    change_condition(matcher(bytes));
  }
}

void async_chat::set_terminator(byte_count count) { change_condition(count); }

void async_chat::set_terminator(no_terminator none) { change_condition(none); }

terminator async_chat::get_terminator() const {
  if (const auto* pattern = std::get_if<matcher>(&condition_)) return std::string(pattern->pattern());
  if (const auto* count = std::get_if<byte_count>(&condition_)) return *count;
  return no_terminator{};
}

void async_chat::ac_in_buffer_size(std::size_t bytes) { in_buffer_size_ = checked_size(bytes); }

void async_chat::ac_out_buffer_size(std::size_t bytes) { out_buffer_size_ = checked_size(bytes); }

void async_chat::set_half_close(bool enabled) { extend().half_close = enabled; }

void async_chat::set_frame_limit(std::uint64_t bytes_max) { extend().frame_bytes_max = bytes_max; }

void async_chat::handle_limit() {
  report(std::make_exception_ptr(std::length_error("a frame is longer than the frame limit")));
  notify_close();
}

void async_chat::set_output_limit(std::size_t high, std::size_t low) {
  ASYNCHAT_CHECK(low <= high, "an output limit's low mark is not above its high mark");
  extend().output_high = high;
  extensions_->output_low = low;
  extensions_->above_high = passes_output_limit(0);
}

void async_chat::cork() {
  extend().corked = true;
  touch();
}

asynchat::boundary async_chat::boundary() const {
  asynchat::boundary result;
  if (const auto* pattern = std::get_if<matcher>(&condition_)) {
    result.pattern = pattern->pattern();
    result.matched = pattern->held();
  } else if (const auto* count = std::get_if<byte_count>(&condition_)) {
    result.remaining = count->value;
  }
  return result;
}

std::size_t async_chat::held() const {
  const auto* pattern = std::get_if<matcher>(&condition_);
  return (pattern != nullptr ? pattern->held() : 0) + (carry_ != nullptr ? carry_->view().size() : 0);
}

chat_state async_chat::state() const {
  chat_state result;
  result.condition = condition_;
  if (carry_ != nullptr) {
    result.carry = carry_->view();
    result.carry_unread = carry_->unread;
  }
  if (extensions_ != nullptr) {
    result.frame_bytes = extensions_->frame_bytes;
    result.limit_passed = extensions_->limit_passed;
  }
  return result;
}

void async_chat::restore(const chat_state& state) {
  ASYNCHAT_CHECK(examination_ == nullptr, "a channel is not restored inside its own callback");
  condition_ = state.condition;
  carry_.reset();
  if (!state.carry.empty()) carry_ = std::make_unique<carried>(carried{state.carry, 0, state.carry_unread});
  if (extensions_ == nullptr && state.frame_bytes == 0 && !state.limit_passed) return;
  extend().frame_bytes = state.frame_bytes;
  extensions_->limit_passed = state.limit_passed;
}

bool async_chat::readable() const { return !closed() && !read_ended_; }

bool async_chat::writable() const {
  return !closed() && (!connected() || ((output_pending() || drain_due()) && !corked() && !send_ended_));
}

void async_chat::handle_write() { initiate_send(); }

/// What an event left to be done at its end.
void async_chat::settle() {
  close_output();
  if (closed()) return;
  if (extensions_ != nullptr && extensions_->flush_due) flush_gathered();
  if (!close_due_ || closed()) return;
  if (extensions_ != nullptr && extensions_->draining && output_pending()) return;
  close_due_ = false;
  notify_close();
}

}  // namespace asynchat
