#pragma once

#include <asynchat/engine/dispatcher.h>
#include <asynchat/engine/fifo.h>
#include <asynchat/engine/loop.h>
#include <asynchat/engine/matcher.h>
#include <asynchat/engine/producer.h>
#include <asynchat/engine/terminator.h>

#include <concepts>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace asynchat {

/// The mark that close_when_done queues.
struct close_mark {};

/// What the output queue holds: a block of bytes, a producer, or the close mark.
using output_item = std::variant<std::string, std::shared_ptr<producer>, close_mark>;

/// The terminator at work, for whoever wants to cut input at the place where it matters.
struct boundary {
  std::string_view pattern;     ///< the terminator's bytes; empty for a count and for none
  std::size_t matched = 0;      ///< bytes of the pattern that the input ends with and that are held back
  std::uint64_t remaining = 0;  ///< bytes that a count still asks for; 0 for bytes and for none
};

/// The input side of an async_chat as a value: what it would do with the bytes that come next.
struct chat_state {
  std::variant<no_terminator, matcher, byte_count> condition;
  std::string carry;
  bool carry_unread = false;  ///< a callback threw and left it; else it was held back when the terminator changed
  std::uint64_t frame_bytes = 0;
  bool limit_passed = false;

  friend bool operator==(const chat_state&, const chat_state&) = default;
};

/// A channel for command and response protocols: Python's asynchat.async_chat, complete.
///
/// A subclass sets a terminator, collects what comes in collect_incoming_data, and acts in found_terminator; it sends
/// with push and push_with_producer. Across all cuts of the same input, the concatenation of what is collected between
/// two finds, and the finds, are the same; only the number of collect_incoming_data calls differs.
///
/// No input is stored but a length: bytes held back because they might begin the terminator are its prefix. The
/// exception is the carry, see handle_read.
class async_chat : public dispatcher {
 public:
  explicit async_chat(loop& loop);
  async_chat(loop& loop, std::unique_ptr<stream> connected);
  ~async_chat() override;

  /// Some bytes of input, never none, valid during the call. How they are cut is not specified.
  virtual void collect_incoming_data(std::string_view data) = 0;
  /// The terminator was found. Bytes that follow it are examined with the terminator that is set when this returns.
  virtual void found_terminator() = 0;

  /// From the next examination of input on, this ends the collecting. Called inside a callback it applies to the bytes
  /// that follow; called from elsewhere, at the next read event.
  void set_terminator(std::string_view bytes);
  void set_terminator(byte_count count);
  void set_terminator(no_terminator none);
  /// A template, so that a literal or a std::string is taken as bytes and not also as a terminator.
  template <std::same_as<terminator> Terminator>
  void set_terminator(const Terminator& value) {
    std::visit([this](const auto& end) { this->set_terminator(end); }, value);
  }
  /// A count is what remains of it: inside collect_incoming_data before that piece is subtracted, 0 inside
  /// found_terminator and until another is set.
  terminator get_terminator() const;

  /// Queues bytes, cut into pieces of at most ac_out_buffer_size, and tries to send once. Empty data does nothing. On a
  /// closed channel this and the next four do nothing. True while the queue is below the output limit.
  bool push(std::string_view data);
  /// Queues a producer, not null, and tries to send once.
  bool push_with_producer(std::unique_ptr<producer> source);
  /// Queues bytes as one block, and tries to send once.
  bool push_with_producer(std::string block);
  /// Calls handle_close once all that is queued so far is sent; what is queued later is never sent.
  void close_when_done();
  /// Forgets held and carried input, the output buffer and the queue with its close mark. The terminator stays.
  void discard_buffers();

  /// Sends once, at most ac_out_buffer_size bytes, if connected; fills the output buffer first if it is empty.
  void initiate_send();
  /// Moves the next block of the queue into the empty output buffer, asking producers; at the close mark, calls
  /// handle_close.
  void refill_buffer();

  /// Bytes that one read event asks for, and that one send offers; at least 1, less than 4 GiB, 65536 at first.
  std::size_t ac_in_buffer_size() const { return in_buffer_size_; }
  void ac_in_buffer_size(std::size_t bytes);
  std::size_t ac_out_buffer_size() const { return out_buffer_size_; }
  void ac_out_buffer_size(std::size_t bytes);

