#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "callbacks.h"
#include "contest.h"

/// The task: split a stream that arrives in chunks at its terminators, and tell of each frame through the callbacks.
/// Each contestant is one file; all read from the same stream.
namespace asynchat::bench {

struct frames {
  std::size_t frame_bytes = 0;  ///< of each frame, its terminator not counted
  std::size_t chunk_bytes = 0;
  std::string terminator;
  std::string input;
};

constexpr std::size_t whole_chunk_bytes = 64u << 10;

/// At least `stream_bytes` of frames of letters, ended by CRLF.
frames crlf_frames(std::size_t frame_bytes, std::size_t chunk_bytes, std::size_t stream_bytes);

/// What the callbacks note when the frames are right.
std::string right_contents(const frames& work);

using splitter = void (*)(const frames&, tally&);

/// Times `split` on `work`. The first run compares the contents of all frames with the right ones.
timed_work splitting(frames work, splitter split);

void split_async_chat(const frames& work, tally& notes);
/// Takes the frames' ends as known: what the callbacks and the delivery cost by themselves.
void split_floor(const frames& work, tally& notes);
/// The floor, and one more memcpy of each chunk.
void split_floor_and_memcpy(const frames& work, tally& notes);
/// What a careful programmer writes by hand: a search over a buffer that keeps the frame that a chunk's end cut.
void split_string_view_find(const frames& work, tally& notes);
void split_memmem(const frames& work, tally& notes);
/// evbuffer_readln: a line is searched from its start again at every call, and handed out as a block of its own.
void split_libevent_readln(const frames& work, tally& notes);
/// evbuffer_search from where the last one ended, and no copy of the line: libevent at its best.
void split_libevent_search(const frames& work, tally& notes);
/// read_until over a dynamic_buffer, as its documentation shows: a string that grows by what one read may bring, from
/// whose front a frame is erased.
void split_asio(const frames& work, tally& notes);
/// The same over a streambuf with room for a chunk: no erasing. Asio at its best.
void split_asio_streambuf(const frames& work, tally& notes);

}  // namespace asynchat::bench
