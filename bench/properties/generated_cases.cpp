#include "properties/generated_cases.h"

#include <asynchat/properties/chat_subject.h>
#include <asynchat/properties/generated_case.h>
#include <asynchat/protocols/registry.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "contest.h"

namespace asynchat::bench {

namespace {

/// True when the log is what the reference says.
bool agree(const properties::events& log, const std::vector<protocols::reference_frame>& expected) {
  return std::equal(log.list().begin(), log.list().end(), expected.begin(), expected.end(),
                    [](const properties::event& told, const protocols::reference_frame& frame) {
                      return told.name == frame.name && told.bytes == frame.bytes;
                    });
}

void deliver(const properties::generated_case& one, properties::session& parser) {
  std::size_t at = 0;
  for (const sim::recv_step& step : one.steps.recv) {
    const auto* chunk = std::get_if<sim::deliver>(&step);
    const std::size_t size = chunk == nullptr ? 0 : chunk->bytes;
    parser.feed(std::string_view(one.bytes).substr(at, size));
    at += size;
  }
  parser.finish(one.steps.end);
}

/// Generates the cases, delivers each to a channel that begins anew, and compares what it tells with the reference.
void check_cases(benchmark::State& state) {
  const auto channel = properties::make_chat_subject<protocols::crlf_framing, protocols::frame_sink>("crlf");
  const std::unique_ptr<properties::session> session = channel->start();
  session->save(0);
  properties::case_generator generator("\r\n", "ab ", 1);
  properties::generated_case one;
  for ([[maybe_unused]] auto _ : state) {
    for (std::size_t i = 0; i < cases_a_round; ++i) {
      generator.next(one);
      session->restore(0);
      deliver(one, *session);
      const auto expected =
          protocols::reference(protocols::crlf_spec{}, side::client, one.bytes, protocols::stream_end::ended);
      if (!agree(session->log(), expected)) return state.SkipWithError("a right channel differs from its reference");
    }
  }
  report_cost(state, cases_a_round);
}

void generate_cases(benchmark::State& state) {
  properties::case_generator generator("\r\n", "ab ", 1);
  properties::generated_case one;
  for ([[maybe_unused]] auto _ : state) {
    case_totals sums;
    for (std::size_t i = 0; i < cases_a_round; ++i) {
      generator.next(one);
      sums.add(one.bytes, one.steps);
    }
    benchmark::DoNotOptimize(sums);
  }
  report_cost(state, cases_a_round);
}

case_totals our_totals(std::size_t cases) {
  properties::case_generator generator("\r\n", "ab ", 1);
  properties::generated_case one;
  case_totals sums;
  for (std::size_t i = 0; i < cases; ++i) {
    generator.next(one);
    sums.add(one.bytes, one.steps);
  }
  return sums;
}

/// The rival makes no easier cases: as long, and cut as often.
void generate_with_rapidcheck(benchmark::State& state) {
  constexpr std::size_t sample = 20 * cases_a_round;
  static const bool alike = are_alike(our_totals(sample), rapidcheck_cases(2, sample));
  if (!alike) return state.SkipWithError("the two generators do not make the same kind of cases");
  std::uint64_t seed = 1;
  for ([[maybe_unused]] auto _ : state) {
    case_totals sums = rapidcheck_cases(++seed, cases_a_round);
    benchmark::DoNotOptimize(sums);
  }
  report_cost(state, cases_a_round);
}

}  // namespace

void case_totals::add(const std::string& stream, const sim::plan& plan) {
  bytes += stream.size();
  steps += plan.recv.size();
}

bool are_alike(const case_totals& a, const case_totals& b) {
  const auto near = [](std::size_t one, std::size_t other) { return one * 10 > other * 9 && other * 10 > one * 9; };
  return near(a.bytes, b.bytes) && near(a.steps, b.steps);
}

/// The task: streams of lines with plans that cut them. Ours makes each, delivers it to a channel, and compares with
/// the reference; RapidCheck makes as many such cases, and nothing is done with them.
void enter_generated_cases(contest& all) {
  const std::string task = "generated-cases";
  all.add({task, "streams of lines with a plan each, to 200 bytes", unit::seconds_a_case});
  all.enter(task, "generated and checked", check_cases);
  all.enter(task, "generated", generate_cases);
  all.enter(task, "RapidCheck, generated", generate_with_rapidcheck);
  all.ask({task,
           "checked, as fast as RapidCheck generates",
           yardstick::times_as_fast,
           {{"generated and checked", "RapidCheck, generated"}},
           1.5,
           3.0});
  all.ask({task,
           "generated, as fast as RapidCheck generates",
           yardstick::times_as_fast,
           {{"generated", "RapidCheck, generated"}},
           {},
           {}});
}

}  // namespace asynchat::bench
