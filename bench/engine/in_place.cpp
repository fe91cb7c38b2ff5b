#include "engine/in_place.h"

#include <memory>
#include <utility>

namespace asynchat::bench {

namespace {

timed_work in_place(frames work, in_place_splitter splitter) {
  return [work = std::move(work), splitter, checked = std::make_shared<bool>(false)](benchmark::State& state) {
    if (!*checked && splitter.copy(work).contents != right_contents(work)) {
      return state.SkipWithError("the frames are not the right ones");
    }
    *checked = true;
    for ([[maybe_unused]] auto _ : state) {
      counting_sink sums = splitter.count(work);
      benchmark::DoNotOptimize(sums);
    }
    report_cost(state, work.input.size());
  };
}

}  // namespace

void enter_in_place(contest& all) {
  using enum yardstick;
  for (const auto& [frame_bytes, limit, stretch] : {std::tuple{16u, 4.0, 6.0}, std::tuple{80u, 2.2, 3.0}}) {
    const std::string size = std::to_string(frame_bytes);
    const std::string task = "matcher-" + size;
    const frames work = crlf_frames(frame_bytes, whole_chunk_bytes, 256u << 10);
    all.add({task, "matcher alone, inlined sink, CRLF frames of " + size + " bytes"});
    all.enter(task, "matcher", in_place(work, in_place_matcher()));
    all.enter(task, "string_view::find", in_place(work, in_place_string_view_find()));
    all.enter(task, "memmem", in_place(work, in_place_memmem()));
    all.enter(task, "Asio read_until", in_place(work, in_place_asio()));
    all.ask({task, "as fast as string_view::find", times_as_fast, {{"matcher", "string_view::find"}}, limit, stretch});
    all.ask({task, "as fast as Asio read_until", times_as_fast, {{"matcher", "Asio read_until"}}, 20.0, {}});
  }
}

}  // namespace asynchat::bench
