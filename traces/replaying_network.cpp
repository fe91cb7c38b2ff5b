#include <asynchat/traces/replaying_network.h>
#include <asynchat/transport/check.h>
#include <asynchat/transport/escape.h>

#include <algorithm>
#include <charconv>
#include <ostream>
#include <utility>

namespace asynchat::traces {
namespace {

constexpr std::uint64_t percent = 100;

duration scaled(std::uint64_t recorded_ns, std::uint64_t speed_percent) {
  if (speed_percent == 0) return duration(0);
  const std::uint64_t whole = recorded_ns / speed_percent * percent;
  return duration(static_cast<duration::rep>(whole + recorded_ns % speed_percent * percent / speed_percent));
}

/// `from` + `span`, or the end of time where that comes first.
time_point later(time_point from, duration span) {
  return span > time_point::max() - from ? time_point::max() : from + span;
}

/// "host:port" as the format writes it; without a port that can be one it has no name.
endpoint to_endpoint(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos) return {};
  std::uint16_t port = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data() + colon + 1, end, port);
  if (read.ec != std::errc() || read.ptr != end) return {};
  const bool bracketed = colon >= 2 && text.front() == '[' && text[colon - 1] == ']';
  return endpoint::inet(bracketed ? text.substr(1, colon - 2) : text.substr(0, colon), port);
}

/// Where what one side said had to wait for the other side.
std::vector<sim::turn> turns_of(const dialogue& talk, side from) {
  std::vector<sim::turn> turns;
  std::size_t heard = 0;
  const auto add = [&](std::size_t offset, std::size_t sent) {
    if (sent > (turns.empty() ? 0 : turns.back().sent)) turns.push_back({offset, sent});
  };
  for (const piece& one : talk.pieces) {
    if (one.from == from) {
      add(one.offset, heard);
    } else {
      heard += one.size;
    }
  }
  const direction& said = talk.from(from);
  if (said.end != stop::open) add(said.bytes.size(), said.end_heard_bytes);
  return turns;
}

}  // namespace

sim::plan recorded_plan(const dialogue& talk, side from, const replay_options& options) {
  const direction& said = talk.from(from);
  sim::plan result{.end = sim::ending::open};
  std::uint64_t last_ns = talk.opened_ns;
  const auto wait_until = [&](std::uint64_t time_ns) {
    const duration pause = scaled(time_ns - last_ns, options.speed_percent);
    if (pause > duration(0)) result.recv.push_back(sim::wait{pause});
    last_ns = time_ns;
  };
  std::size_t room = options.bytes_max;
  for (const piece& one : talk.pieces) {
    if (one.from != from || room == 0) continue;
    wait_until(one.time_ns);
    const std::size_t bytes = std::min(one.size, room);
    result.recv.push_back(sim::deliver{bytes});
    room -= bytes;
  }
  if (options.bytes_max < said.bytes.size()) {
    result.end = sim::ending::eof;
  } else if (said.end == stop::eof || said.end == stop::reset) {
    wait_until(said.end_ns);
    result.end = said.end == stop::eof ? sim::ending::eof : sim::ending::reset;
  }
  return result;
}

std::ostream& operator<<(std::ostream& out, const replay_difference& difference) {
  out << "connection " << difference.conn;
  if (difference.round > 0) out << ", round " << difference.round;
  return out << ", byte " << difference.offset << ": expected " << quote(difference.expected) << ", found "
             << quote(difference.found);
}

/// One connection in one round, and what the user's side sent on it.
class replaying_network::connection final : public sim::stream_observer {
 public:
  connection(const dialogue& one, std::uint64_t in_round, const replay_options& options)
      : talk(one),
        round(in_round),
        from_(options.plays),
        steps_(options.plan ? options.plan(one, from_) : recorded_plan(one, from_, options)) {}

  void sent(std::string_view accepted) override { heard += accepted; }
  void closed() override { is_closed = true; }

  std::unique_ptr<stream> open() {
    sim::script world{.turns = turns_of(talk, from_)};
    world.local = to_endpoint(from_ == side::client ? talk.server : talk.client);
    world.peer = to_endpoint(from_ == side::client ? talk.client : talk.server);
    player.emplace(talk.from(from_).bytes, steps_, this, world);
    return player->take_stream();
  }

  std::optional<replay_difference> difference() const {
    constexpr std::size_t context_bytes_max = 64;
    const direction& said = talk.from(from_);
    const direction& answered = talk.from(other(from_));
    const std::string& expected = answered.bytes;
    const auto [at, there] = std::mismatch(expected.begin(), expected.end(), heard.begin(), heard.end());
    const bool was_asked_all = !player || (sim::delivered(steps_) == said.bytes.size() && said.end != stop::gap);
    if (there == heard.end() && (at == expected.end() || !was_asked_all)) return std::nullopt;
    if (at == expected.end() && answered.end == stop::gap) return std::nullopt;
    const auto offset = static_cast<std::size_t>(there - heard.begin());
    return replay_difference{talk.conn, round, offset, expected.substr(offset, context_bytes_max),
                             heard.substr(offset, context_bytes_max)};
  }

  const dialogue& talk;
  const std::uint64_t round;
  std::string heard;
  bool is_closed = false;
  std::optional<sim::scripted_network> player;

 private:
  const side from_;
  const sim::plan steps_;
};

/// A listener of the user's.
class replaying_network::offer final : public listener {
 public:
  offer(replaying_network& owner, endpoint where) : owner_(owner), where_(std::move(where)) {
    owner.offers_.push_back(this);
  }
  ~offer() override { offer::close(); }

