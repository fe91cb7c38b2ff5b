#pragma once

#include <asynchat/protocols/dialogues/dialogue.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace asynchat::protocols {

/// What generators draw. Every draw is a statement of its own in them: in which order a compiler evaluates operands and
/// arguments is its own affair, and a dialogue must not depend on it.
class draws {
 public:
  /// The chooser outlives it.
  explicit draws(const chooser& below) : below_(&below) {}

  std::uint64_t below(std::uint64_t bound) { return (*below_)(bound); }
  bool one_in(std::uint64_t chances) { return below(chances) == 0; }
  std::size_t between(std::size_t first, std::size_t last) {
    return first + static_cast<std::size_t>(below(last - first + 1));
  }
  std::string_view one_of(std::span<const std::string_view> choices) { return choices[between(0, choices.size() - 1)]; }

  /// At most `max`: of every order of magnitude alike, and oftener than by chance 0, `max` or a byte off a power of
  /// two.
  std::size_t size(std::size_t max);
  /// Letters and digits, at least one of them.
  std::string word(std::size_t size_max);
  /// Printable ASCII without blanks at its ends.
  std::string text(std::size_t size_max);
  /// Any bytes, full of what protocols end their frames with, whole or in part.
  std::string payload(std::size_t size_max) { return payload_before({}, size_max); }
  /// Such bytes that the first `terminator` in them and one behind them is the one behind them; without a terminator,
  /// any.
  std::string payload_before(std::string_view terminator, std::size_t size_max);

 private:
  std::string piece(std::string_view terminator);

  const chooser* below_;
};

}  // namespace asynchat::protocols
