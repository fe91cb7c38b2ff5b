#include "engine/frames.h"

#include <memory>
#include <utility>

#include "engine/python_asynchat.h"

namespace asynchat::bench {

namespace {

using enum yardstick;

/// Fits into the second-level cache of any machine of these days: what is measured is work, not memory.
constexpr std::size_t hot_stream_bytes = 256u << 10;

void enter_crlf(contest& all, std::size_t frame_bytes) {
  const std::string size = std::to_string(frame_bytes);
  const std::string task = "crlf-" + size;
  all.add({task, "CRLF frames of " + size + " bytes in chunks of 64 KiB"});
  const auto enter = [&](const char* name, splitter split) {
    all.enter(task, name, splitting(crlf_frames(frame_bytes, whole_chunk_bytes, hot_stream_bytes), split));
  };
  enter("floor", split_floor);
  enter("async_chat", split_async_chat);
  enter("string_view::find", split_string_view_find);
  enter("memmem", split_memmem);
  enter("libevent readln", split_libevent_readln);
  enter("libevent search", split_libevent_search);
  enter("Asio read_until", split_asio);
  enter("Asio streambuf", split_asio_streambuf);
  all.ask({task, "of the zero-scan floor's speed", times_as_fast, {{"async_chat", "floor"}}, 0.6, 0.8});
  all.ask({task, "as fast as string_view::find", times_as_fast, {{"async_chat", "string_view::find"}}, 1.0, {}});
  all.ask({task, "as fast as libevent readln", times_as_fast, {{"async_chat", "libevent readln"}}, 10.0, 20.0});
}

void enter_packets(contest& all) {
  const std::string task = "chunks-1460";
  const frames work = crlf_frames(80, 1460, hot_stream_bytes);
  all.add({task, "CRLF frames of 80 bytes in chunks of 1460 bytes"});
  const auto enter = [&](const char* name, splitter split) { all.enter(task, name, splitting(work, split)); };
  enter("floor", split_floor);
  enter("floor and a memcpy", split_floor_and_memcpy);
  enter("async_chat", split_async_chat);
  enter("string_view::find", split_string_view_find);
  enter("libevent readln", split_libevent_readln);
  enter("libevent search", split_libevent_search);
  enter("Asio read_until", split_asio);
  enter("Asio streambuf", split_asio_streambuf);
  enter_python_asynchat(all, task, work);
  all.ask({task,
           "as fast as libevent",
           times_as_fast,
           {{"async_chat", "libevent search"}, {"async_chat", "libevent readln"}},
           6.0,
           {}});
  all.ask({task, "as fast as Asio read_until", times_as_fast, {{"async_chat", "Asio read_until"}}, 15.0, {}});
  all.ask({task, "as fast as Asio's streambuf", times_as_fast, {{"async_chat", "Asio streambuf"}}, {}, {}});
  all.ask({task, "as fast as Python's asynchat", times_as_fast, {{"async_chat", "Python asynchat"}}, 100.0, {}});
  all.ask({task, "as dear as floor and memcpy", times_as_dear, {{"async_chat", "floor and a memcpy"}}, {}, 1.0});
}

}  // namespace

frames crlf_frames(std::size_t frame_bytes, std::size_t chunk_bytes, std::size_t stream_bytes) {
  frames work{frame_bytes, chunk_bytes, "\r\n", {}};
  while (work.input.size() < stream_bytes) {
    for (std::size_t i = 0; i < frame_bytes; ++i) work.input += static_cast<char>('a' + work.input.size() % 26);
    work.input += work.terminator;
  }
  return work;
}

std::string right_contents(const frames& work) {
  std::string contents;
  for (std::size_t at = 0; at < work.input.size(); at += work.frame_bytes + work.terminator.size()) {
    contents.append(work.input, at, work.frame_bytes);
    contents += '\n';
  }
  return contents;
}

timed_work splitting(frames work, splitter split) {
  return [work = std::move(work), split, checked = std::make_shared<bool>(false)](benchmark::State& state) {
    if (!*checked) {
      std::string contents;
      tally notes{.contents = &contents};
      split(work, notes);
      if (contents != right_contents(work)) return state.SkipWithError("the frames are not the right ones");
      *checked = true;
    }
    tally notes;
    for ([[maybe_unused]] auto _ : state) split(work, notes);
    const std::size_t count = work.input.size() / (work.frame_bytes + work.terminator.size());
    const auto rounds = static_cast<std::uint64_t>(state.iterations());
    if (notes.frames != rounds * count || notes.bytes != rounds * count * work.frame_bytes) {
      return state.SkipWithError("frames or bytes are missing");
    }
    report_cost(state, work.input.size());
  };
}

void enter_frames(contest& all) {
  enter_crlf(all, 16);
  enter_crlf(all, 80);
  enter_packets(all);
}

}  // namespace asynchat::bench
