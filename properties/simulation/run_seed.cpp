#include <asynchat/properties/simulation/run_seed.h>

#include <asynchat/properties/laws.h>
#include <asynchat/properties/simulation/engine_program.h>
#include <asynchat/sim/recorded_fate.h>
#include <asynchat/sim/schedule.h>
#include <asynchat/traces/error.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <span>
#include <utility>
#include <variant>

#include "tell.h"

namespace asynchat::properties::simulation {
namespace {

/// What a repro holds beside what the scenario wrote: in its schedule, behind the scenario's lines.
struct recorded_run {
  duration span{0};
  std::uint64_t digest = 0;
  sim::schedule decided;
};

constexpr std::string_view run_word = "run ";
constexpr std::string_view digest_word = " digest ";

std::string run_line(duration span, std::uint64_t digest) {
  return std::string(run_word) + std::to_string(span.count()) + std::string(digest_word) + std::to_string(digest);
}

std::size_t run_line_of(const traces::repro& recorded, const std::string& file) {
  const auto found = std::find_if(recorded.schedule.begin(), recorded.schedule.end(),
                                  [](const std::string& line) { return line.starts_with(run_word); });
  if (found == recorded.schedule.end()) {
    throw traces::input_error(file, "schedule: expected a line \"run NANOSECONDS digest NUMBER\"");
  }
  return static_cast<std::size_t>(found - recorded.schedule.begin());
}

template <class Number>
bool read_number(std::string_view text, Number& into) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), into);
  return error == std::errc() && end == text.data() + text.size();
}

void read_run_line(std::string_view line, const std::string& file, recorded_run& into) {
  const std::string_view numbers = line.substr(run_word.size());
  const std::size_t middle = std::min(numbers.find(digest_word), numbers.size());
  std::int64_t span = 0;
  const bool is_read = middle < numbers.size() && read_number(numbers.substr(0, middle), span) &&
                       read_number(numbers.substr(middle + digest_word.size()), into.digest);
  constexpr duration span_max = std::chrono::hours(24 * 365);
  if (!is_read || span < 0 || span > span_max.count()) {
    throw traces::input_error(file, "schedule: expected \"run NANOSECONDS digest NUMBER\", of a year at most, found '" +
                                        std::string(line) + "'");
  }
  into.span = duration(span);
}

recorded_run read_run(const traces::repro& recorded, const std::string& file) {
  const std::size_t at = run_line_of(recorded, file);
  recorded_run result;
  read_run_line(recorded.schedule[at], file, result);
  auto parsed = sim::parse_schedule(std::span(recorded.schedule).subspan(at + 1));
  if (const auto* error = std::get_if<sim::schedule_error>(&parsed)) {
    throw traces::input_error(file, "schedule[" + std::to_string(at + error->line) + "]: " + error->message);
  }
  result.decided = std::get<sim::schedule>(std::move(parsed));
  return result;
}

/// The repro with the scenario's own lines alone.
traces::repro without_run(const traces::repro& recorded, const std::string& file) {
  traces::repro result = recorded;
  result.schedule.resize(run_line_of(recorded, file));
  return result;
}

void check_hosts(const scenario& wanted, const sim::circumstances& setting, const std::string& file) {
  std::vector<std::string> names = wanted.servers();
  const std::vector<std::string> clients = wanted.clients();
  names.insert(names.end(), clients.begin(), clients.end());
  for (const std::string& name : names) {
    const bool is_there = std::any_of(setting.hosts.begin(), setting.hosts.end(),
                                      [&](const sim::host_circumstances& one) { return one.name == name; });
    if (!is_there) throw traces::input_error(file, "schedule: expected a line \"host " + name + "\"");
  }
}

std::unique_ptr<scenario> made_again(const scenario_maker& maker, const traces::repro& recorded,
                                     const std::string& file) {
  if (maker.make_again) return maker.make_again(without_run(recorded, file), file);
  std::uint64_t seed = 0;
  if (!read_number(recorded.origin.seed, seed)) {
    throw traces::input_error(file, "provenance.seed: expected a number, found '" + recorded.origin.seed + "'");
  }
  return maker.make(seed);
}

/// How long a link may be silent while something is still to come, in seconds.
std::int64_t silence_of(const sim::link_options& link) {
  std::int64_t sum = 0;
  for (const duration one : {link.latency, link.jitter, link.coalesce, link.close_delay, link.slow_connect_max,
                             link.connect_timeout, link.send_timeout}) {
    sum += std::chrono::duration_cast<std::chrono::seconds>(one).count() + 1;
  }
  if (link.bytes_per_second > 0) sum += static_cast<std::int64_t>(link.segment_bytes_max / link.bytes_per_second);
  return sum;
}

