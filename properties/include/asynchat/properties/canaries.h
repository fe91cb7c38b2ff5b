#pragma once

#include <asynchat/properties/laws.h>
#include <asynchat/properties/subject.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace asynchat::properties {

/// A stream and its delivery, in the text form of a plan.
struct canary_example {
  std::string_view bytes;
  std::string_view plan;
};

/// A parser that is broken on purpose, mostly in a way that released software was: the check that does not catch it is
/// broken itself.
struct canary {
  std::string_view name;
  std::string_view mistake;  ///< what it does wrong; one sentence
  std::string_view models;   ///< where that happened, or may happen; one sentence
  law caught_by = law::invariance;
  std::string_view framing;  ///< what it should have been: "crlf", "delimiter:aab", "count:5", "length:u8", …
  std::size_t cuts_max = 0;  ///< cuts that the smallest failing delivery needs at most
  canary_example right;      ///< a delivery under which the mistake does not show
  canary_example wrong;      ///< a smallest one under which it does; for law::suffix its last byte is the suffix
  reference model;           ///< what a right parser tells
  std::unique_ptr<subject> (*make)() = nullptr;
  std::unique_ptr<subject> (*make_right)() = nullptr;  ///< a parser of the same framing without the mistake
};

/// Bytes that the canaries of linear_cost have touched on this thread: a clock for tests in which nothing is timed.
std::uint64_t canary_work();

/// All canaries that come to an end, each with a name of its own. They live for ever.
const std::vector<canary>& all_canaries();

/// The one whose feed never returns: only a watchdog gets the better of it.
const canary& hanging_canary();

/// The canary of that name, the hanging one among them; null if there is none.
const canary* canary_named(std::string_view name);

}  // namespace asynchat::properties
