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
  // What can go out now needs no queue.
  if (may_send() && !output_pending() && !passes_output_limit(data.size())) {
    push_directly(data);
  } else {
    enqueue_pieces(data);
    initiate_send();
  }
  return below_output_limit();
}

bool async_chat::push_with_producer(std::unique_ptr<producer> source) {
  ASYNCHAT_CHECK(source != nullptr, "a producer is not null; close_when_done() is what closes");
  if (closed()) return below_output_limit();
  open_output().queue.push(std::shared_ptr<producer>(std::move(source)));
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
  open_output().queue.push(close_mark{});
  touch();
}

const fifo<output_item>& async_chat::producer_fifo() const {
  static const fifo<output_item> empty;
  return output_ != nullptr ? output_->queue : empty;
}

void async_chat::initiate_send() {
  if (may_send()) send_once(out_buffer_size_);
}

void async_chat::refill_buffer() { refill(); }

/// False at the close mark, where this attempt to send ends whatever handle_close does.
bool async_chat::refill() {
  if (asking_producer_ || output_ == nullptr) return true;
  fifo<output_item>& queue = output_->queue;
  while (output_->buffer.empty() && !queue.is_empty()) {
    if (std::holds_alternative<close_mark>(queue.first())) {
      queue.pop();
      touch();
      notify_close();
      return false;
    }
    if (auto* block = std::get_if<std::string>(&queue.first())) {
      output_->buffer = std::move(*block);
      queue.pop();
      return true;
    }
    const auto source = std::get<std::shared_ptr<producer>>(queue.first());
    std::string block = ask(source);
    if (closed()) return true;
    if (!block.empty()) {
      count_output(block.size());
      output_->buffer = std::move(block);
      return true;
    }
    // more() may have discarded the queue, and queued something else.
    if (queue.is_empty()) return true;
    const auto* head = std::get_if<std::shared_ptr<producer>>(&queue.first());
    if (head != nullptr && *head == source) queue.pop();
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

bool async_chat::output_pending() const { return output_ != nullptr && output_->pending(); }

bool async_chat::may_send() const { return connected() && !asking_producer_ && !reporting_send_ && !corked(); }

bool async_chat::corked() const { return extensions_ != nullptr && (extensions_->corked || extensions_->flush_due); }

/// True when `bytes` more would wait above the output limit.
bool async_chat::passes_output_limit(std::size_t bytes) const {
  const std::size_t waiting = output_ != nullptr ? output_->bytes : 0;
  return extensions_ != nullptr && extensions_->output_high != 0 && waiting + bytes > extensions_->output_high;
}

bool async_chat::drain_due() const {
  return extensions_ != nullptr && extensions_->above_high &&
         (output_ == nullptr || output_->bytes <= extensions_->output_low);
}

async_chat::output& async_chat::open_output() {
  if (output_ == nullptr) {
    output_ = std::make_unique<output>();
    output_->buffer.swap(owner().spare_output_);
    output_->buffer.clear();
  }
  return *output_;
}

/// Gives back what an output took, when nothing waits in it any more.
void async_chat::close_output() {
  constexpr std::size_t spare_max = 64u << 10;
  if (output_ == nullptr || output_->pending() || asking_producer_) return;
  if (output_->buffer.capacity() <= spare_max) owner().spare_output_.swap(output_->buffer);
  output_.reset();
}

void async_chat::count_output(std::size_t bytes) {
  output_->bytes += bytes;
  if (passes_output_limit(0)) extensions_->above_high = true;
}

void async_chat::enqueue(std::string block) {
  output& waiting = open_output();
  count_output(block.size());
  waiting.queue.push(std::move(block));
  touch();
}

void async_chat::enqueue_pieces(std::string_view data) {
  // What is corked will go out with what is in the buffer, so it may as well be there; but a producer that is being
  // asked comes first.
  if (corked() && !asking_producer_ && open_output().queue.is_empty()) {
    output_->append(data);
    count_output(data.size());
    return touch();
  }
  for (std::size_t at = 0; at < data.size(); at += out_buffer_size_) {
    enqueue(std::string(data.substr(at, out_buffer_size_)));
  }
}

/// What push comes to when nothing waits: one send, and what it did not take is queued as if it had been before.
void async_chat::push_directly(std::string_view data) {
  touch();
  const std::string_view piece = data.substr(0, out_buffer_size_);
  const io_result result = transport()->send(piece);
  if (result.count() < data.size()) {
    output& waiting = open_output();
    waiting.buffer = piece.substr(result.count());
    waiting.bytes = waiting.buffer.size();
    enqueue_pieces(data.substr(piece.size()));
  }
  if (result.what() == io_result::kind::bytes) return after_send();
  send_failed(result);
}

/// The producer's next block. It stays alive meanwhile, whatever more() does to the queue.
std::string async_chat::ask(const std::shared_ptr<producer>& source) {
  flag_scope asking(asking_producer_);
  callback_scope scope(*this);
  return source->more();
}

/// Moves the blocks at the head of the queue into the output buffer, behind what is there.
void async_chat::gather() {
  fifo<output_item>& queue = open_output().queue;
  while (!queue.is_empty() && std::holds_alternative<std::string>(queue.first())) {
    output_->append(std::get<std::string>(queue.first()));
    queue.pop();
  }
}

void async_chat::send_once(std::size_t bytes_max) {
  if (!refill() || closed()) return;
  if (output_ == nullptr || output_->buffer.empty()) return after_send();
  touch();
  const io_result result = transport()->send(output_->unsent().substr(0, bytes_max));
  if (result.what() != io_result::kind::bytes) return send_failed(result);
  output_->took(result.count());
  after_send();
}

void async_chat::send_failed(const io_result& result) {
  if (result.what() == io_result::kind::disconnected) {
    send_ended_ = true;
    return notify_close();
  }
  if (result.what() != io_result::kind::failed) return;
  flag_scope reporting(reporting_send_);
  report(result.code(), "send");
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
