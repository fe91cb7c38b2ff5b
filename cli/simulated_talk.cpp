#include "simulated_talk.h"

#include <asynchat/properties/simulation/run_seed.h>
#include <asynchat/sim/schedule.h>
#include <asynchat/sim/world.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <sstream>
#include <string_view>
#include <utility>
#include <variant>

#include "replay_simulation.h"

namespace asynchat::cli {

namespace {

namespace simulation = properties::simulation;
using traces::event_kind;

/// The lines of a world's schedule, by where they are said.
class schedule_notes {
 public:
  explicit schedule_notes(const traces::repro& recorded) {
    const auto run = std::find_if(recorded.schedule.begin(), recorded.schedule.end(),
                                  [](const std::string& line) { return line.starts_with("run "); });
    if (run == recorded.schedule.end()) return;
    const auto parsed = sim::parse_schedule(std::span(run + 1, recorded.schedule.end()));
    const auto* known = std::get_if<sim::schedule>(&parsed);
    std::size_t faults = 0;
    for (auto line = recorded.schedule.begin(); line != recorded.schedule.end(); ++line) {
      const std::string_view word = std::string_view(*line).substr(0, line->find(' '));
      if (word == "at" && line > run && known != nullptr && faults < known->setting.faults.size()) {
        timed_.emplace_back(known->setting.faults[faults++].at, *line);
      } else if (word == "connect" || word == "wire" || word == "reset_on_close" || word == "reset_discards") {
        const std::size_t name = word.size() + 1;
        by_connection_[line->substr(name, line->find(' ', name) - name)].push_back(*line);
      } else {
        others_.push_back(*line);
      }
    }
    std::stable_sort(timed_.begin(), timed_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  }

  /// What is to be said at that time; each is said once.
  std::vector<std::string> at(time_point now) {
    std::vector<std::string> said;
    for (; told_ < timed_.size() && timed_[told_].first <= now; ++told_)
      said.push_back("injected: " + timed_[told_].second);
    return said;
  }
  std::vector<std::string> of(const std::string& connection) {
    const auto found = by_connection_.find(connection);
    if (found == by_connection_.end()) return {};
    std::vector<std::string> said;
    for (const std::string& line : found->second) said.push_back("injected: " + line);
    by_connection_.erase(found);
    return said;
  }
  /// What no packet has said.
  std::vector<std::string> rest() const {
    std::vector<std::string> lines;
    for (const std::string& line : others_) lines.push_back("Of the schedule: " + line);
    for (std::size_t i = told_; i < timed_.size(); ++i) lines.push_back("Of the schedule: " + timed_[i].second);
    for (const auto& [name, own] : by_connection_) {
      for (const std::string& line : own) lines.push_back("Of the schedule: " + line);
    }
    return lines;
  }

 private:
  std::vector<std::pair<time_point, std::string>> timed_;
  std::map<std::string, std::vector<std::string>> by_connection_;
  std::vector<std::string> others_;
  std::size_t told_ = 0;
};

/// Writes down what the streams of a world carry, and tells it to whoever was told before.
class world_tap final : public sim::world_observer {
 public:
  explicit world_tap(schedule_notes& notes) : notes_(notes) {}

  void listen_to(sim::world& world) {
    world_ = &world;
    next_ = world.observer();
    world.observe(this);
  }

  std::vector<noted_event> events;

  void connecting(const sim::wire_name& wire, const endpoint& where) override {
    servers_[connection_of(wire)] = to_string(where);
    if (next_ != nullptr) next_->connecting(wire, where);
  }
  void taken(const sim::wire_name& wire, std::string_view bytes) override {
    opened(wire);
    if (next_ != nullptr) next_->taken(wire, bytes);
  }
  void handed(const sim::wire_name& wire, std::string_view bytes) override {
    traces::trace_event& event = add(event_kind::data, wire);
    event.bytes = bytes;
    if (next_ != nullptr) next_->handed(wire, bytes);
  }
  void blocked(const sim::wire_name& wire) override {
    blocked_.push_back("injected: a read of what the " + std::string(to_string(wire.from)) + " of " + name_of(wire) +
                       " sends would block");
    if (next_ != nullptr) next_->blocked(wire);
  }
  void ended(const sim::wire_name& wire, const io_result& how) override {
    const bool in_order = how.what() == io_result::kind::end_of_stream;
    add(in_order ? event_kind::eof : event_kind::reset, wire);
    if (!in_order) {
      std::ostringstream text;
      text << how;
      events.back().comments.push_back("the reader is told: " + text.str());
    }
    if (next_ != nullptr) next_->ended(wire, how);
  }

