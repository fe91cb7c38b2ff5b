#pragma once

#include <asynchat/engine/terminator.h>
#include <asynchat/properties/events.h>
#include <asynchat/traces/dialogue.h>

#include <ostream>

/// How RapidCheck shows what it generated: it looks for showValue beside the type. Plans, sides, events and the parts
/// of a dialogue have an operator<<, which it finds by itself.

namespace asynchat {

inline void showValue(const terminator& value, std::ostream& out) { out << to_string(value); }

}  // namespace asynchat

namespace asynchat::traces {

/// A line for each piece, in order, then how both directions end.
inline void showValue(const dialogue& talk, std::ostream& out) {
  for (const piece& one : talk.pieces) {
    out << to_string(one.from) << ' ' << properties::event{"says", std::string(talk.bytes_of(one)), {}} << '\n';
  }
  for (const side from : {side::client, side::server}) {
    out << to_string(from) << " ends: " << to_string(talk.from(from).end) << '\n';
  }
}

}  // namespace asynchat::traces
