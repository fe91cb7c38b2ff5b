#include "engine/single_bytes.h"

#include <memory>

namespace asynchat::bench {

namespace {

/// It finds no frame, so there are only bytes to check.
timed_work calling(frames work) {
  return [work = std::move(work)](benchmark::State& state) {
    tally notes;
    for ([[maybe_unused]] auto _ : state) call_for_each_byte(work, notes);
    if (notes.bytes != static_cast<std::uint64_t>(state.iterations()) * work.input.size()) {
      return state.SkipWithError("bytes are missing");
    }
    report_cost(state, work.input.size());
  };
}

}  // namespace

void enter_single_bytes(contest& all) {
  using enum yardstick;
  const std::string task = "chunks-1";
  const frames work = crlf_frames(80, 1, 256u << 10);
  all.add({task, "CRLF frames of 80 bytes in chunks of 1 byte"});
  all.enter(task, "bare call", calling(work));
  all.enter(task, "matcher", splitting(work, match_each_byte));
  all.enter(task, "floor", splitting(work, split_floor));
  all.enter(task, "async_chat", splitting(work, split_async_chat));
  all.enter(task, "Asio read_until", splitting(work, split_asio));
  all.enter(task, "Asio streambuf", splitting(work, split_asio_streambuf));
  all.enter(task, "libevent search", splitting(work, split_libevent_search));
  // Asio fetches its bytes itself; the matcher is handed them, which async_chat's rows are not spared.
  all.ask({task, "matcher: as dear as a bare call", times_as_dear, {{"matcher", "bare call"}}, 3.0, 2.0});
  all.ask({task, "matcher: as dear as Asio read_until", times_as_dear, {{"matcher", "Asio read_until"}}, 0.5, {}});
  all.ask({task, "async_chat: as dear as recv and call", times_as_dear, {{"async_chat", "floor"}}, 3.0, 2.0});
  all.ask({task, "async_chat: as dear as Asio read_until", times_as_dear, {{"async_chat", "Asio read_until"}}, {}, {}});
  all.ask({task, "async_chat: as dear as Asio's streambuf", times_as_dear, {{"async_chat", "Asio streambuf"}}, {}, {}});
}

}  // namespace asynchat::bench
