#pragma once

#include <asynchat/engine/dispatcher.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>

#include "connect_subject.h"

namespace asynchat::cli {

/// One connection to a server under test: sends chunks with pauses, reads what comes.
class conversation final : public dispatcher {
 public:
  enum class ending : std::uint8_t {
    none,         ///< still going on
    closed,       ///< the server ended its stream
    quiet,        ///< it said something, and then nothing for a while
    reset,        ///< it reset the connection
    unreachable,  ///< there was no connection; see error()
    too_much,     ///< it sent more than it may
  };

  /// All is borrowed.
  conversation(loop& loop, std::string_view bytes, std::span<const std::size_t> chunks, const server_limits& limits);

  void begin(const endpoint& server);

  ending how() const { return how_; }
  std::error_code error() const { return error_; }
  const std::string& reply() const { return reply_; }
  /// It has sent all, and when.
  std::optional<time_point> done_sending() const { return done_sending_; }

  bool writable() const override { return !now_.empty(); }
  void handle_connect() override;
  void handle_write() override;
  void handle_read() override;
  /// The end of the stream is met in handle_read: whatever else closes the connection is no orderly end.
  void handle_close() override { end(ending::reset); }
  void handle_error(std::exception_ptr error) override;

 private:
  void next_chunk();
  void stop_sending();
  void end(ending how);
  void begin_to_wait();

  std::string_view rest_;  ///< of the stream, behind the chunk that is being sent
  std::string_view now_;   ///< of that chunk, what the kernel has not taken
  std::span<const std::size_t> chunks_;
  const server_limits& limits_;
  std::string reply_;
  ending how_ = ending::none;
  std::error_code error_;
  std::optional<time_point> done_sending_;
  std::optional<timer_id> patience_;
};

}  // namespace asynchat::cli
