#include <asynchat/properties/chat_subject.h>
#include <asynchat/properties/parser_subject.h>
#include <asynchat/properties/prove.h>
#include <asynchat/protocols/crlf.h>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "contest.h"
#include "sweep.h"

/// The tasks: a proof over all cuts, and one cut at every offset, of parsers whose states can be copied and compared.
namespace asynchat::bench {

namespace {

using namespace properties;

/// Lines of 0 to 80 letters, 40 on average, the same in every run; the last one may be unfinished.
std::string lines(std::size_t bytes) {
  std::string text;
  for (std::uint32_t state = 1; text.size() < bytes;) {
    state = state * 1664525u + 1013904223u;
    text.append((state >> 16) % 81, static_cast<char>('a' + (state >> 24) % 26)).append("\r\n");
  }
  text.resize(bytes);
  return text;
}

/// A parser such as a user writes it.
struct line_parser {
  std::string line;

  void feed(std::string_view chunk, events& out) {
    line += chunk;
    std::size_t start = 0;
    for (std::size_t end = line.find("\r\n"); end != line.npos; end = line.find("\r\n", start)) {
      out.add("line", std::string_view(line).substr(start, end - start));
      start = end + 2;
    }
    line.erase(0, start);
  }
  void finish(events& out) {
    if (!line.empty()) out.add("incomplete", line);
  }

  friend bool operator==(const line_parser&, const line_parser&) = default;
};

std::shared_ptr<subject> channel() { return make_chat_subject<protocols::crlf_framing, protocols::frame_sink>("crlf"); }
std::shared_ptr<subject> parser() { return std::make_shared<parser_subject<line_parser>>("lines"); }

timed_work proving(std::shared_ptr<subject> who, std::size_t bytes) {
  return [who = std::move(who), text = lines(bytes)](benchmark::State& state) {
    const checked_stream stream{text, sim::ending::eof, {}, {}};
    for ([[maybe_unused]] auto _ : state) {
      const prove_report report = prove(*who, stream, {});
      if (report.cuts != "2^" + std::to_string(text.size() - 1)) return state.SkipWithError("not all cuts are proved");
    }
    report_cost(state, 1);
  };
}

timed_work cutting_once(std::shared_ptr<subject> who, std::size_t bytes) {
  return [who = std::move(who), text = lines(bytes)](benchmark::State& state) {
    const checked_stream stream{text, sim::ending::eof, {}, {}};
    const reference no_model;
    sweep_choice choice;
    choice.window_bytes = text.size();
    choice.window_frames = text.size();
    choice.ends.assign(text.size() + 1, false);
    choice.only_cuts = true;
    choice.goes_on = [](std::size_t) { return true; };
    for ([[maybe_unused]] auto _ : state) {
      evaluation player(*who, stream, no_model);
      check_report report;
      tally counts(player, report);
      sweep(*who, stream, player.whole(), no_model, choice, counts).run();
      const law_result& cuts = report[law::invariance];
      if (cuts.cases != text.size() - 1 || cuts.broken > 0) return state.SkipWithError("not every cut holds");
    }
    report_cost(state, 1);
  };
}

}  // namespace

void enter_proofs(contest& all) {
  using enum yardstick;
  all.add({"prove-2000", "proof over all cuts of 2,000 bytes of lines", unit::seconds_a_stream});
  all.enter("prove-2000", "async_chat", proving(channel(), 2000));
  all.enter("prove-2000", "parser", proving(parser(), 2000));
  all.ask({"prove-2000", "seconds", amount, {{"async_chat", ""}}, 2.0, 1.0});

  all.add({"cut1-10k", "one cut at every offset of 10,000 bytes of lines", unit::seconds_a_stream});
  all.enter("cut1-10k", "async_chat", cutting_once(channel(), 10'000));
  all.enter("cut1-10k", "parser", cutting_once(parser(), 10'000));
  all.ask({"cut1-10k", "seconds", amount, {{"async_chat", ""}, {"parser", ""}}, 0.2, 0.1});
}

}  // namespace asynchat::bench
