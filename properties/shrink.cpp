#include <asynchat/properties/counterexample.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace asynchat::properties {
namespace {

bool ends_refused(const events& log) {
  return !log.empty() && (log.list().back().name == "error" || log.list().back().name == "exception");
}

/// Removes bytes [from, to) of the kept ones from the example: from its bytes, its plan and what is heard.
counterexample without_bytes(const counterexample& example, std::size_t from, std::size_t to) {
  counterexample result = example;
  result.bytes.erase(from, to - from);
  result.kept -= to - from;
  std::size_t start = 0;
  std::vector<sim::recv_step> steps;
  for (sim::recv_step step : example.steps.recv) {
    if (auto* chunk = std::get_if<sim::deliver>(&step)) {
      const std::size_t end = start + chunk->bytes;
      const std::size_t removed = std::min(end, to) - std::min(std::max(start, from), std::min(end, to));
      chunk->bytes -= removed;
      start = end;
      if (chunk->bytes == 0) continue;
    }
    steps.push_back(step);
  }
  result.steps.recv = std::move(steps);
  for (heard_frame& one : result.heard) one.before -= std::min(one.before, to) - std::min(one.before, from);
  return result;
}

/// Makes one chunk of the chunks [from, to), counted among the steps; other steps between them are dropped.
counterexample joined(const counterexample& example, std::size_t from, std::size_t to) {
  counterexample result = example;
  sim::deliver all{0};
  for (std::size_t i = from; i < to; ++i) {
    if (const auto* chunk = std::get_if<sim::deliver>(&example.steps.recv[i])) all.bytes += chunk->bytes;
  }
  const auto begin = result.steps.recv.begin();
  const auto at =
      result.steps.recv.erase(begin + static_cast<std::ptrdiff_t>(from), begin + static_cast<std::ptrdiff_t>(to));
  if (all.bytes > 0) result.steps.recv.insert(at, all);
  return result;
}

/// True for a byte that looks like payload.
bool is_plain(char byte) {
  const bool is_letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
  return is_letter || (byte >= '0' && byte <= '9') || static_cast<unsigned char>(byte) >= 0x80;
}

class shrinker {
 public:
  shrinker(const subject& parser, const counterexample& example, const reference& model, const shrink_limits& limits)
      : parser_(parser), model_(model), limits_(limits), best_(example) {}

  counterexample run() {
    drop_faults();
    act_earlier();
    for (std::size_t before = size() + 1; size() < before && !over();) {
      before = size();
      remove_cuts();
      move_cuts();
      drop_frames();
      drop_bytes();
      act_earlier();
      simplify_bytes();
    }
    zero_delays();
    best_.stable = fails_twice();
    return std::move(best_);
  }

 private:
  /// What becomes smaller.
  std::size_t size() const { return best_.steps.recv.size() + best_.bytes.size(); }

  /// Asked also before what is to be played is made: for a long stream, that alone takes its time.
  bool over() const {
    return plays_ >= limits_.plays_max || bytes_ >= limits_.bytes_max || (limits_.out_of_time && limits_.out_of_time());
  }

  bool accept(counterexample candidate) {
    if (over()) return false;
    ++plays_;
    bytes_ += candidate.bytes.size() + 1;
    std::optional<breach> still = replay(parser_, candidate, model_);
    if (!still) return false;
    // Where a right run is refused, it is another failure that is smaller.
    if (ends_refused(still->expected) && !ends_refused(best_.details.expected)) return false;
    candidate.details = std::move(*still);
    best_ = std::move(candidate);
    return true;
  }

  void drop_faults() {
    counterexample candidate = best_;
    std::erase_if(candidate.steps.recv,
                  [](const sim::recv_step& step) { return !std::holds_alternative<sim::deliver>(step); });
    if (candidate.steps.recv != best_.steps.recv) accept(candidate);
    candidate = best_;
    candidate.steps.send.clear();
    candidate.steps.send_after = sim::accept_all;
    if (candidate.steps != best_.steps) accept(candidate);
  }

  /// Does what is done in a callback in one of the first calls of it, if that fails, too.
  void act_earlier() {
    constexpr std::uint64_t tried_max = 16;
    if (!best_.action) return;
    const std::uint64_t nth = best_.action->nth;
    for (std::uint64_t earlier = 1; earlier < nth && earlier <= tried_max; ++earlier) {
      counterexample candidate = best_;
      candidate.action->nth = earlier;
      if (accept(std::move(candidate))) return;
    }
  }

  /// Joins runs of neighbouring steps, long runs first; then drops single ones that deliver nothing.
  void remove_cuts() {
    for (std::size_t many = best_.steps.recv.size(); many > 2 && !over(); many /= 2) join_steps(many);
    join_steps(2);
    for (std::size_t i = best_.steps.recv.size(); i-- > 0 && !over();) {
      if (std::holds_alternative<sim::deliver>(best_.steps.recv[i])) continue;
      counterexample candidate = best_;
      candidate.steps.recv.erase(candidate.steps.recv.begin() + static_cast<std::ptrdiff_t>(i));
      accept(std::move(candidate));
    }
  }

  void join_steps(std::size_t many) {
    for (std::size_t end = best_.steps.recv.size(); end >= many && !over();) {
      const std::size_t from = end - many;
      end = accept(joined(best_, from, end)) ? from + 1 : end - many / 2;
    }
  }

