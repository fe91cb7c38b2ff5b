#include "show_plan.h"

#include <fmt/core.h>

#include <algorithm>
#include <string_view>
#include <variant>
#include <vector>

#include "check_wording.h"
#include "event_text.h"

namespace asynchat::cli {

namespace {

constexpr std::size_t lines_before = 8;
constexpr std::size_t lines_behind = 16;

/// What comes at an offset of the stream.
struct happening {
  std::size_t offset = 0;
  std::string what;        ///< a size, or a word
  std::string_view bytes;  ///< of a chunk or a frame
  bool is_chunk = false;
};

happening other_step(std::size_t at, const sim::recv_step& step) {
  if (const auto* const pause = std::get_if<sim::wait>(&step)) {
    return {at, "wait " + time_text(static_cast<std::uint64_t>(pause->time.count())), {}};
  }
  if (const auto* const error = std::get_if<sim::fail>(&step)) return {at, error->code.message(), {}};
  return {at, "empty read", {}};
}

std::string end_word(sim::ending end) {
  switch (end) {
    case sim::ending::open:
      return "stays open";
    case sim::ending::eof:
      return "eof";
    case sim::ending::reset:
      break;
  }
  return "reset";
}

std::vector<happening> course_of(const properties::counterexample& example) {
  std::vector<happening> list;
  std::size_t at = 0;
  auto heard = example.heard.begin();
  for (const sim::recv_step& step : example.steps.recv) {
    const auto* const chunk = std::get_if<sim::deliver>(&step);
    if (chunk == nullptr) {
      list.push_back(other_step(at, step));
      continue;
    }
    for (; heard != example.heard.end() && heard->before < at + chunk->bytes; ++heard) {
      list.push_back({at, "hears", heard->bytes});
    }
    list.push_back({at, grouped(chunk->bytes), std::string_view(example.bytes).substr(at, chunk->bytes), true});
    at += chunk->bytes;
  }
  list.push_back({at, end_word(example.steps.end), {}});
  return list;
}

}  // namespace

std::string chunks_text(const properties::counterexample& example, std::size_t centre, std::size_t width,
                        const palette& ink) {
  const std::vector<happening> list = course_of(example);
  const auto behind = std::find_if(list.begin(), list.end(), [&](const happening& one) { return one.offset > centre; });
  const auto middle = static_cast<std::size_t>(behind - list.begin());
  const std::size_t first = middle - std::min(middle, lines_before);
  const std::size_t last = std::min(list.size(), middle + lines_behind);
  const auto chunks = std::count_if(list.begin(), list.end(), [](const happening& one) { return one.is_chunk; });
  std::string text =
      fmt::format("{}delivered:{} {}\n", ink.title, ink.plain, counted(static_cast<std::uint64_t>(chunks), "chunk"));
  if (first > 0) text += fmt::format("{}      ... {} before{}\n", ink.faint, counted(first, "line"), ink.plain);
  for (std::size_t i = first; i < last; ++i) {
    const std::string start = fmt::format("{:>9} {:>10}", list[i].offset, list[i].what);
    const std::string bytes = fitted(list[i].bytes, width - std::min(width, start.size() + 2));
    const std::string& colour = list[i].is_chunk ? ink.plain : ink.faint;
    text += fmt::format("{}{}{}{}{}\n", colour, start, bytes.empty() ? "" : "  ", bytes, ink.plain);
  }
  if (last < list.size()) {
    text += fmt::format("{}      ... {} after{}\n", ink.faint, counted(list.size() - last, "line"), ink.plain);
  }
  return text;
}

}  // namespace asynchat::cli
