#include <asynchat/properties/evaluation.h>
#include <asynchat/properties/final_result.h>
#include <asynchat/properties/hearing.h>

#include <utility>

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

sim::delivery in_one_read(const sim::delivery& what) {
  sim::delivery result = what;
  result.steps = sim::cut_at(sim::delivered(what.steps), {}, what.steps.end);
  if (const auto failure = sim::recv_failure(what.steps)) result.steps.recv.emplace_back(*failure);
  return result;
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
  stream_itself_.one_read = whole_delivery(stream);
}

const events& evaluation::whole() { return whole_of(stream_itself_); }

verdict evaluation::judge(const sim::delivery& what) {
  const outcome seen = play(what);
  compared_with& other = comparison_for(what);
  const std::string delivered = sim::bytes_of(stream_.bytes, what);
  const bool cut_short = what.steps.end == sim::ending::open && stream_.end != sim::ending::open;

  trial one{delivered, &what.steps, &seen.log, seen.account ? &*seen.account : nullptr};
  // When a send fails depends on the cut, and so does what is told till then: the ledger alone is judged.
  const bool is_compared = !sim::may_fail_to_send(what.steps);
  if (is_compared && !is_one_read(what.steps)) one.whole = &whole_of(other);
  const bool all_compared = parser_.compared() == comparison::all;
  const bool is_left_open = !what.suffix.empty() || cut_short;
  if (is_compared && is_left_open && all_compared) {
    if (!other.left_open) other.left_open = expected_of(what, sim::ending::open);
    (what.suffix.empty() ? one.so_far : one.kept_alone) = &*other.left_open;
  } else if (is_compared && !is_left_open && model_) {
    if (!other.model) other.model = expected_of(what, what.steps.end);
    one.model = &*other.model;
  }

  verdict result;
  result.played = seen.played;
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
    if (!other.model) other.model = expected_of(what, what.steps.end);
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

outcome evaluation::play(const sim::delivery& what) {
  const std::string delivered = sim::bytes_of(stream_.bytes, what);
  bytes_played_ += delivered.size();
  return parser_.play(delivered, what.steps, heard_by(what));
}

const events& evaluation::whole_of(compared_with& other) {
  if (!other.whole) other.whole = play(other.one_read);
  return other.whole->log;
}

evaluation::compared_with& evaluation::comparison_for(const sim::delivery& what) {
  sim::delivery one_read = in_one_read(what);
  for (compared_with* known : {&stream_itself_, &last_}) {
    if (known->one_read == one_read) return *known;
  }
  last_ = compared_with{std::move(one_read), {}, {}, {}};
  return last_;
}

/// What the reference says of the bytes that are kept; without a reference, what the parser tells of them in one read.
events evaluation::expected_of(const sim::delivery& what, sim::ending end) const {
  const std::string bytes = sim::kept_bytes(stream_.bytes, what);
  const std::span<const heard_frame> heard = heard_by(what);
  if (model_) {
    const events told = to_events(model_(bytes, end != sim::ending::open, heard));
    return parser_.compared() == comparison::all ? told : result_of(told);
  }
  return parser_.play(bytes, sim::cut_at(bytes.size(), {}, end), heard).log;
}

/// What the other side has said; not what it would say to bytes that are not the stream's.
std::span<const heard_frame> evaluation::heard_by(const sim::delivery& what) const {
  return properties::heard_by(stream_.heard, sim::unchanged_bytes(what));
}

}  // namespace asynchat::properties
