#include <asynchat/properties/cost.h>
#include <asynchat/properties/feed_beat.h>
#include <asynchat/properties/subject.h>

#include <algorithm>
#include <cmath>

namespace asynchat::properties {
namespace {

constexpr int runs_max = 5;
/// What grows no steeper is not measured again.
constexpr double repeated_exponent_min = 1.1;
/// Less than this is over before a clock can tell how it grows.
constexpr std::uint64_t nanoseconds_min = 1'000'000;
constexpr std::uint64_t work_min = 1 << 16;

struct one_cost {
  std::uint64_t nanoseconds = 0;
  std::uint64_t work = 0;
};

one_cost feed_all(const subject& parser, std::string_view bytes, const sim::plan& steps, const cost_clock& clock) {
  // As a plan of these bytes, which may be fewer than those that the steps deliver.
  const sim::plan fitting = sim::cut_at(bytes.size(), sim::cuts_of(steps), steps.end);
  const std::unique_ptr<session> fed = parser.start();
  std::size_t at = 0;
  feed_beat* const beat = feed_beat::of_this_thread();
  const std::uint64_t begin = clock();
  for (const sim::recv_step& step : steps.recv) {
    const auto* chunk = std::get_if<sim::deliver>(&step);
    if (chunk == nullptr || at == bytes.size()) continue;
    const std::string_view piece = bytes.substr(at, chunk->bytes);
    const feed_bracket watched(beat, {bytes, at, at + piece.size(), {}, &fitting});
    at += piece.size();
    fed->feed(piece);
  }
  const std::uint64_t end = clock();
  const ledger* account = fed->account();
  return {end - begin, account == nullptr ? 0 : account->work};
}

}  // namespace

double exponent_of(const std::array<std::uint64_t, 3>& values, std::uint64_t floor) {
  if (values[2] < floor) return 0;
  const auto step = [&](std::size_t to) {
    return std::log2(static_cast<double>(values[to]) / static_cast<double>(std::max<std::uint64_t>(1, values[to - 1])));
  };
  return std::min(step(1), step(2));
}

double exponent_of(const cost_growth& cost) {
  return std::max(exponent_of(cost.nanoseconds, nanoseconds_min), exponent_of(cost.work, work_min));
}

cost_growth measure_cost(const subject& parser, std::string_view bytes, const sim::plan& steps,
                         const cost_clock& clock) {
  cost_growth result;
  result.bytes = {bytes.size() / 4, bytes.size() / 2, bytes.size()};
  for (int run = 0; run < runs_max; ++run) {
    for (std::size_t i = 0; i < result.bytes.size(); ++i) {
      const one_cost cost = feed_all(parser, bytes.substr(0, result.bytes[i]), steps, clock);
      result.nanoseconds[i] = run == 0 ? cost.nanoseconds : std::min(result.nanoseconds[i], cost.nanoseconds);
      result.work[i] = cost.work;
    }
    if (exponent_of(result) <= repeated_exponent_min) break;
  }
  return result;
}

}  // namespace asynchat::properties