  /// Moves each cut that lies elsewhere to the nearest place inside a terminator or at a frame's end.
  void move_cuts() {
    const std::vector<std::size_t> places = telling_places();
    if (places.empty()) return;
    std::size_t at = 0;
    for (std::size_t i = 0; i + 1 < best_.steps.recv.size() && !over(); ++i) {
      const auto* chunk = std::get_if<sim::deliver>(&best_.steps.recv[i]);
      if (chunk == nullptr) continue;
      at += chunk->bytes;
      const std::size_t next = nearest(places, at);
      if (next != at && move_cut(i, next - at)) at = next;
    }
  }

  /// The end of the chunk at step i, moved by as many bytes (modulo 2^64): the next chunk gets or gives them.
  bool move_cut(std::size_t i, std::size_t by) {
    counterexample candidate = best_;
    auto* left = std::get_if<sim::deliver>(&candidate.steps.recv[i]);
    std::size_t other = i + 1;
    while (other < candidate.steps.recv.size() && !std::holds_alternative<sim::deliver>(candidate.steps.recv[other])) {
      ++other;
    }
    if (other == candidate.steps.recv.size()) return false;
    auto* right = std::get_if<sim::deliver>(&candidate.steps.recv[other]);
    const std::size_t both = left->bytes + right->bytes;
    left->bytes += by;
    right->bytes -= by;
    if (left->bytes == 0 || left->bytes >= both) return false;
    return accept(std::move(candidate));
  }

  /// Offsets with a part of a terminator before them, as far as the parser can tell, else those before the last byte of
  /// a frame; and those just past a frame. Ascending.
  std::vector<std::size_t> telling_places() const {
    const checked_stream stream = kept_stream();
    const std::vector<std::size_t> ends = frame_ends(stream, model_);
    const std::vector<sim::edge> edges = edges_of(parser_, stream, ends);
    std::vector<std::size_t> places = ends;
    for (const sim::edge& one : edges) {
      if (one.matched > 0) places.push_back(one.offset);
    }
    for (const std::size_t end : ends) {
      if (edges.empty()) places.push_back(end - 1);
    }
    std::sort(places.begin(), places.end());
    return places;
  }

  static std::size_t nearest(const std::vector<std::size_t>& places, std::size_t at) {
    const auto after = std::lower_bound(places.begin(), places.end(), at);
    if (after == places.begin()) return *after;
    if (after == places.end()) return places.back();
    return *after - at < at - *(after - 1) ? *after : *(after - 1);
  }

  checked_stream kept_stream() const {
    return {std::string_view(best_.bytes).substr(0, best_.kept), best_.stream_end, best_.heard, {}};
  }

  /// Drops runs of whole frames, long ones first.
  void drop_frames() {
    if (!model_) return;
    std::vector<std::size_t> borders = frame_ends(kept_stream(), model_);
    borders.insert(borders.begin(), 0);
    drop_segments(std::move(borders));
  }

  void drop_bytes() {
    std::vector<std::size_t> borders(best_.kept + 1);
    for (std::size_t i = 0; i < borders.size(); ++i) borders[i] = i;
    drop_segments(std::move(borders));
  }

  /// Drops runs of segments [borders[i], borders[j]), from the end of the stream on.
  void drop_segments(std::vector<std::size_t> borders) {
    for (std::size_t many = borders.size() - 1; many >= 1; many /= 2) {
      for (std::size_t end = borders.size() - 1; end >= many && !over(); end -= many) {
        const std::size_t from = end - many;
        const std::size_t removed = borders[end] - borders[from];
        if (removed == 0 || !accept(without_bytes(best_, borders[from], borders[end]))) continue;
        for (std::size_t i = end; i < borders.size(); ++i) borders[i] -= removed;
        borders.erase(borders.begin() + static_cast<std::ptrdiff_t>(from),
                      borders.begin() + static_cast<std::ptrdiff_t>(end));
      }
    }
  }

  /// Makes an 'a' of every letter, digit and byte beyond ASCII that may be one: in runs, then one by one. Others may
  /// belong to terminators, and say where a cut lies.
  void simplify_bytes() {
    for (std::size_t many = best_.kept; many >= 1; many /= 2) {
      for (std::size_t end = best_.kept; end >= many && !over(); end -= many) {
        counterexample candidate = best_;
        const auto begin = candidate.bytes.begin() + static_cast<std::ptrdiff_t>(end - many);
        std::replace_if(begin, begin + static_cast<std::ptrdiff_t>(many), is_plain, 'a');
        if (candidate.bytes != best_.bytes) accept(std::move(candidate));
      }
    }
  }

  void zero_delays() {
    for (std::size_t i = 0; i < best_.steps.recv.size() && !over(); ++i) {
      counterexample candidate = best_;
      auto* delay = std::get_if<sim::wait>(&candidate.steps.recv[i]);
      if (delay == nullptr || delay->time == duration(0)) continue;
      delay->time = duration(0);
      accept(std::move(candidate));
    }
  }

  /// Whether the same goes wrong each time.
  bool fails_twice() const {
    for (int times = 0; times < 2; ++times) {
      const std::optional<breach> again = replay(parser_, best_, model_);
      if (!again || again->observed != best_.details.observed || again->note != best_.details.note) return false;
    }
    return true;
  }

  const subject& parser_;
  const reference& model_;
  const shrink_limits limits_;
  counterexample best_;
  std::size_t plays_ = 0;
  std::uint64_t bytes_ = 0;
};

}  // namespace

counterexample shrink(const subject& parser, const counterexample& example, const reference& model,
                      const shrink_limits& limits) {
  if (example.details.broken == law::linear_cost) return example;
  return shrinker(parser, example, model, limits).run();
}

}  // namespace asynchat::properties