 private:
  using connection = std::pair<std::uint32_t, std::uint32_t>;

  static connection connection_of(const sim::wire_name& wire) { return {wire.host, wire.connect}; }

  std::string name_of(sim::wire_name wire) const {
    wire.from = side::client;
    std::string name = world_->describe(wire);
    name.pop_back();  // the direction
    return name;
  }

  /// The number of the connection, which stands by now.
  std::uint64_t opened(const sim::wire_name& wire) {
    const auto [found, is_new] = numbers_.emplace(connection_of(wire), numbers_.size() + 1);
    if (!is_new) return found->second;
    traces::trace_event open;
    open.client = name_of(wire);
    open.server = servers_[connection_of(wire)];
    push(std::move(open), found->second, notes_.of(name_of(wire)));
    return found->second;
  }

  traces::trace_event& add(event_kind kind, const sim::wire_name& wire) {
    traces::trace_event event;
    event.kind = kind;
    event.from = wire.from;
    const std::uint64_t number = opened(wire);
    push(std::move(event), number, std::exchange(blocked_, {}));
    return events.back().event;
  }

  void push(traces::trace_event event, std::uint64_t number, std::vector<std::string> comments) {
    event.conn = number;
    event.time_ns = static_cast<std::uint64_t>(world_->now().time_since_epoch().count());
    std::vector<std::string> faults = notes_.at(world_->now());
    comments.insert(comments.begin(), faults.begin(), faults.end());
    events.push_back({std::move(event), std::move(comments)});
  }

  schedule_notes& notes_;
  sim::world* world_ = nullptr;
  sim::world_observer* next_ = nullptr;
  std::map<connection, std::string> servers_;
  std::map<connection, std::uint64_t> numbers_;
  std::vector<std::string> blocked_;
};

/// A scenario whose world is tapped.
class tapped_scenario final : public simulation::scenario {
 public:
  tapped_scenario(std::unique_ptr<simulation::scenario> inner, world_tap& tap) : inner_(std::move(inner)), tap_(tap) {}

  std::vector<std::string> servers() const override { return inner_->servers(); }
  std::vector<std::string> clients() const override { return inner_->clients(); }
  void set_up(sim::world& world) override {
    inner_->set_up(world);
    tap_.listen_to(world);
  }
  void faults_ended(sim::world& world) override { inner_->faults_ended(world); }
  std::optional<simulation::complaint> judge(const sim::world& world) override { return inner_->judge(world); }

 private:
  std::unique_ptr<simulation::scenario> inner_;
  world_tap& tap_;
};

}  // namespace

repro_talk simulated_talk_of(const traces::repro& recorded, const std::string& file) {
  schedule_notes notes(recorded);
  world_tap tap(notes);
  const simulation::scenario_maker maker = simulation_named_in(recorded, file);
  simulation::scenario_maker tapped = maker;
  tapped.make_again = [&](const traces::repro& again, const std::string& name) {
    return std::make_unique<tapped_scenario>(maker.make_again(again, name), tap);
  };
  const simulation::seed_outcome seen = simulation::play_repro(tapped, recorded, file, replay_bounds());
  repro_talk talk;
  talk.header.kind = traces::source_kind::simulation;
  talk.header.name = std::filesystem::path(file).filename().string();
  talk.comments = comments_on(recorded);
  for (std::string& line : notes.rest()) talk.comments.push_back(std::move(line));
  talk.events = std::move(tap.events);
  if (seen.digest != simulation::recorded_digest(recorded, file)) {
    talk.warnings.push_back(file + ": the run is not the recorded one, event by event: the code has changed since");
  }
  return talk;
}

}  // namespace asynchat::cli
