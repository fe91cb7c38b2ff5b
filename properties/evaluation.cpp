#include <asynchat/properties/evaluation.h>
#include <asynchat/properties/final_result.h>
#include <asynchat/properties/hearing.h>

namespace asynchat::properties {
namespace {

/// True when the plan is one read and nothing else.
bool is_one_read(const sim::plan& steps) {
  const bool one_chunk =
      steps.recv.empty() || (steps.recv.size() == 1 && std::holds_alternative<sim::deliver>(steps.recv[0]));
  return one_chunk && steps.send.empty() && steps.send_after == sim::send_step(sim::accept_all);
}

}  // namespace

sim::delivery whole_delivery(const checked_stream& stream) {
  return {sim::cut_at(stream.bytes.size(), {}, stream.end), stream.bytes.size(), {}};
}

const breach* first_breach(const verdict& all) {
  for (const std::optional<breach>& one : all.breaches) {
    if (one) return &*one;
  }
  return nullptr;
}

events to_events(const std::vector<expected_event>& list) {
  events log;
  for (const expected_event& one : list) log.add(one.what.name, one.what.bytes, one.what.numbers);
  return log;
}

evaluation::evaluation(const subject& parser, const checked_stream& stream, const reference& model)
    : parser_(parser), stream_(stream), model_(model) {
  stream_itself_.kept = stream.bytes.size();
  stream_itself_.end = stream.end;
}

const events& evaluation::whole() { return whole_of(stream_itself_); }

verdict evaluation::judge(const sim::delivery& what) {
  const outcome seen = play(what);
  compared_with& other = comparison_for(what);
  const std::string delivered = bytes_of(what);
  const bool cut_short = what.steps.end == sim::ending::open && stream_.end != sim::ending::open;

  trial one{delivered, &what.steps, &seen.log, seen.account ? &*seen.account : nullptr};
  if (!is_one_read(what.steps)) one.whole = &whole_of(other);
  const bool all_compared = parser_.compared() == comparison::all;
  if (!what.suffix.empty() || cut_short) {
    if (all_compared) {
      if (!other.left_open) other.left_open = expected_of(what.kept, sim::ending::open);
      (what.suffix.empty() ? one.so_far : one.kept_alone) = &*other.left_open;
    }
  } else if (model_) {
    if (!other.model) other.model = expected_of(what.kept, what.steps.end);
    one.model = &*other.model;
  }

  verdict result;
  for (const law which : all_laws) {
    const auto number = static_cast<std::size_t>(which);
    result.judged[number] = applies(which, one);
    if (result.judged[number]) result.breaches[number] = properties::judge(which, one);
  }
  return result;
}

std::optional<breach> evaluation::judge_for(law which, const sim::delivery& what) {
  const outcome seen = play(what);
  compared_with& other = comparison_for(what);
  trial one{stream_.bytes, &what.steps, &seen.log, seen.account ? &*seen.account : nullptr};
  one.made_for = which;
  if (!is_one_read(what.steps)) one.whole = &whole_of(other);
  if (model_) {
    if (!other.model) other.model = expected_of(what.kept, what.steps.end);
    one.model = &*other.model;
  }
  return applies(which, one) ? properties::judge(which, one) : std::nullopt;
}

std::optional<breach> evaluation::judge_cost(const sim::delivery& what, const cost_clock& clock, cost_growth* growth) {
  const cost_growth measured = measure_cost(parser_, stream_.bytes, what.steps, clock);
  if (growth != nullptr) *growth = measured;
  const events nothing;
  trial one{stream_.bytes, &what.steps, &nothing};
  one.cost = &measured;
  return properties::judge(law::linear_cost, one);
}

std::string evaluation::bytes_of(const sim::delivery& what) const {
  return std::string(stream_.bytes.substr(0, what.kept)) + what.suffix;
}

outcome evaluation::play(const sim::delivery& what) {
  const std::string delivered = bytes_of(what);
  bytes_played_ += delivered.size();
  return parser_.play(delivered, what.steps, heard_by(stream_.heard, what.kept));
}

const events& evaluation::whole_of(compared_with& other) {
  if (!other.whole) {
    const std::size_t size = other.kept + other.suffix.size();
    other.whole = play({sim::cut_at(size, {}, other.end), other.kept, other.suffix});
  }
  return other.whole->log;
}

evaluation::compared_with& evaluation::comparison_for(const sim::delivery& what) {
  for (compared_with* known : {&stream_itself_, &last_}) {
    if (known->kept == what.kept && known->suffix == what.suffix && known->end == what.steps.end) return *known;
  }
  last_ = compared_with{what.kept, what.suffix, what.steps.end, {}, {}, {}};
  return last_;
}

events evaluation::expected_of(std::size_t kept, sim::ending end) const {
  const std::string_view bytes = stream_.bytes.substr(0, kept);
  const std::span<const heard_frame> heard = heard_by(stream_.heard, kept);
  if (model_) {
    const events told = to_events(model_(bytes, end != sim::ending::open, heard));
    return parser_.compared() == comparison::all ? told : result_of(told);
  }
  return parser_.play(bytes, sim::cut_at(kept, {}, end), heard).log;
}

}  // namespace asynchat::properties
