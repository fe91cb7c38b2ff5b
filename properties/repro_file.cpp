#include <asynchat/properties/explain.h>
#include <asynchat/properties/repro_file.h>
#include <asynchat/properties/wording.h>
#include <asynchat/traces/error.h>

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

namespace asynchat::properties {
namespace {

std::vector<traces::logged_event> to_logged(const events& log) {
  std::vector<traces::logged_event> list;
  for (const event& one : log.list()) list.push_back({one.name, one.bytes, one.numbers});
  return list;
}

events from_logged(const std::vector<traces::logged_event>& list) {
  events log;
  for (const traces::logged_event& one : list) log.add(one.name, one.bytes, one.numbers);
  return log;
}

traces::repro_stream heard_stream(const counterexample& example, const stream_origin& origin) {
  traces::repro_stream stream{origin.conn, other(origin.from), {}, {}, {}};
  for (const heard_frame& one : example.heard) {
    stream.bytes += one.bytes;
    stream.heard.push_back({one.before, one.bytes.size()});
  }
  return stream;
}

/// The delivered stream of a repro, taken apart.
struct recorded_case {
  const traces::repro_stream* stream = nullptr;
  sim::plan steps;
  std::vector<heard_frame> heard;
  std::optional<callback_action> action;
};

sim::plan parse_steps(const traces::repro_stream& stream, const std::string& file) {
  // Byte by byte, a long stream has more steps than a text may otherwise ask for.
  const sim::plan_limits limits{.steps_max = std::max(sim::plan_limits{}.steps_max, 2 * stream.bytes.size())};
  auto parsed = sim::parse_plan(stream.plan, limits);
  if (const auto* error = std::get_if<sim::plan_error>(&parsed)) {
    throw traces::input_error(file, "plan: " + error->message + " at its offset " + std::to_string(error->position));
  }
  sim::plan steps = std::get<sim::plan>(std::move(parsed));
  if (sim::delivered(steps) != stream.bytes.size()) {
    throw traces::input_error(file, "plan: it delivers " + std::to_string(sim::delivered(steps)) +
                                        " bytes, and the stream has " + std::to_string(stream.bytes.size()));
  }
  return steps;
}

void add_heard(const traces::repro_stream& stream, const std::string& file, std::vector<heard_frame>& frames) {
  std::string_view rest = stream.bytes;
  for (const traces::heard_mark& mark : stream.heard) {
    const bool in_order = frames.empty() || frames.back().before <= mark.before;
    if (mark.bytes > rest.size() || !in_order) {
      throw traces::input_error(file, "heard: expected ascending offsets, and frames within their stream's bytes");
    }
    frames.push_back({static_cast<std::size_t>(mark.before), std::string(rest.substr(0, mark.bytes))});
    rest.remove_prefix(static_cast<std::size_t>(mark.bytes));
  }
}

/// What is done in a callback, if anything.
std::optional<callback_action> action_of(const traces::repro& recorded, const std::string& file) {
  if (recorded.schedule.empty()) return std::nullopt;
  const std::optional<callback_action> action = parse_callback_action(recorded.schedule.front());
  if (!action || recorded.schedule.size() > 1) {
    const std::string& found = recorded.schedule[action ? 1 : 0];
    throw traces::input_error(
        file, "schedule: expected one action such as 'callback found 3 throw', not '" + shortened(found, 60) + "'");
  }
  return action;
}

recorded_case take_apart(const traces::repro& recorded, const std::string& file) {
  recorded_case result;
  result.action = action_of(recorded, file);
  for (const traces::repro_stream& stream : recorded.streams) {
    if (!stream.heard.empty() || stream.plan.empty()) {
      add_heard(stream, file, result.heard);
    } else if (result.stream != nullptr) {
      throw traces::input_error(file, "streams: expected one with a plan, and there are more");
    } else {
      result.stream = &stream;
      result.steps = parse_steps(stream, file);
    }
  }
  if (result.stream == nullptr) throw traces::input_error(file, "streams: expected one with a plan");
  return result;
}

/// Gives the trial what the law compares with.
void compare_with(const events& expected, law which, trial& one) {
  switch (which) {
    case law::epochs:
    case law::limits:
      one.made_for = which;
      one.model = &expected;
      return;
    case law::model:
      one.model = &expected;
      return;
    case law::suffix:
      one.kept_alone = &expected;
      return;
    case law::progress:
      // Of a call that did not return, nothing may be known to compare with.
      if (!expected.empty()) one.so_far = &expected;
      return;
    default:
      one.whole = &expected;
  }
}

/// The breach of a law that compares two plays of the same delivery.
std::optional<breach> play_twice(const subject& parser, counterexample example, law which,
                                 std::span<const other_world> worlds) {
  example.details.broken = which;
  if (which == law::replay) return replay(parser, example, {});
  for (const other_world& where : worlds) {
    example.elsewhere = where;
    if (std::optional<breach> found = replay(parser, example, {})) return found;
  }
  return std::nullopt;
}

law law_of(const traces::repro& recorded, const std::string& file) {
  const std::optional<law> property = law_named(recorded.property);
  if (!property) throw traces::input_error(file, "property: expected a law's name, not '" + recorded.property + "'");
  return *property;
}

}  // namespace

traces::repro to_repro(const subject& parser, const counterexample& example, const stream_origin& origin) {
  traces::repro result;
  result.subject = parser.name();
  result.property = to_string(example.details.broken);
  result.streams.push_back({origin.conn, origin.from, example.bytes, sim::to_string(example.steps), {}});
  if (!example.heard.empty()) result.streams.push_back(heard_stream(example, origin));
  if (example.action) result.schedule = {to_string(*example.action)};
  result.expected = to_logged(example.details.expected);
  result.observed = to_logged(example.details.observed);
  result.explanation = explain(example);
  result.origin = origin.provenance;
  if (result.origin.strategy.empty()) result.origin.strategy = example.strategy;
  return result;
}

recorded_example read_example(const traces::repro& recorded, const std::string& file) {
  const law property = law_of(recorded, file);
  recorded_case read = take_apart(recorded, file);
  const std::string& bytes = read.stream->bytes;
  breach details{property, {}, {}, from_logged(recorded.expected), from_logged(recorded.observed)};
  details.where = compare(details.expected, details.observed);
  const sim::ending end = read.steps.end;
  counterexample example{
      bytes, bytes.size(), std::move(read.steps), end, std::move(read.heard), recorded.origin.strategy, details};
  example.action = read.action;
  return {std::move(example), read.stream};
}

replayed replay(const subject& parser, const traces::repro& recorded, const std::string& file,
                const check_options& options) {
  const law property = law_of(recorded, file);
  const recorded_case again = take_apart(recorded, file);
  const std::string& bytes = again.stream->bytes;

  // Of what is only slow, the events say nothing.
  const outcome seen = property == law::linear_cost ? outcome{} : parser.play(bytes, again.steps, again.heard);
  const bool compares_with_whole = property == law::invariance || property == law::empty_reads;
  const sim::plan one_read = sim::cut_at(bytes.size(), {}, again.steps.end);
  const events expected =
      compares_with_whole ? parser.play(bytes, one_read, again.heard).log : from_logged(recorded.expected);

  trial one{bytes, &again.steps, &seen.log, seen.account ? &*seen.account : nullptr};
  compare_with(expected, property, one);
  std::optional<breach> found;
  cost_growth cost;
  if (property == law::linear_cost && options.clock) {
    cost = measure_cost(parser, bytes, again.steps, options.clock);
    one.cost = &cost;
  }
  if (again.action) {
    counterexample example{bytes, bytes.size(), again.steps, again.steps.end, again.heard, {}, {}};
    example.details.broken = property;
    example.action = again.action;
    found = replay(parser, example, {});
  } else if (property == law::replay || property == law::parity) {
    found = play_twice(parser, {bytes, bytes.size(), again.steps, again.steps.end, again.heard, {}, {}}, property,
                       options.other_worlds);
  } else if (applies(property, one)) {
    found = judge(property, one);
  }

  replayed result{property, found.has_value(), expected, seen.log, {}};
  if (found) {
    result.expected = found->expected;
    result.observed = found->observed;
    counterexample example{bytes, bytes.size(), again.steps, again.steps.end, again.heard, recorded.origin.strategy,
                           *found};
    example.action = again.action;
    const bool as_recorded = recorded.explanation.ends_with(describe_breach(*found));
    result.explanation = as_recorded ? recorded.explanation : explain(example);
  }
  return result;
}

}  // namespace asynchat::properties
