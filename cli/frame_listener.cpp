#include "frame_listener.h"

#include <algorithm>
#include <string>
#include <utility>

namespace asynchat::cli {

namespace {

std::size_t index_of(side one) { return static_cast<std::size_t>(one); }

}  // namespace

std::span<const properties::event> frame_listener::take(const traces::trace_event& event) {
  using traces::event_kind;
  told_.clear();
  if (event.kind == event_kind::open) {
    connection& opened = open_[event.conn];
    opened = {begin(side::client), begin(side::server)};
    return told_;
  }
  const auto found = open_.find(event.conn);
  if (found == open_.end()) return told_;
  if (event.kind == event_kind::close) {
    open_.erase(found);
    return told_;
  }
  direction& speaker = found->second[index_of(event.from)];
  if (event.kind == event_kind::gap) speaker.reader.reset();
  if (!speaker.reader) return told_;
  if (event.kind == event_kind::data) speaker.reader->feed(event.bytes);
  if (event.kind == event_kind::eof) speaker.reader->finish(sim::ending::eof);
  if (event.kind == event_kind::reset) speaker.reader->finish(sim::ending::reset);
  pass_on(speaker);
  direction& listener = found->second[index_of(other(event.from))];
  for (const properties::event& frame : told_) {
    if (listener.reader && framing_.is_heard(frame.name)) listener.reader->hear(frame.bytes);
  }
  return told_;
}

bool frame_listener::follows(std::uint64_t conn, side from) const {
  const auto found = open_.find(conn);
  return found != open_.end() && found->second[index_of(from)].reader != nullptr;
}

std::optional<asynchat::boundary> frame_listener::boundary(std::uint64_t conn, side from) const {
  if (!follows(conn, from)) return std::nullopt;
  return open_.at(conn)[index_of(from)].reader->boundary();
}

frame_listener::direction frame_listener::begin(side from) const {
  direction one;
  one.parser = framing_.parser_for(from);
  one.reader = one.parser.subject->start();
  return one;
}

void frame_listener::pass_on(direction& one) {
  const std::vector<properties::event>& log = one.reader->log().list();
  const auto& [index, taken] = one.passed_on;
  for (std::size_t i = index; i < log.size(); ++i) {
    const std::size_t old = i == index ? taken : 0;
    if (old > 0 && old == log[i].bytes.size()) continue;
    told_.push_back({log[i].name, log[i].bytes.substr(old), log[i].numbers});
  }
  if (told_.empty()) return;
  if (one.parser.subject->has_states()) {
    // Its log and ledger hold the whole stream; they begin anew with a state that is put back.
    one.reader->save(0);
    one.reader->restore(0);
    return;
  }
  const bool goes_on = properties::is_mergeable(log.back());
  one.passed_on =
      goes_on ? properties::log_mark{log.size() - 1, log.back().bytes.size()} : properties::log_mark{log.size(), 0};
}

}  // namespace asynchat::cli
