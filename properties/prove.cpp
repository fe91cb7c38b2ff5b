#include <asynchat/properties/prove.h>
#include <asynchat/properties/wording.h>
#include <asynchat/sim/strategies/exhaustive.h>
#include <asynchat/transport/check.h>

#include <algorithm>
#include <cmath>
#include <ostream>
#include <utility>

#include "induction.h"

namespace asynchat::properties {
namespace {

/// The longest chunk of a stream's proof. A state may hold a frame, and is restored and compared as a whole: where
/// frames are long, fewer feeds are affordable.
std::size_t longest_chunk(const checked_stream& stream, const std::vector<std::size_t>& ends,
                          const prove_options& options) {
  const std::size_t size = stream.bytes.size();
  const std::size_t all = std::max<std::size_t>(1, size);
  if (options.window_bytes > 0) return std::min(options.window_bytes, all);
  if (size <= options.every_length_bytes_max) return all;
  constexpr std::size_t frame_bytes_for_a_feed = 4096;
  std::size_t longest_frame = 0;
  std::size_t start = 0;
  for (const std::size_t end : ends) longest_frame = std::max(longest_frame, end - std::exchange(start, end));
  longest_frame = std::max(longest_frame, size - start);
  const double feeds =
      static_cast<double>(options.feeds_max) / static_cast<double>(1 + longest_frame / frame_bytes_for_a_feed);
  const double by_feeds = feeds / static_cast<double>(size);
  const double by_bytes = std::sqrt(2 * static_cast<double>(options.bytes_fed_max) / static_cast<double>(size));
  const auto affordable = static_cast<std::size_t>(std::min(by_feeds, by_bytes));
  return std::clamp<std::size_t>(affordable, 2, all);
}

void prove_by_induction(const subject& parser, const checked_stream& stream, const reference& model,
                        const prove_options& options, evaluation& player, prove_report& report) {
  report.chunk_bytes_max = longest_chunk(stream, frame_ends(stream, model), options);
  induction proof(parser, stream, player, report.chunk_bytes_max);
  proof.run();
  report.stretch_bytes = proof.stretch_bytes();
  report.feeds = proof.feeds();
  report.bytes_fed = proof.bytes_fed();
  report.found = proof.found();
  report.reason = proof.doubt();
  if (report.found || report.reason.empty()) return;
  const check_report wider = check(parser, stream, model, {.seed = options.seed});
  if (const failure* found = wider.first_failure()) report.found = *found;
}

/// The delivery with a read of nothing before and behind each chunk.
sim::delivery with_empty_reads(sim::delivery what) {
  std::vector<sim::recv_step> steps{sim::block{}};
  for (const sim::recv_step& step : what.steps.recv) {
    steps.push_back(step);
    steps.push_back(sim::block{});
  }
  what.steps.recv = std::move(steps);
  return what;
}

/// Plays every cut, without reads of nothing and with all that there is room for.
void prove_by_every_cut(const checked_stream& stream, evaluation& player, prove_report& report) {
  report.chunk_bytes_max = std::max<std::size_t>(1, stream.bytes.size());
  report.stretch_bytes = report.chunk_bytes_max;
  const sim::stream_shape shape{stream.bytes, stream.end};
  const sim::strategies::exhaustive every_cut;
  for (std::uint64_t index = 0; index < every_cut.count(shape) && !report.found; ++index) {
    const sim::delivery cut = every_cut.make(shape, index);
    for (sim::delivery what : {cut, with_empty_reads(cut)}) {
      report.feeds += what.steps.recv.size();
      report.bytes_fed += stream.bytes.size();
      const verdict all = player.judge(what);
      const breach* broken = first_breach(all);
      if (broken == nullptr) continue;
      report.found = failure{std::string(every_cut.name()), std::move(what), *broken};
      break;
    }
  }
}

}  // namespace

std::string_view to_string(proof_result result) {
  switch (result) {
    case proof_result::proved:
      return "proved";
    case proof_result::unproved:
      return "unproved";
    case proof_result::failed:
      break;
  }
  return "failed";
}

std::ostream& operator<<(std::ostream& out, proof_result result) { return out << to_string(result); }

prove_report prove(const subject& parser, const checked_stream& stream, const reference& model,
                   const prove_options& options) {
  ASYNCHAT_CHECK(options.every_cut_bytes_max <= sim::strategies::exhaustive::bytes_max,
                 "every cut is tried of streams that are short enough");
  prove_report report;
  evaluation player(parser, stream, model);
  report.frames = player.whole().size();
  const sim::delivery whole = whole_delivery(stream);
  // What does not repeat itself is accused of that alone.
  verdict of_whole = player.judge_again(whole, &player.whole());
  if (first_breach(of_whole) == nullptr) of_whole = player.judge(whole);
  if (const breach* broken = first_breach(of_whole)) {
    report.found = failure{"whole", whole, *broken};
  } else if (report.frames == 0 && !stream.bytes.empty() && !tells_nothing(model, stream)) {
    report.reason = "the parser tells nothing of these " + bytes_text(stream.bytes.size()) + ", so nothing is proved";
  } else if (parser.has_states()) {
    prove_by_induction(parser, stream, model, options, player, report);
  } else if (stream.bytes.size() <= options.every_cut_bytes_max) {
    prove_by_every_cut(stream, player, report);
  } else {
    report.reason =
        "the parser's states cannot be copied and compared, so each cut would have to be tried: that is "
        "done up to " +
        bytes_text(options.every_cut_bytes_max) + ", and these are " + bytes_text(stream.bytes.size()) +
        "; check() tries the cuts that matter";
  }
  report.result = report.found            ? proof_result::failed
                  : report.reason.empty() ? proof_result::proved
                                          : proof_result::unproved;
  if (report.found) report.reason.clear();
  if (report.result == proof_result::proved) report.cuts = count_of_cuts(stream.bytes.size(), report.chunk_bytes_max);
  return report;
}

}  // namespace asynchat::properties
