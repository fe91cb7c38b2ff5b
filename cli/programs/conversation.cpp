#include "conversation.h"

#include <algorithm>
#include <array>

namespace asynchat::cli {

conversation::conversation(loop& loop, std::string_view bytes, std::span<const std::size_t> chunks,
                           const server_limits& limits)
    : dispatcher(loop), rest_(bytes), chunks_(chunks), limits_(limits) {}

void conversation::begin(const endpoint& server) {
  error_ = connect(server);
  if (error_) how_ = ending::unreachable;
}

void conversation::handle_connect() { next_chunk(); }

void conversation::next_chunk() {
  if (closed()) return;
  if (chunks_.empty()) return stop_sending();
  now_ = rest_.substr(0, chunks_.front());
  rest_.remove_prefix(now_.size());
  chunks_ = chunks_.subspan(1);
  touch();
}

void conversation::stop_sending() {
  now_ = {};
  done_sending_ = owner().now();
  transport()->shutdown_send();
  touch();
  begin_to_wait();
}

void conversation::handle_write() {
  // Not dispatcher::send: a server that reads no more may have said something that is still to be read.
  const io_result sent = transport()->send(now_);
  if (sent.what() == io_result::kind::would_block) return;
  if (sent.what() != io_result::kind::bytes) return stop_sending();
  now_.remove_prefix(sent.count());
  if (!now_.empty()) return;
  touch();
  owner().call_later(limits_.pause, [this] { next_chunk(); });
}

void conversation::handle_read() {
  std::array<char, 16384> room;
  const io_result got = transport()->recv(room);
  switch (got.what()) {
    case io_result::kind::bytes:
      reply_.append(room.data(), std::min(got.count(), limits_.output_bytes_max - reply_.size()));
      if (reply_.size() == limits_.output_bytes_max) return end(ending::too_much);
      if (done_sending_) begin_to_wait();
      return;
    case io_result::kind::would_block:
      return;
    case io_result::kind::end_of_stream:
      return end(ending::closed);
    case io_result::kind::disconnected:
    case io_result::kind::failed:
      return end(ending::reset);
  }
}

void conversation::begin_to_wait() {
  if (patience_) owner().cancel(*patience_);
  patience_.reset();
  if (reply_.empty()) return;
  patience_ = owner().call_later(limits_.quiet, [this] { end(ending::quiet); });
}

void conversation::handle_error(std::exception_ptr error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::system_error& known) {
    error_ = known.code();
  }
  end(connected() ? ending::reset : ending::unreachable);
}

void conversation::end(ending how) {
  if (how_ == ending::none) how_ = how;
  close();
}

}  // namespace asynchat::cli