  /// What waits to be moved into the output buffer.
  const fifo<output_item>& producer_fifo() const;

  /// Extension, off at first: after the peer's last byte the queue goes on being sent, and handle_close comes when it
  /// is empty.
  void set_half_close(bool enabled);
  /// Extension, 0 (off) at first: of a frame, what lies between two finds, at most `bytes_max` are collected; the next
  /// one calls handle_limit once, and nothing of that frame is collected any more. found_terminator still ends it.
  void set_frame_limit(std::uint64_t bytes_max);
  /// What to do about a frame above its limit; at first a std::length_error to handle_error and a close.
  virtual void handle_limit();
  /// Extension, off at first: push answers false while more than `high` bytes wait, and handle_drain is called when
  /// they have fallen to `low`; for what handle_drain itself pushes, from the next write event on. Nothing is dropped.
  /// A producer counts with the block it is sending. 0 and 0 turn it off.
  void set_output_limit(std::size_t high, std::size_t low);
  virtual void handle_drain() {}
  /// Extension: pushes between cork and uncork gather, and go out in one send of all that is queued at the end of the
  /// event that called uncork, or at once outside of one. They do not nest: one uncork ends them all.
  void cork();
  void uncork();

  /// Where in its terminator the input stands.
  asynchat::boundary boundary() const;
  /// Bytes held back or carried: input that no callback has seen.
  std::size_t held() const;

  /// The input side as a value. restore() makes a channel that reads on as the one did that gave the state.
  chat_state state() const;
  void restore(const chat_state& state);

  bool readable() const override;
  bool writable() const override;
  /// One recv of ac_in_buffer_size bytes, then callbacks until the input is used up. What a throwing callback left
  /// unread is carried over to the next read event, as are held bytes whose terminator was changed.
  void handle_read() override;
  void handle_write() override;

 private:
  using end_condition = std::variant<no_terminator, matcher, byte_count>;

  /// Input that is being examined: what no callback has seen yet.
  struct examination;
  /// Input kept from one read event to the next.
  struct carried;
  /// Settings and state of the extensions; null as long as none is on.
  struct extensions;
  /// What waits to be sent; null as long as nothing does.
  struct output;

  void settle() override;

  void change_condition(end_condition condition);
  std::size_t room_to_receive() const;
  void examine(char* input, std::size_t size);
  void examine_with_carry(std::string_view input);
  void work_off(examination& work);
  void work_off_held(examination& work, matcher& pattern);
  void work_off_chunk(examination& work, matcher& pattern, std::size_t first_block);
  void work_off_count(examination& work, std::uint64_t count);
  void collect(std::string_view data, bool ends_frame);
  void collect_with_extensions(std::string_view data, bool ends_frame);
  void collect_within_limit(std::string_view data);
  void begin_frame();
  void find();
  void end_input(bool in_order);
  std::string take_held();

  bool output_pending() const;
  bool may_send() const;
  bool corked() const;
  bool passes_output_limit(std::size_t bytes) const;
  bool below_output_limit() const { return !passes_output_limit(0); }
  bool drain_due() const;
  output& open_output();
  void close_output();
  void count_output(std::size_t bytes);
  void enqueue(std::string block);
  void enqueue_pieces(std::string_view data);
  void push_directly(std::string_view data);
  std::string ask(const std::shared_ptr<producer>& source);
  bool refill();
  void gather();
  void send_once(std::size_t bytes_max);
  void send_failed(const io_result& result);
  void after_send();
  void flush_gathered();
  extensions& extend();

  end_condition condition_;
  bool asking_producer_ = false;
  /// handle_error is being told of a failed send: what it pushes does not fail in its turn.
  bool reporting_send_ = false;
  /// A send found the peer gone: what is queued stays queued, and room for it is not waited for any more.
  bool send_ended_ = false;
  bool read_ended_ = false;
  /// handle_close is owed: the input has ended.
  bool close_due_ = false;
  std::uint32_t in_buffer_size_ = 65536;
  std::uint32_t out_buffer_size_ = 65536;
  examination* examination_ = nullptr;
  std::unique_ptr<carried> carry_;
  std::unique_ptr<extensions> extensions_;
  std::unique_ptr<output> output_;
};

}  // namespace asynchat
