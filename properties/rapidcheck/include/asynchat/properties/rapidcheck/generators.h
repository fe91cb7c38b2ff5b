#pragma once

#include <asynchat/engine/terminator.h>
#include <asynchat/properties/rapidcheck/show.h>
#include <asynchat/sim/plan.h>
#include <asynchat/traces/dialogue.h>
#include <rapidcheck.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

/// Generators for RapidCheck. Each shrinks to fewer and simpler parts; show.h says how they are shown.
namespace asynchat::properties {

/// One of the values; it shrinks to the first.
template <class Value>
rc::Gen<Value> one_of_these(Value first, Value second, Value third) {
  return rc::gen::map(rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, 3)), [=](int which) {
    return which == 0 ? first : which == 1 ? second : third;
  });
}

/// Streams in which the terminator, its prefixes and its suffixes are frequent among a few other bytes. They shrink to
/// fewer and simpler pieces.
inline rc::Gen<std::string> stream_around(std::string_view terminator, std::string_view others = "ab ") {
  std::vector<std::string> pieces;
  for (const char byte : others) pieces.emplace_back(1, byte);
  for (std::size_t length = 1; length < terminator.size(); ++length) {
    pieces.emplace_back(terminator.substr(0, length));
    pieces.emplace_back(terminator.substr(terminator.size() - length));
  }
  pieces.insert(pieces.end(), pieces.size(), std::string(terminator));
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(std::move(pieces))),
                      [](const std::vector<std::string>& chosen) {
                        std::string stream;
                        for (const std::string& piece : chosen) stream += piece;
                        return stream;
                      });
}

/// Streams in which that terminator is frequent; for a count or none, of a few bytes.
inline rc::Gen<std::string> stream_for(const terminator& ending, std::string_view others = "ab ") {
  const auto* pattern = std::get_if<std::string>(&ending);
  return stream_around(pattern != nullptr && !pattern->empty() ? std::string_view(*pattern) : "\n", others);
}

/// Terminators of every kind. Patterns have 1 to `bytes_max` bytes, at least 1, of a small alphabet, so that most
/// overlap themselves; counts are 1 to 12. They shrink to shorter patterns and smaller counts, and to none.
inline rc::Gen<terminator> any_terminator(std::size_t bytes_max = 5, const std::string& alphabet = "ab\r\n") {
  const auto pattern = rc::gen::mapcat(rc::gen::inRange<std::size_t>(1, bytes_max + 1), [alphabet](std::size_t size) {
    return rc::gen::container<std::string>(size, rc::gen::elementOf(alphabet));
  });
  const auto count = rc::gen::inRange<std::uint64_t>(1, 13);
  return rc::gen::oneOf(rc::gen::just(terminator(no_terminator{})),
                        rc::gen::map(count, [](std::uint64_t bytes) { return terminator(byte_count(bytes)); }),
                        rc::gen::map(pattern, [](std::string bytes) { return terminator(std::move(bytes)); }),
                        rc::gen::map(pattern, [](std::string bytes) { return terminator(std::move(bytes)); }));
}

/// Plans for a stream of that many bytes, some with empty reads; they shrink to fewer cuts.
inline rc::Gen<sim::plan> plan_for(std::size_t bytes, sim::ending end = sim::ending::eof) {
  const auto offset = rc::gen::inRange<std::size_t>(0, bytes + 1);
  const auto offsets = rc::gen::container<std::vector<std::size_t>>(offset);
  return rc::gen::map(
      rc::gen::pair(offsets, rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, 16))),
      [bytes, end](std::pair<std::vector<std::size_t>, std::vector<std::size_t>> drawn) {
        auto& [cuts, blocks] = drawn;
        std::sort(cuts.begin(), cuts.end());
        sim::plan steps = sim::cut_at(bytes, cuts, end);
        for (const std::size_t at : blocks) {
          const auto place = static_cast<std::ptrdiff_t>(std::min(at, steps.recv.size()));
          steps.recv.insert(steps.recv.begin() + place, sim::block{});
        }
        return steps;
      });
}

