#include <asynchat/engine/loop.h>

#include "engine/frames.h"
#include "engine/memory_stream.h"

namespace asynchat::bench {

void split_async_chat(const frames& work, tally& notes) {
  still_network network;
  loop loop(network);
  const auto chat = chat_into(notes, loop, play(work.input, work.chunk_bytes));
  chat->set_terminator(work.terminator);
  while (!chat->closed()) chat->handle_read();
}

}  // namespace asynchat::bench
