#pragma once

#include <asynchat/properties/cost.h>
#include <asynchat/properties/events.h>
#include <asynchat/properties/subject.h>
#include <asynchat/sim/plan.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

namespace asynchat::properties {

/// What a stream parser must keep to. sentence() says each in words; each is checked in a file of its own.
enum class law : std::uint8_t {
  invariance,
  empty_reads,
  suffix,
  model,
  conservation,
  frames,
  order,
  bounds,
  epochs,
  limits,
  progress,
  linear_cost,
  replay,
  parity,
};

inline constexpr std::array all_laws{
    law::invariance, law::empty_reads, law::suffix, law::model,    law::conservation, law::frames, law::order,
    law::bounds,     law::epochs,      law::limits, law::progress, law::linear_cost,  law::replay, law::parity,
};

std::string_view to_string(law which);
std::string_view sentence(law which);
/// The law of that name, if there is one.
std::optional<law> law_named(std::string_view name);
std::ostream& operator<<(std::ostream& out, law which);

/// In what two logs differ, the gravest first.
enum class difference_kind : std::uint8_t {
  verdict,     ///< one was refused with an error, the other was not
  error_code,  ///< both were refused, for different reasons
  frames,      ///< the events
  data,        ///< how much of a long payload was told of before an end or an error
  position,    ///< the numbers of an event
};

/// Where two logs part: all events before `index` are the same. In each log, `index` may be its end.
struct difference {
  difference_kind kind = difference_kind::frames;
  std::size_t index = 0;

  friend bool operator==(const difference&, const difference&) = default;
};

/// The gravest difference; none when the logs are equal.
std::optional<difference> compare(const events& expected, const events& observed);

/// One law, broken by one delivery.
struct breach {
  law broken = law::invariance;
  /// Between the two logs; none when the channel's own ledger shows the breach.
  std::optional<difference> where;
  std::string note;  ///< what went wrong, where `where` is none
  events expected;
  events observed;
};

/// One delivery that was made, and all that it is judged by. What is null does not apply.
struct trial {
  std::string_view bytes;              ///< what was delivered
  const sim::plan* steps = nullptr;    ///< how
  const events* seen = nullptr;        ///< what the parser told
  const ledger* account = nullptr;     ///< what it did with the bytes
  const events* whole = nullptr;       ///< told of the same bytes and ending in one read; null for that run itself
  const events* model = nullptr;       ///< what the reference says of these bytes
  const events* kept_alone = nullptr;  ///< to be told of the bytes before a changed suffix, the stream left open
  const events* so_far = nullptr;      ///< to be told of a stream that stops, still open, where a frame has ended
  const cost_growth* cost = nullptr;   ///< what it took to feed a quarter, a half and all of the bytes
  /// The law that these bytes were made for: epochs or limits. None for a recorded stream.
  std::optional<law> made_for = {};
  const outcome* again = nullptr;     ///< what playing the same once more came to
  const events* elsewhere = nullptr;  ///< told of the same in a world that is not the simulation
};

/// Whether the law judges this trial at all, so that it can be counted.
bool applies(law which, const trial& one);
/// The breach of a law that applies, if it is broken.
std::optional<breach> judge(law which, const trial& one);

}  // namespace asynchat::properties
