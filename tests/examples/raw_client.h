#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "process.h"

namespace asynchat::examples {

/// A client that is under the test's control, byte by byte: a blocking socket whose waits end after a minute.
class raw_client {
 public:
  explicit raw_client(int port);

  /// False where the server has closed or reset the connection.
  bool send(std::string_view bytes);
  /// Sends `bytes` over and over, never reading, until the server takes no more; how many bytes it took. At most
  /// `bytes_max`. Between two tries `meanwhile` runs, and must let the server work.
  template <class Action>
  std::size_t send_until_stuck(std::string_view bytes, std::size_t bytes_max, Action meanwhile);

  /// What comes until `text` has come; all of it to the end where it does not.
  std::string receive_through(std::string_view text);
  /// What comes until the end of the stream, or its reset.
  std::string receive_all();
  /// True once the server has ended or reset the connection; waits `wait_ms` for it. Bytes are thrown away.
  bool has_ended(int wait_ms);

  /// True when something has come that nobody received.
  bool has_input() const;

  /// Sends the end of its side.
  void end_output();
  /// Closes with a reset.
  void reset();

 private:
  /// Bytes taken, 0 where there is no room now.
  std::size_t offer(std::string_view bytes);

  owned_fd socket_;
};

template <class Action>
std::size_t raw_client::send_until_stuck(std::string_view bytes, std::size_t bytes_max, Action meanwhile) {
  constexpr int tries_without_room_max = 30;
  std::size_t taken = 0;
  for (int tries = 0; tries < tries_without_room_max && taken < bytes_max;) {
    // A part of `bytes` may have been taken; the next offer goes on where it ended.
    const std::size_t count = offer(bytes.substr(taken % bytes.size()));
    taken += count;
    if (count > 0) continue;
    ++tries;
    meanwhile();
  }
  return taken;
}

}  // namespace asynchat::examples
