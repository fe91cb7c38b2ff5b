#include "repro_talk.h"

#include <asynchat/properties/repro_file.h>
#include <asynchat/sim/plan.h>

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <utility>
#include <variant>

#include "check_wording.h"
#include "simulated_protocols.h"
#include "simulated_talk.h"

namespace asynchat::cli {

namespace {

using traces::event_kind;

/// A step as the text of plans has it: "w20ms", "b", "f(EINTR)".
std::string text_of_step(const sim::recv_step& step) {
  const std::string text = sim::to_string(sim::plan{{step}, sim::ending::open});
  return text.substr(0, text.find(" |"));
}

std::string text_of_sends(const sim::plan& steps) {
  const std::string text = sim::to_string(sim::plan{{}, sim::ending::open, steps.send, steps.send_after});
  return text.substr(std::min(text.size(), text.find("| ", text.find('|') + 1) + 2));
}

/// Plays a plan into events.
class plan_player {
 public:
  plan_player(const properties::recorded_example& recorded, std::string subject)
      : stream_(*recorded.stream), example_(recorded.example) {
    const bool client_is_cut = stream_.from == side::client;
    traces::trace_event open;
    open.client = client_is_cut ? "client" : subject;
    open.server = client_is_cut ? std::move(subject) : "server";
    if (example_.action) pending_.push_back("injected: " + to_string(*example_.action));
    const sim::plan& steps = example_.steps;
    if (!steps.send.empty() || steps.send_after != sim::send_step(sim::accept_all)) {
      pending_.push_back("injected into the parser's sends, one after another: " + text_of_sends(steps));
    }
    add(std::move(open));
  }

  std::vector<noted_event> play() {
    for (const sim::recv_step& step : example_.steps.recv) take(step);
    hear_before(stream_.bytes.size() + 1);
    end(example_.steps.end);
    for (const std::string& comment : pending_) events_.back().comments.push_back("after this: " + comment);
    return std::move(events_);
  }

 private:
  void take(const sim::recv_step& step) {
    if (const auto* chunk = std::get_if<sim::deliver>(&step)) return deliver(chunk->bytes);
    const std::string text = text_of_step(step);
    if (const auto* pause = std::get_if<sim::wait>(&step)) {
      const auto passed = static_cast<std::uint64_t>(pause->time.count());
      time_ns_ = std::min(traces::trace_integer_max, time_ns_ + std::min(passed, traces::trace_integer_max));
      return note("injected: nothing comes for some time, " + text);
    }
    if (std::holds_alternative<sim::block>(step)) return note("injected: a read would block, " + text);
    note("injected: a read fails, " + text);
  }

  void deliver(std::size_t bytes) {
    hear_before(delivered_ + bytes);
    if (bytes == 0) return;
    add(data(stream_.from, stream_.bytes.substr(delivered_, bytes)));
    delivered_ += bytes;
  }

  void hear_before(std::size_t end) {
    for (; heard_ < example_.heard.size() && example_.heard[heard_].before < end; ++heard_) {
      if (!example_.heard[heard_].bytes.empty()) add(data(other(stream_.from), example_.heard[heard_].bytes));
    }
  }

  void end(sim::ending how) {
    if (how == sim::ending::open) return;
    traces::trace_event last;
    last.kind = how == sim::ending::eof ? event_kind::eof : event_kind::reset;
    last.from = stream_.from;
    if (how == sim::ending::reset) note("injected: the peer resets");
    add(std::move(last));
  }

  static traces::trace_event data(side from, std::string bytes) {
    traces::trace_event event;
    event.kind = event_kind::data;
    event.from = from;
    event.bytes = std::move(bytes);
    return event;
  }

  /// The same several times in a row is said once.
  void note(const std::string& comment) {
    times_ = !pending_.empty() && last_note_ == comment ? times_ + 1 : 1;
    last_note_ = comment;
    if (times_ > 1) pending_.pop_back();
    pending_.push_back(comment + (times_ > 1 ? ", " + grouped(times_) + " times" : ""));
  }

  void add(traces::trace_event event) {
    event.time_ns = time_ns_;
    event.conn = stream_.conn;
    // What befalls a read stands on what is read by it.
    const bool is_own = event.kind == event_kind::open || event.from == stream_.from;
    events_.push_back({std::move(event), is_own ? std::exchange(pending_, {}) : std::vector<std::string>()});
  }

  const traces::repro_stream& stream_;
  const properties::counterexample& example_;
  std::vector<noted_event> events_;
  std::vector<std::string> pending_;  ///< comments on the next event
  std::string last_note_;
  std::uint64_t times_ = 0;  ///< that the last of them stands for
  std::uint64_t time_ns_ = 0;
  std::size_t delivered_ = 0;
  std::size_t heard_ = 0;
};

}  // namespace

std::vector<std::string> comments_on(const traces::repro& recorded) {
  std::vector<std::string> comments{"The repro of " + recorded.subject + ", which breaks the law " + recorded.property +
                                    ": " + recorded.explanation};
  const traces::provenance& origin = recorded.origin;
  const std::pair<std::string_view, const std::string&> known[] = {
      {"trace", origin.trace}, {"strategy", origin.strategy}, {"seed", origin.seed}, {"asynchat", origin.tool_version}};
  for (const auto& [name, text] : known) {
    if (!text.empty()) comments.push_back(fmt::format("Its {}: {}", name, text));
  }
  return comments;
}

repro_talk talk_of(const traces::repro& recorded, const std::string& file) {
  if (recorded.subject.starts_with(simulated_prefix)) return simulated_talk_of(recorded, file);
  repro_talk talk;
  talk.header.name = std::filesystem::path(file).filename().string();
  talk.comments = comments_on(recorded);
  const properties::recorded_example example = properties::read_example(recorded, file);
  talk.events = plan_player(example, recorded.subject).play();
  return talk;
}

}  // namespace asynchat::cli
