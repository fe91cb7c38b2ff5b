#include "survey.h"

#include <algorithm>
#include <string>

namespace asynchat::properties {
namespace {

bool hinders_sending(const sim::plan& steps) {
  const auto hinders = [](const sim::send_step& step) { return step != sim::send_step(sim::accept_all); };
  return hinders(steps.send_after) || std::any_of(steps.send.begin(), steps.send.end(), hinders);
}

/// The place of the first receive step that brings no bytes; the number of steps where each brings some.
std::size_t first_idle_step(const sim::plan& steps) {
  const auto idle = std::find_if(steps.recv.begin(), steps.recv.end(), [](const sim::recv_step& step) {
    return !std::holds_alternative<sim::deliver>(step);
  });
  return static_cast<std::size_t>(idle - steps.recv.begin());
}

}  // namespace

delivery_effect effect_of(const sim::delivery& what, const checked_stream& stream, const played_steps& played) {
  const sim::plan& steps = what.steps;
  if (hinders_sending(steps)) return {true, played.send_hindered};
  if (const std::size_t idle = first_idle_step(steps); idle < steps.recv.size()) return {true, played.recv > idle};
  if (what.change) return {true, played.ended || played.bytes > what.change->offset};
  if (!what.suffix.empty()) return {true, played.bytes > what.kept};
  if (what.kept < stream.bytes.size() || steps.end != stream.end) return {true, played.ended};
  const std::vector<std::size_t> cuts = sim::cuts_of(steps);
  return {!cuts.empty(), !cuts.empty() && played.bytes > cuts.front()};
}

survey::survey(const subject& parser, const checked_stream& stream, check_report& report)
    : stream_(stream), report_(report), map_(parser, stream) {}

void survey::played(const sim::strategy& what, const sim::delivery& made, const played_steps& played) {
  const delivery_effect effect = effect_of(made, stream_, played);
  report_.faults.add(what.name(), effect.offered ? 1 : 0, effect.fired ? 1 : 0);
  map_.count(report_.places, made, played);
}

void survey::swept(const sim::strategy& what, const sim::delivery& made) { played(what, made, all_of(made)); }

void survey::acted(callback_deed what, bool happened) {
  report_.faults.add("callback_" + std::string(to_string(what)), 1, happened ? 1 : 0);
}

/// What of a plan without failures reaches a parser that stops reading where this one does.
played_steps survey::all_of(const sim::delivery& made) const {
  const std::size_t last = map_.reads_to() < made.kept ? map_.reads_to() : sim::delivered(made.steps);
  played_steps all;
  for (const sim::recv_step& step : made.steps.recv) {
    const auto* chunk = std::get_if<sim::deliver>(&step);
    if (all.bytes > last) return all;
    ++all.recv;
    if (chunk != nullptr) all.bytes += chunk->bytes;
  }
  all.ended = all.bytes <= last;
  return all;
}

}  // namespace asynchat::properties
