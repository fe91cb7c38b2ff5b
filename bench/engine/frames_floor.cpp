#include <algorithm>
#include <cstring>
#include <string_view>
#include <vector>

#include "engine/frames.h"
#include "engine/memory_stream.h"

namespace asynchat::bench {

namespace {

/// Where the stream stands: bytes that are left of the frame, and of the terminator behind it.
struct position {
  std::size_t frame_left;
  std::size_t terminator_left;
};

void call_back(const frames& work, std::string_view chunk, position& at, callbacks& call) {
  const std::size_t step = work.frame_bytes + work.terminator.size();
  while (!chunk.empty()) {
    if (at.frame_left == work.frame_bytes) {
      for (; chunk.size() >= step; chunk.remove_prefix(step)) {
        call.collect_incoming_data({chunk.data(), work.frame_bytes});
        call.found_terminator();
      }
    }
    const std::size_t data = std::min(at.frame_left, chunk.size());
    if (data > 0) call.collect_incoming_data(chunk.substr(0, data));
    at.frame_left -= data;
    const std::size_t skipped = std::min(at.terminator_left, chunk.size() - data);
    at.terminator_left -= skipped;
    chunk.remove_prefix(data + skipped);
    if (at.terminator_left > 0) return;
    call.found_terminator();
    at = {work.frame_bytes, work.terminator.size()};
  }
}

template <class Visitor>
void split(const frames& work, tally& notes, Visitor visit_chunk) {
  const auto call = callbacks_into(notes);
  const auto source = play(work.input, work.chunk_bytes);
  std::vector<char> buffer(whole_chunk_bytes);
  position at{work.frame_bytes, work.terminator.size()};
  for (io_result got = source->recv(buffer); got.count() > 0; got = source->recv(buffer)) {
    const std::string_view chunk(buffer.data(), got.count());
    visit_chunk(chunk);
    call_back(work, chunk, at, *call);
  }
}

}  // namespace

void split_floor(const frames& work, tally& notes) {
  split(work, notes, [](std::string_view) {});
}

void split_floor_and_memcpy(const frames& work, tally& notes) {
  std::vector<char> copy(whole_chunk_bytes);
  split(work, notes, [&](std::string_view chunk) {
    std::memcpy(copy.data(), chunk.data(), chunk.size());
    benchmark::DoNotOptimize(copy.data());
    benchmark::ClobberMemory();
  });
}

}  // namespace asynchat::bench
