#include <asynchat/protocols/memcache.h>

#include "memcache_line.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace asynchat::protocols {

namespace {

constexpr std::string_view line_end = "\r\n";

}  // namespace

memcache_framing::memcache_framing(loop& owner, std::unique_ptr<stream> source, frame_sink& sink, side from,
                                   const framing_limits& limits)
    : placed_framing(owner, std::move(source), sink, limits), from_(from) {
  set_terminator(line_end);
}

void memcache_framing::collect_incoming_data(std::string_view data) {
  if (place_.in_block) {
    place_.text.append(data);
  } else {
    gather_text(place_.text, data, limits().head_bytes_max);
  }
}

void memcache_framing::found_terminator() {
  if (place_.in_block) {
    end_block();
  } else {
    end_line();
  }
}

void memcache_framing::finish() {
  if (place_.in_block || !place_.text.empty()) emit("incomplete", place_.text.view());
}

void memcache_framing::end_line() {
  const gathered_bytes text = std::exchange(place_, {}).text;
  const memcache_line line = read_memcache_line(text.view(), from_);
  if (!line.error.empty()) return fail(line.error);
  if (line.block_bytes) {
    // The CRLF is awaited with the block, and must not make the count overflow.
    const std::uint64_t max = std::numeric_limits<std::uint64_t>::max() - line_end.size();
    if (*line.block_bytes > std::min(limits().frame_bytes_max, max)) return fail("too-long");
    place_.in_block = true;
    set_terminator(byte_count(*line.block_bytes + line_end.size()));
  }
  emit(from_ == side::client ? "command" : "reply", text.view());
}

void memcache_framing::end_block() {
  const gathered_bytes text = std::exchange(place_, {}).text;
  std::string_view block = text.view();
  if (!block.ends_with(line_end)) return fail("block-end");
  block.remove_suffix(line_end.size());
  set_terminator(line_end);
  emit("block", block);
}

}  // namespace asynchat::protocols