/// How a transport takes output: short writes, and sends that would block; it never fails.
inline rc::Gen<std::vector<sim::send_step>> sends() {
  const auto taken = rc::gen::map(rc::gen::inRange<std::size_t>(1, 9),
                                  [](std::size_t bytes) { return sim::send_step(sim::accept{bytes}); });
  return rc::gen::container<std::vector<sim::send_step>>(
      rc::gen::oneOf(taken, rc::gen::just(sim::send_step(sim::block{}))));
}

/// Plans of all that TCP may do to a stream of that many bytes: cuts, empty reads, waits, any ending, and, where the
/// stream is not reset, any way to take output. A reset throws away what was not sent, so a plan with one takes it all.
inline rc::Gen<sim::plan> any_plan_for(std::size_t bytes) {
  using drawn =
      std::tuple<sim::plan, std::vector<std::pair<std::size_t, std::size_t>>, std::vector<sim::send_step>, std::size_t>;
  const auto ending = one_of_these(sim::ending::eof, sim::ending::open, sim::ending::reset);
  const auto waits = rc::gen::container<std::vector<std::pair<std::size_t, std::size_t>>>(
      rc::gen::pair(rc::gen::inRange<std::size_t>(0, 16), rc::gen::inRange<std::size_t>(1, 1000)));
  return rc::gen::mapcat(ending, [bytes, waits](sim::ending end) {
    return rc::gen::map(
        rc::gen::tuple(plan_for(bytes, end), waits, sends(), rc::gen::inRange<std::size_t>(0, 4)), [](drawn parts) {
          auto& [steps, pauses, taken, at_a_time] = parts;
          for (const auto& [at, milliseconds] : pauses) {
            const auto place = static_cast<std::ptrdiff_t>(std::min(at, steps.recv.size()));
            steps.recv.insert(steps.recv.begin() + place, sim::wait{std::chrono::milliseconds(milliseconds)});
          }
          if (steps.end == sim::ending::reset) return steps;
          steps.send = std::move(taken);
          if (at_a_time > 0) steps.send_after = sim::accept{at_a_time};
          return steps;
        });
  });
}

/// One connection's two streams in pieces, mixed in any order, a millisecond apart; each direction ends in one of the
/// ways of a recording without gaps. They shrink to fewer pieces, each side's rest in one.
inline rc::Gen<traces::dialogue> dialogue_of(const rc::Gen<std::string>& client, const rc::Gen<std::string>& server) {
  using turn = std::pair<bool, std::size_t>;
  const auto turns = rc::gen::container<std::vector<turn>>(
      rc::gen::pair(rc::gen::arbitrary<bool>(), rc::gen::inRange<std::size_t>(1, 9)));
  const auto stop = one_of_these(traces::stop::eof, traces::stop::open, traces::stop::reset);
  using drawn = std::tuple<std::string, std::string, std::vector<turn>, traces::stop, traces::stop>;
  return rc::gen::map(rc::gen::tuple(client, server, turns, stop, stop), [](drawn parts) {
    auto& [from_client, from_server, order, client_end, server_end] = parts;
    traces::dialogue talk;
    talk.client = "client:1";
    talk.server = "server:2";
    talk.from(side::client) = {std::move(from_client), client_end, 0, 0};
    talk.from(side::server) = {std::move(from_server), server_end, 0, 0};
    std::size_t said[2] = {0, 0};
    const auto say = [&](side from, std::size_t bytes_max) {
      std::size_t& at = said[static_cast<std::size_t>(from)];
      const std::size_t bytes = std::min(bytes_max, talk.from(from).bytes.size() - at);
      if (bytes > 0) talk.pieces.push_back({from, at, bytes, (talk.pieces.size() + 1) * 1'000'000});
      at += bytes;
    };
    for (const auto& [by_server, bytes] : order) say(by_server ? side::server : side::client, bytes);
    say(side::client, talk.from(side::client).bytes.size());
    say(side::server, talk.from(side::server).bytes.size());
    return talk;
  });
}

}  // namespace asynchat::properties