  void watch(registration who, readiness wanted) override {
    watcher = who;
    interest = wanted;
  }
  void unwatch() override { watcher.reset(); }

  accept_result accept() override {
    const std::optional<time_point> arrival = owner_.next_arrival();
    if (!arrival || *arrival > owner_.now_ || owner_.offered_to(*owner_.next_to_open()) != this) return {};
    return {owner_.open_next(), {}};
  }
  void close() override {
    unwatch();
    std::erase(owner_.offers_, this);
  }
  endpoint local() const override { return where_; }

  std::optional<registration> watcher;
  readiness interest = readiness::none;

 private:
  replaying_network& owner_;
  endpoint where_;
};

replaying_network::replaying_network(std::vector<dialogue> talks, const replay_options& options)
    : options_(options), talks_(std::move(talks)) {
  for (std::uint64_t round = 0; round < options_.rounds; ++round) {
    for (const dialogue& talk : talks_) {
      connections_.push_back(std::make_unique<connection>(talk, round, options_));
    }
  }
}

replaying_network::~replaying_network() { ASYNCHAT_CHECK(offers_.empty(), "a listener does not outlive its network"); }

connect_result replaying_network::connect(const endpoint&) {
  if (next_to_open() == nullptr) return {nullptr, false, std::make_error_code(std::errc::connection_refused)};
  return {open_next(), false, {}};
}

listen_result replaying_network::listen(const endpoint& where, const listen_options&) {
  return {std::make_unique<offer>(*this, where), {}};
}

void replaying_network::wait(std::optional<duration> timeout, std::vector<ready_event>& ready) {
  if (woken_.exchange(false)) return;
  const std::size_t before = ready.size();
  report(ready);
  const std::optional<time_point> change = next_change();
  if (ready.size() == before && (timeout || change)) {
    // Nothing can happen before the trace's next change, so time goes there, or as far as the caller waits.
    const bool caller_first = timeout && (!change || *change - now_ > *timeout);
    advance(caller_first ? later(now_, *timeout) : *change);
    report(ready);
  }
  if (ready.size() > before || change) last_news_ = now_;
  silent_ = ready.size() == before && !change && (!timeout || now_ - last_news_ >= options_.patience);
}

bool replaying_network::over() const {
  const bool all_closed = std::all_of(live_.begin(), live_.end(), [](const connection* one) { return one->is_closed; });
  return silent_ || (opened_ == connections_.size() && all_closed);
}

std::vector<replay_difference> replaying_network::differences() const {
  std::vector<replay_difference> result;
  for (const auto& one : connections_) {
    if (std::optional<replay_difference> found = one->difference()) result.push_back(*std::move(found));
  }
  return result;
}

std::string_view replaying_network::sent(std::uint64_t conn, std::uint64_t round) const {
  const auto found = std::find_if(connections_.begin(), connections_.end(),
                                  [&](const auto& one) { return one->talk.conn == conn && one->round == round; });
  ASYNCHAT_CHECK(found != connections_.end(), "only connections of the trace are asked for");
  return (*found)->heard;
}

replaying_network::connection* replaying_network::next_to_open() const {
  return opened_ < connections_.size() ? connections_[opened_].get() : nullptr;
}

std::optional<time_point> replaying_network::next_arrival() const {
  const connection* next = next_to_open();
  if (next == nullptr || offers_.empty()) return std::nullopt;
  const bool begins_round = opened_ > 0 && connections_[opened_ - 1]->round != next->round;
  if (begins_round && !std::all_of(live_.begin(), live_.end(), [](const connection* one) { return one->is_closed; })) {
    return std::nullopt;
  }
  return begins_round ? now_ : round_began_ + scaled(next->talk.opened_ns, options_.speed_percent);
}

replaying_network::offer* replaying_network::offered_to(const connection& next) const {
  const std::uint16_t port = to_endpoint(next.talk.server).port;
  const auto found =
      std::find_if(offers_.begin(), offers_.end(), [port](const offer* one) { return one->local().port == port; });
  return found != offers_.end() ? *found : offers_.front();
}

std::unique_ptr<stream> replaying_network::open_next() {
  connection& next = *next_to_open();
  if (opened_ > 0 && connections_[opened_ - 1]->round != next.round) {
    round_began_ = now_ - scaled(next.talk.opened_ns, options_.speed_percent);
  }
  ++opened_;
  std::erase_if(live_, [](const connection* one) { return one->is_closed; });
  live_.push_back(&next);
  return next.open();
}

void replaying_network::report(std::vector<ready_event>& ready) {
  const std::optional<time_point> arrival = next_arrival();
  if (arrival && *arrival <= now_) {
    const offer& met = *offered_to(*next_to_open());
    if (met.watcher && any(met.interest, readiness::read)) ready.push_back({*met.watcher, readiness::read});
  }
  for (connection* one : live_) {
    if (!one->is_closed) one->player->wait(duration(0), ready);
  }
}

std::optional<time_point> replaying_network::next_change() const {
  std::optional<time_point> next;
  const auto consider = [&](std::optional<time_point> when) {
    if (when && *when > now_ && (!next || *when < *next)) next = when;
  };
  consider(next_arrival());
  for (const connection* one : live_) {
    const std::optional<time_point> change = one->is_closed ? std::nullopt : one->player->next_change();
    if (change) consider(later(now_, *change - one->player->now()));
  }
  return next;
}

void replaying_network::advance(time_point until) {
  std::vector<ready_event> told_again;
  for (connection* one : live_) {
    if (!one->is_closed) one->player->wait(until - now_, told_again);
  }
  now_ = until;
}

}  // namespace asynchat::traces
