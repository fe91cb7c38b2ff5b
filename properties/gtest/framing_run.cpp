#include <asynchat/properties/explain.h>
#include <asynchat/properties/gtest/framing_run.h>
#include <asynchat/properties/repro_file.h>
#include <asynchat/properties/ruler.h>
#include <asynchat/properties/trace_streams.h>
#include <asynchat/properties/wording.h>
#include <asynchat/traces/import.h>

#include <algorithm>
#include <filesystem>
#include <initializer_list>
#include <iostream>
#include <stdexcept>
#include <utility>

#include "repro_store.h"
#include "shell_word.h"
#include "trace_glob.h"

namespace asynchat::properties {
namespace {

namespace fs = std::filesystem;

std::string first_set(const std::string& a, const std::string& b, const std::string& c = {}) {
  return !a.empty() ? a : !b.empty() ? b : c;
}

/// The model, which must not speak of bytes that are not there.
reference checked_model(reference model) {
  if (!model) return {};
  return [model = std::move(model)](std::string_view bytes, bool ended, std::span<const heard_frame> heard) {
    std::vector<expected_event> told = model(bytes, ended, heard);
    for (const expected_event& one : told) {
      if (one.end <= bytes.size()) continue;
      throw std::invalid_argument("the model says that a frame ends at byte " + std::to_string(one.end) +
                                  " of a stream of " + bytes_text(bytes.size()));
    }
    return told;
  };
}

std::string headline(std::string_view broken, const std::string& sentence) {
  return std::string(broken) + ": " + sentence + '\n';
}

/// The frames of the other side in a repro.
std::vector<heard_frame> heard_in(const traces::repro& failure) {
  std::vector<heard_frame> frames;
  for (const traces::repro_stream& stream : failure.streams) {
    std::string_view rest = stream.bytes;
    for (const traces::heard_mark& mark : stream.heard) {
      frames.push_back({static_cast<std::size_t>(mark.before), std::string(rest.substr(0, mark.bytes))});
      rest.remove_prefix(frames.back().bytes.size());
    }
  }
  return frames;
}

const traces::repro_stream* cut_stream(const traces::repro& failure) {
  for (const traces::repro_stream& one : failure.streams) {
    if (one.heard.empty() && !one.plan.empty()) return &one;
  }
  return nullptr;
}

}  // namespace

/// One stream to check, and where it comes from. What it lends from `source` lives as long.
struct framing_run::named_stream {
  checked_stream stream;
  std::string trace;  ///< its file; empty for bytes that a test gave
  std::uint64_t conn = 1;
  side from = side::client;
};

framing_run::framing_run(const subject& parser, framing_options options, test_place place,
                         const framing_environment& environment)
    : given_(parser),
      narrowed_(options.what == comparison::result ? std::make_unique<final_result>(given_) : nullptr),
      parser_(narrowed_ != nullptr ? *narrowed_ : given_),
      options_(std::move(options)),
      place_(std::move(place)),
      environment_(environment),
      dog_(options_.feed_limit) {
  options_.model = checked_model(std::move(options_.model));
}

framing_run::~framing_run() = default;

framing_outcome framing_run::check(std::string_view bytes) {
  return check(checked_stream{.bytes = bytes, .heard = {}});
}

framing_outcome framing_run::check(const checked_stream& stream) {
  if (!replays()) check_stream({stream, {}});
  return std::move(outcome_);
}

framing_outcome framing_run::check(const traces::dialogue& talk) {
  if (!replays()) check_dialogue(talk, {});
  return std::move(outcome_);
}

framing_outcome framing_run::check(const trace_files& files) {
  if (replays()) return std::move(outcome_);
  const std::string root = first_set(environment_.trace_root, options_.trace_root);
  const std::string where = root.empty() ? "the working directory " + fs::current_path().string() : root;
  const std::vector<std::string> paths = files_matching(files.glob, root);
  if (paths.empty()) outcome_.failure = "no trace matches " + files.glob + " in " + where + '\n';
  try {
    for (const std::string& path : paths) {
      if (!outcome_.failure.empty()) break;
      const auto source = traces::open_source(path);
      for (const traces::dialogue& talk : traces::read_dialogues(*source)) check_dialogue(talk, path);
      const std::vector<std::string>& warnings = source->warnings();
      outcome_.remarks.insert(outcome_.remarks.end(), warnings.begin(), warnings.end());
    }
  } catch (const traces::input_error& error) {
    outcome_.failure += std::string(error.what()) + '\n';
  }
  if (outcome_.streams == 0 && outcome_.failure.empty()) {
    outcome_.failure = "no trace that matches " + files.glob + " in " + where + " has bytes to check\n";
  }
  return std::move(outcome_);
}

bool framing_run::replays() {
  if (!environment_.repro.empty()) {
    replay_the_one();
    return true;
  }
  replay_kept();
  return !outcome_.failure.empty();
}

void framing_run::replay_the_one() {
  const std::string& path = environment_.repro;
  try {
    const traces::repro recorded = traces::read_repro(path);
    if (recorded.subject != parser_.name()) {
      outcome_.skipped = path + " is of " + recorded.subject + ", not of " + parser_.name();
      return;
    }
    const feed_watchdog::watched_thread watched(dog_, hung_again(path));
    const replayed again = replay(parser_, recorded, path, options_.limits);
    if (again.failed_again) return tell_again(recorded, path, again.explanation);
    outcome_.remarks.push_back(path + " holds now: " + recorded.explanation);
  } catch (const traces::input_error& error) {
    outcome_.failure = std::string("ASYNCHAT_REPRO: ") + error.what() + '\n';
  }
}

void framing_run::replay_kept() {
  const repro_store store(folder());
  for (const repro_store::kept& one : store.read(outcome_.remarks)) {
    const std::optional<law> broken = law_named(one.failure.property);
    if (one.failure.subject != parser_.name() || (broken && !is_on(*broken))) continue;
    try {
      const feed_watchdog::watched_thread watched(dog_, hung_again(one.path));
      const replayed again = replay(parser_, one.failure, one.path, options_.limits);
      const bool outdated = is_outdated(one.failure);
      if (again.failed_again && !outdated) {
        tell_again(one.failure, one.path, again.explanation);
        outcome_.failure += "This is a failure that an earlier run kept; nothing else was checked.\n";
        return;
      }
      store.drop(one.path);
      outcome_.remarks.push_back(one.path + (outdated ? " expects what the model no longer says" : " holds now") +
                                 "; removed: " + one.failure.explanation);
    } catch (const traces::input_error& error) {
      outcome_.remarks.emplace_back(error.what());
    }
  }
}

/// A failure that was judged by a model, and would be judged in another way by the model as it is.
bool framing_run::is_outdated(const traces::repro& failure) const {
  const auto is_one_of = [&](std::initializer_list<law> laws) {
    return std::any_of(laws.begin(), laws.end(), [&](law one) { return failure.property == to_string(one); });
  };
  const bool of_whole = is_one_of({law::model, law::epochs, law::limits});
  const bool of_beginning = is_one_of({law::suffix, law::progress});
  if (!options_.model || (!of_whole && !of_beginning)) return false;
  const traces::repro_stream& stream = *cut_stream(failure);
  const auto steps = sim::parse_plan(stream.plan);
  const bool ended = of_whole && std::get<sim::plan>(steps).end != sim::ending::open;
  events wanted;
  for (const traces::logged_event& one : failure.expected) wanted.add(one.name, one.bytes, one.numbers);
  events said = to_events(options_.model(stream.bytes, ended, heard_in(failure)));
  if (parser_.compared() == comparison::result) said = result_of(said);
  const std::vector<event>& now = said.list();
  const std::vector<event>& then = wanted.list();
  const bool same_beginning =
      then.size() <= now.size() && std::equal(then.begin(), then.end(), now.begin(), now.begin() + std::ssize(then));
  return !same_beginning || (of_whole && then.size() < now.size());
}

void framing_run::check_dialogue(const traces::dialogue& talk, const std::string& trace) {
  for (const side from : {side::client, side::server}) {
    if (!outcome_.failure.empty() || (options_.from && *options_.from != from)) continue;
    const traces::direction& sent = talk.from(from);
    if (sent.bytes.empty()) continue;
    const std::vector<heard_frame> heard = frames_told(other(from), talk, options_.other_side);
    const std::vector<std::size_t> cuts = recorded_cuts(from, talk);
    check_stream({{sent.bytes, ending_of(sent.end), heard, cuts}, trace, talk.conn, from});
    if (sent.gap_bytes > 0) {
      outcome_.remarks.push_back(trace + ": connection " + std::to_string(talk.conn) + ", " +
                                 std::string(to_string(from)) + ": " + bytes_text(sent.gap_bytes) +
                                 " are missing in the recording; what follows is not checked");
    }
  }
}

void framing_run::check_stream(const named_stream& stream) {
  const feed_watchdog::watched_thread watched(dog_, [&](const counterexample& hung) { tell_hung(hung, stream); });
  const check_report report = properties::check(parser_, stream.stream, options_.model, options_.limits);
  ++outcome_.streams;
  outcome_.plans_tried += report.tried();
  for (const law which : all_laws) {
    if (is_on(which) && report[which].first) return tell(*report[which].first, stream);
  }
  if (!report.is_deterministic()) {
    outcome_.failure += "the parser does not tell the same twice, so no other law was judged\n";
  }
  for (const std::string& trouble : report.troubles) outcome_.failure += trouble + '\n';
}

void framing_run::tell(const failure& found, const named_stream& stream) {
  const counterexample example =
      shrink(parser_, make_counterexample(stream.stream, found), options_.model, options_.shrinking);
  std::string& text = outcome_.failure;
  text = headline(to_string(example.details.broken), explain(example)) + '\n';
  text += draw(ruler_of(example, options_.model)) + '\n';
  if (!stream.trace.empty()) {
    text += "stream: " + stream.trace + ", connection " + std::to_string(stream.conn) + ", " +
            std::string(to_string(stream.from)) + "; what comes after it was not checked\n";
  }
  try {
    const std::string path = keep(example, stream);
    text += "kept:   " + path + '\n' + command_for(path);
  } catch (const traces::output_error& error) {
    text += std::string("not kept: ") + error.what() + '\n';
  }
}

/// What a watchdog does in a replay: it says which file hangs.
feed_watchdog::report framing_run::hung_again(const std::string& path) const {
  return [this, path](const counterexample& hung) {
    std::cerr << headline(to_string(hung.details.broken), explain(hung)) << "kept:   " << path << '\n'
              << command_for(path);
  };
}

/// Keeps and tells of a call that does not return; the process ends after it.
void framing_run::tell_hung(const counterexample& hung, const named_stream& stream) {
  std::cerr << headline(to_string(hung.details.broken), explain(hung));
  const std::string path = keep(hung, stream);
  std::cerr << "kept:   " << path << '\n' << command_for(path);
}

void framing_run::tell_again(const traces::repro& recorded, const std::string& path, const std::string& sentence) {
  std::string& text = outcome_.failure;
  text = headline(recorded.property, sentence) + '\n';
  const traces::repro_stream& stream = *cut_stream(recorded);
  const sim::plan steps = std::get<sim::plan>(sim::parse_plan(stream.plan));
  const ruler picture{stream.bytes, sim::cuts_of(steps), {}, {}};
  text += draw(picture) + '\n' + "kept:   " + path + '\n' + command_for(path);
}

std::string framing_run::keep(const counterexample& example, const named_stream& stream) {
  const traces::provenance provenance{std::to_string(options_.limits.seed), example.strategy, stream.trace,
                                      "asynchat " ASYNCHAT_VERSION};
  const traces::repro recorded = to_repro(parser_, example, {stream.conn, stream.from, provenance});
  const std::string trace = fs::path(stream.trace).filename().string();
  const std::string stem = trace.empty() ? parser_.name()
                                         : trace.substr(0, trace.find('.')) + '-' + std::to_string(stream.conn) + '-' +
                                               std::string(to_string(stream.from));
  return repro_store(folder()).keep(recorded, stem);
}

std::string framing_run::command_for(const std::string& repro_path) const {
  return "again:  ASYNCHAT_REPRO=" + shell_word(repro_path) + ' ' + shell_word(environment_.program) +
         " --gtest_filter=" + shell_word(place_.suite + '.' + place_.test) + '\n';
}

std::string framing_run::folder() const {
  const fs::path all = first_set(environment_.repro_folder, options_.repro_folder, "asynchat-repros");
  return (all / as_file_name(place_.suite + '.' + place_.test)).string();
}

bool framing_run::is_on(law which) const {
  return std::find(options_.laws_off.begin(), options_.laws_off.end(), which) == options_.laws_off.end();
}

}  // namespace asynchat::properties