/// How long no byte may move before all has come to rest: as the options say, or longer where the links are slow.
duration drain_bound_of(const sim::circumstances& setting, const run_options& options) {
  constexpr std::int64_t trips = 4;
  // The world's own bound of time comes first, and is no verdict.
  constexpr std::int64_t century = std::int64_t{100} * 365 * 24 * 3600;
  std::int64_t silence = silence_of(setting.other_links);
  for (const sim::link_circumstances& one : setting.links) silence = std::max(silence, silence_of(one.options));
  return std::max(options.drain_bound, duration(std::chrono::seconds(std::min(trips * silence, century))));
}

/// Lets the scenario run: true when it came to rest.
bool run_to_rest(scenario& what, sim::world& world, duration span, duration drain_bound, seed_outcome& into) {
  const auto is_bound = [&](sim::run_end why) {
    if (why == sim::run_end::events_max || why == sim::run_end::time_max) into.bound = why;
    return into.bound.has_value();
  };
  what.set_up(world);
  if (is_bound(world.run(time_point(span)))) return false;
  world.end_faults();
  what.faults_ended(world);
  // What still moves bytes drains; timers alone go on for ever in many a server.
  while (true) {
    const std::uint64_t moved = world.transfers();
    const sim::run_end why = world.run(world.now() + drain_bound);
    if (is_bound(why)) return false;
    if (why == sim::run_end::idle || world.transfers() == moved) return true;
  }
}

seed_outcome run(scenario& what, sim::fate& decides, const sim::circumstances& setting, duration span,
                 const run_options& options) {
  seed_outcome result;
  result.swarm = sim::names_of(sim::faults_on(setting));
  sim::world world(decides, options.limits);
  if (options.event_log) world.set_event_log(options.event_log);
  sim::set_up(world, setting);
  try {
    if (run_to_rest(what, world, span, drain_bound_of(setting, options), result)) result.failure = what.judge(world);
  } catch (const program_failed& error) {
    result.failure = complaint{"exceptions", error.what()};
  }
  result.digest = world.digest();
  result.events = world.events();
  result.faults = world.faults();
  result.virtual_time = world.now().time_since_epoch();
  return result;
}

std::vector<traces::logged_event> to_logged(const events& log) {
  std::vector<traces::logged_event> list;
  for (const event& one : log.list()) list.push_back({one.name, one.bytes, one.numbers});
  return list;
}

sim::circumstances circumstances_of(const scenario& what, std::uint64_t seed, const run_options& options) {
  sim::circumstances result = sim::make_swarm(seed, {what.servers(), what.clients(), options.span});
  if (!options.links) return result;
  result.links.clear();
  result.other_links = *options.links;
  return result;
}

}  // namespace

seed_outcome run_seed(const scenario_maker& maker, std::uint64_t seed, const run_options& options) {
  const std::unique_ptr<scenario> what = maker.make(seed);
  sim::seeded_fate decides(seed);
  const sim::circumstances setting = circumstances_of(*what, seed, options);
  seed_outcome result = run(*what, decides, setting, options.span, options);
  result.seed = seed;
  return result;
}

traces::repro record_seed(const scenario_maker& maker, std::uint64_t seed, const run_options& options,
                          const std::string& tool_version) {
  const std::unique_ptr<scenario> what = maker.make(seed);
  sim::seeded_fate decides(seed);
  const sim::circumstances setting = circumstances_of(*what, seed, options);
  sim::recording_fate recording(decides, setting);
  const seed_outcome seen = run(*what, recording, setting, options.span, options);
  traces::repro result;
  result.subject = maker.name;
  what->write(result);
  result.schedule.push_back(run_line(options.span, 0));
  std::vector<std::string> lines = sim::to_lines(recording.recorded());
  result.schedule.insert(result.schedule.end(), std::make_move_iterator(lines.begin()),
                         std::make_move_iterator(lines.end()));
  tell(seen, result);
  result.origin = {std::to_string(seed), seen.swarm, {}, tool_version};
  return result;
}

seed_outcome play_repro(const scenario_maker& maker, const traces::repro& recorded, const std::string& file,
                        const run_options& options) {
  const recorded_run again = read_run(recorded, file);
  const std::unique_ptr<scenario> what = made_again(maker, recorded, file);
  check_hosts(*what, again.decided.setting, file);
  sim::recorded_fate decides(again.decided);
  seed_outcome result = run(*what, decides, again.decided.setting, again.span, options);
  read_number(recorded.origin.seed, result.seed);
  return result;
}

void tell(const seed_outcome& seen, traces::repro& into) {
  const std::string file = into.subject;
  recorded_run before;
  std::string& line = into.schedule[run_line_of(into, file)];
  read_run_line(line, file, before);
  line = run_line(before.span, seen.digest);
  if (!seen.failure) return;
  into.property = seen.failure->law;
  into.explanation = seen.failure->sentence;
  into.expected = to_logged(seen.failure->expected);
  into.observed = to_logged(seen.failure->observed);
}

std::uint64_t recorded_digest(const traces::repro& recorded, const std::string& file) {
  recorded_run result;
  read_run_line(recorded.schedule[run_line_of(recorded, file)], file, result);
  return result.digest;
}

}  // namespace asynchat::properties::simulation
