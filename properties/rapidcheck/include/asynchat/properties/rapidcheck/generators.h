#pragma once

#include <asynchat/sim/plan.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asynchat::properties {

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

}  // namespace asynchat::properties
