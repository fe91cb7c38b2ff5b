#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace asynchat::properties {

/// What ends the frame that a channel is reading.
enum class terminator_kind : std::uint8_t { pattern, count, none };

/// What the channel's callbacks have seen last.
enum class callback_state : std::uint8_t {
  first,     ///< nothing yet
  found,     ///< a terminator, and one of its kind is awaited again
  switched,  ///< a terminator, and another one is awaited now
  inside,    ///< a part of a frame, or of its terminator
};

/// What can come to a channel. A pause is no event: nobody is called.
enum class stream_event : std::uint8_t { data, empty_read, eof, reset, error };

inline constexpr std::array all_stream_events{stream_event::data, stream_event::empty_read, stream_event::eof,
                                              stream_event::reset, stream_event::error};

std::string_view to_string(terminator_kind kind);
std::string_view to_string(callback_state state);
std::string_view to_string(stream_event event);

/// Where a channel stands in its framing. How much of a terminator it holds is put in classes: 0, 1, 2, 3, 4 to 7,
/// 8 to 15, and 16 bytes or more.
struct framing_place {
  terminator_kind kind = terminator_kind::none;
  std::size_t matched = 0;  ///< bytes of a pattern
  callback_state state = callback_state::first;
};

/// One place, and how often each event came there.
struct coverage_row {
  std::string place;  ///< "pattern, 1 matched, inside"
  std::array<bool, all_stream_events.size()> possible{};
  std::array<std::uint64_t, all_stream_events.size()> reached{};
};

/// How often each event came to a channel at each place of its framing: of those places that the checked streams have.
/// A value; the sum of several does not depend on their order.
class framing_coverage {
 public:
  /// The class of a place, to count with. Below rows_max.
  static std::size_t row_of(const framing_place& place);
  static constexpr std::size_t matched_classes = 7;
  static constexpr std::size_t rows_max = 3 * matched_classes * 4;

  /// Some stream has a place of that class, and the event may come there.
  void is_possible(std::size_t row, stream_event event) { possible_[row][static_cast<std::size_t>(event)] = true; }
  void reached(std::size_t row, stream_event event) { ++reached_[row][static_cast<std::size_t>(event)]; }
  void merge(const framing_coverage& other);

  /// The places that are possible, in the order of kind, matched and state.
  std::vector<coverage_row> rows() const;
  /// How many cells are possible, and of these the ones that were never reached: "pattern, 1 matched, inside: reset".
  std::size_t possible_cells() const;
  std::vector<std::string> missed() const;

  friend bool operator==(const framing_coverage&, const framing_coverage&) = default;

 private:
  std::array<std::array<bool, all_stream_events.size()>, rows_max> possible_{};
  std::array<std::array<std::uint64_t, all_stream_events.size()>, rows_max> reached_{};
};

}  // namespace asynchat::properties
