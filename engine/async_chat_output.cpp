#include <asynchat/engine/async_chat.h>
#include <asynchat/transport/check.h>

#include <limits>
#include <utility>

#include "chat_parts.h"

namespace asynchat {

namespace {

/// Sets a flag for as long as it lives.
struct flag_scope {
  explicit flag_scope(bool& the_flag) : flag(the_flag) { flag = true; }
  ~flag_scope() { flag = false; }
  flag_scope(const flag_scope&) = delete;
  flag_scope& operator=(const flag_scope&) = delete;
  bool& flag;
};

}  // namespace

bool async_chat::push(std::string_view data) {
  if (closed() || data.empty()) return below_output_limit();
  for (std::size_t at = 0; at < data.size(); at += out_buffer_size_) {
    enqueue(std::string(data.substr(at, out_buffer_size_)));
  }
  initiate_send();
  return below_output_limit();
}

bool async_chat::push_with_producer(std::unique_ptr<producer> source) {
  ASYNCHAT_CHECK(source != nullptr, "a producer is not null; close_when_done() is what closes");
  if (closed()) return below_output_limit();
  queue_.push(std::shared_ptr<producer>(std::move(source)));
  touch();
  initiate_send();
  return below_output_limit();
}

bool async_chat::push_with_producer(std::string block) {
  if (closed() || block.empty()) return below_output_limit();
  enqueue(std::move(block));
  initiate_send();
  return below_output_limit();
}

void async_chat::close_when_done() {
  if (closed()) return;
  queue_.push(close_mark{});
  touch();
}

void async_chat::initiate_send() {
  if (!connected() || asking_producer_ || reporting_send_ || corked()) return;
  send_once(out_buffer_size_);
}

void async_chat::refill_buffer() { refill(); }

/// False at the close mark, where this attempt to send ends whatever handle_close does.
bool async_chat::refill() {
  while (out_.empty() && !queue_.is_empty() && !asking_producer_) {
    if (std::holds_alternative<close_mark>(queue_.first())) {
      queue_.pop();
      touch();
      notify_close();
      return false;
    }
    if (auto* block = std::get_if<std::string>(&queue_.first())) {
      out_ = std::move(*block);
      queue_.pop();
      return true;
    }
    const auto source = std::get<std::shared_ptr<producer>>(queue_.first());
    std::string block = ask(source);
    if (closed()) return true;
    if (!block.empty()) {
      count_output(block.size());
      out_ = std::move(block);
      return true;
    }
    // more() may have discarded the queue, and queued something else.
    if (queue_.is_empty()) return true;
    const auto* head = std::get_if<std::shared_ptr<producer>>(&queue_.first());
    if (head != nullptr && *head == source) queue_.pop();
    touch();
  }
  return true;
}

void async_chat::uncork() {
  if (extensions_ == nullptr || !extensions_->corked) return;
  extensions_->corked = false;
  touch();
  // What every handle_drain pushes anew must not keep the event from ending.
  if (extensions_->telling_drain) return gather();
  extensions_->flush_due = true;
  if (callback_depth_ == 0) flush_gathered();
}

bool async_chat::corked() const { return extensions_ != nullptr && (extensions_->corked || extensions_->flush_due); }

bool async_chat::below_output_limit() const {
  return extensions_ == nullptr || extensions_->output_high == 0 || queued_bytes_ <= extensions_->output_high;
}

bool async_chat::drain_due() const {
  return extensions_ != nullptr && extensions_->above_high && queued_bytes_ <= extensions_->output_low;
}

void async_chat::count_output(std::size_t bytes) {
  queued_bytes_ += bytes;
  if (!below_output_limit()) extensions_->above_high = true;
}

void async_chat::enqueue(std::string block) {
  count_output(block.size());
  queue_.push(std::move(block));
  touch();
}

/// The producer's next block. It stays alive meanwhile, whatever more() does to the queue.
std::string async_chat::ask(const std::shared_ptr<producer>& source) {
  flag_scope asking(asking_producer_);
  callback_scope scope(*this);
  return source->more();
}

/// Moves the blocks at the head of the queue into the output buffer, behind what is there.
void async_chat::gather() {
  if (out_sent_ > out_.size() / 2) {
    out_.erase(0, out_sent_);
    out_sent_ = 0;
  }
  while (!queue_.is_empty() && std::holds_alternative<std::string>(queue_.first())) {
    out_ += std::get<std::string>(queue_.first());
    queue_.pop();
  }
}

void async_chat::send_once(std::size_t bytes_max) {
  if (out_.empty() && !refill()) return;
  if (closed()) return;
  if (out_.empty()) return after_send();
  touch();
  const io_result result = transport()->send(std::string_view(out_).substr(out_sent_, bytes_max));
  switch (result.what()) {
    case io_result::kind::bytes:
      out_sent_ += result.count();
      queued_bytes_ -= result.count();
      if (out_sent_ == out_.size()) {
        out_ = {};
        out_sent_ = 0;
      }
      return after_send();
    case io_result::kind::would_block:
      return;
    case io_result::kind::end_of_stream:
    case io_result::kind::disconnected:
      return notify_close();
    case io_result::kind::failed: {
      flag_scope reporting(reporting_send_);
      return report(result.code(), "send");
    }
  }
}

void async_chat::after_send() {
  if (extensions_ == nullptr) return;
  // While handle_drain runs, what it pushed and drained again is told at the next write event.
  if (drain_due() && !extensions_->telling_drain) {
    extensions_->above_high = false;
    callback_scope scope(*this);
    flag_scope telling(extensions_->telling_drain);
    handle_drain();
  }
  if (!closed() && extensions_->draining) settle();
}

void async_chat::flush_gathered() {
  extensions_->flush_due = false;
  touch();
  if (!connected()) return;
  gather();
  send_once(std::numeric_limits<std::size_t>::max());
}

}  // namespace asynchat
