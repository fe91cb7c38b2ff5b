#include "engine/crlf_frames.h"

#include <benchmark/benchmark.h>

#include <algorithm>

namespace asynchat::bench {
namespace {

constexpr std::size_t stream_bytes = 1u << 20;

crlf_frames make_work(std::size_t frame_bytes) {
  crlf_frames work;
  work.frame_bytes = frame_bytes;
  while (work.input.size() < stream_bytes) {
    for (std::size_t i = 0; i < frame_bytes; ++i) work.input += static_cast<char>('a' + work.input.size() % 26);
    work.input += "\r\n";
  }
  for (std::size_t at = 0; at < work.input.size(); at += chunk_bytes) {
    work.delivery.recv.emplace_back(sim::deliver{std::min(chunk_bytes, work.input.size() - at)});
  }
  return work;
}

std::string right_answer(const crlf_frames& work) {
  std::string answer = work.input;
  std::erase(answer, '\r');
  return answer;
}

void compete(benchmark::State& state, const crlf_frames& work, void (*contestant)(const crlf_frames&, tally&)) {
  std::string contents;
  tally checked{.contents = &contents};
  contestant(work, checked);
  if (contents != right_answer(work)) return state.SkipWithError("the frames are not the right ones");

  tally notes;
  for ([[maybe_unused]] auto _ : state) contestant(work, notes);
  if (notes.bytes != static_cast<std::uint64_t>(state.iterations()) * checked.bytes) {
    state.SkipWithError("bytes are missing");
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * static_cast<std::int64_t>(work.input.size()));
}

[[maybe_unused]] const bool registered = [] {
  for (const std::size_t frame_bytes : {std::size_t{16}, std::size_t{80}}) {
    const std::string task = "CRLF frames of " + std::to_string(frame_bytes) + " bytes/";
    const auto enter = [&](const char* name, void (*contestant)(const crlf_frames&, tally&)) {
      benchmark::RegisterBenchmark(
          (task + name).c_str(),
          [work = make_work(frame_bytes), contestant](benchmark::State& state) { compete(state, work, contestant); });
    };
    enter("frame ends known", run_known_ends);
    enter("string_view::find", run_string_view_find);
    enter("async_chat", run_async_chat);
  }
  return true;
}();

}  // namespace

chunk_source::chunk_source(const crlf_frames& work)
    : network_(work.input, work.delivery), stream_(network_.take_stream()) {
  stream_->watch({}, readiness::read);
}

std::size_t chunk_source::read(std::span<char> into) {
  while (true) {
    const io_result result = stream_->recv(into);
    if (result.what() != io_result::kind::would_block) return result.count();
    ready_.clear();
    network_.wait(std::nullopt, ready_);
  }
}

}  // namespace asynchat::bench
