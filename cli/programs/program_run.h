#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "child_process.h"

namespace asynchat::cli {

/// What one run of a program may take.
struct program_limits {
  std::chrono::milliseconds time_max{10'000};
  std::chrono::milliseconds chunk_time_max{2};  ///< that much longer for each chunk
  std::size_t output_bytes_max = std::size_t{4} << 20;
  std::size_t error_bytes_kept = std::size_t{4} << 10;  ///< of its standard error, the last ones
  std::function<bool()> stop = {};                      ///< asked now and then; once true, its time is over
};

/// What one run came to.
struct program_result {
  enum class ending : std::uint8_t {
    ended,            ///< by itself: see `how`
    out_of_time,      ///< it was killed, its time being over
    too_much_output,  ///< it was killed, having written more than it may
  };
  ending what = ending::ended;
  process_end how;
  std::string output;      ///< its standard output, up to the limit
  std::string errors;      ///< the end of its standard error
  std::size_t unread = 0;  ///< bytes of the stream that it had not read by then
  std::chrono::steady_clock::duration time{};
};

/// Runs a command under /bin/sh and gives it `bytes` on its standard input in these chunks: each is written once the
/// one before has been read, as FIONREAD tells, and behind the last one comes the end of the stream. A chunk above the
/// capacity of a pipe, 64 KiB on Linux, arrives in as many reads as it takes.
///
/// It returns once the program has ended and its output was read; what the program left behind in its process group is
/// killed then. Throws std::system_error when the machine cannot start it.
program_result run_program(const std::string& command, std::string_view bytes, std::span<const std::size_t> chunks,
                           const program_limits& limits);

/// "SIGSEGV" for 11; "signal 64" where it has no name.
std::string signal_name(int number);
bool has_name(int signal_number);

}  // namespace asynchat::cli
