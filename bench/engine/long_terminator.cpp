#include <cstdint>

#include "engine/frames.h"

namespace asynchat::bench {

namespace {

constexpr std::size_t terminator_bytes = 16u << 10;
constexpr std::size_t frame_bytes = 32u << 10;
constexpr std::size_t frame_count = 16;

/// Letters without order, the same in every run: a linear congruential generator's upper bits.
std::string letters(std::size_t count, std::uint32_t seed) {
  std::string text;
  for (std::uint32_t state = seed; text.size() < count; state = state * 1664525u + 1013904223u) {
    text += static_cast<char>('a' + (state >> 24) % 26);
  }
  return text;
}

}  // namespace

/// The task: the same stream, split at a terminator of 16 KiB that ends in CRLF, or at the CRLF alone. So both find the
/// same frames' ends; a third of the bytes belongs to the long terminator, and any letter of the rest may begin it.
void enter_long_terminator(contest& all) {
  const std::string task = "long-terminator";
  const std::string terminator = letters(terminator_bytes - 2, 1) + "\r\n";
  frames with_long{frame_bytes, whole_chunk_bytes, terminator, {}};
  for (std::uint32_t i = 0; i < frame_count; ++i) with_long.input += letters(frame_bytes, i + 2) + terminator;
  frames with_short = with_long;
  with_short.frame_bytes = frame_bytes + terminator_bytes - 2;
  with_short.terminator = "\r\n";

  all.add({task, "async_chat, frames of 32 KiB behind a terminator of 16 KiB"});
  all.enter(task, "terminator of 16 KiB", splitting(std::move(with_long), split_async_chat));
  all.enter(task, "terminator of 2 bytes", splitting(std::move(with_short), split_async_chat));
  all.ask({task,
           "as dear as with 2 bytes",
           yardstick::times_as_dear,
           {{"terminator of 16 KiB", "terminator of 2 bytes"}},
           4.0,
           2.0});
}

}  // namespace asynchat::bench
