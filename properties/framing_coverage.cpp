#include <asynchat/properties/framing_coverage.h>

#include <algorithm>

namespace asynchat::properties {
namespace {

constexpr std::array<std::string_view, 3> kind_names{"pattern", "count", "none"};
constexpr std::array<std::string_view, 4> state_names{"first", "found", "switched", "inside"};
constexpr std::array<std::string_view, all_stream_events.size()> event_names{"data", "empty_read", "eof", "reset",
                                                                             "error"};
/// The least number of bytes in each class of matched ones, and the class's name.
constexpr std::array<std::size_t, framing_coverage::matched_classes> matched_from{0, 1, 2, 3, 4, 8, 16};
constexpr std::array<std::string_view, framing_coverage::matched_classes> matched_names{"0",   "1",    "2",  "3",
                                                                                        "4-7", "8-15", "16-"};

std::string name_of(std::size_t row) {
  const std::size_t state = row % state_names.size();
  const std::size_t matched = row / state_names.size() % matched_from.size();
  const std::size_t kind = row / state_names.size() / matched_from.size();
  std::string name(kind_names[kind]);
  if (kind == 0) name += ", " + std::string(matched_names[matched]) + " matched";
  return name + ", " + std::string(state_names[state]);
}

}  // namespace

std::string_view to_string(terminator_kind kind) { return kind_names[static_cast<std::size_t>(kind)]; }
std::string_view to_string(callback_state state) { return state_names[static_cast<std::size_t>(state)]; }
std::string_view to_string(stream_event event) { return event_names[static_cast<std::size_t>(event)]; }

std::size_t framing_coverage::row_of(const framing_place& place) {
  const auto above = std::upper_bound(matched_from.begin(), matched_from.end(), place.matched);
  const auto matched = static_cast<std::size_t>(above - matched_from.begin()) - 1;
  return (static_cast<std::size_t>(place.kind) * matched_from.size() + matched) * state_names.size() +
         static_cast<std::size_t>(place.state);
}

void framing_coverage::merge(const framing_coverage& other) {
  for (std::size_t row = 0; row < rows_max; ++row) {
    for (std::size_t event = 0; event < all_stream_events.size(); ++event) {
      possible_[row][event] = possible_[row][event] || other.possible_[row][event];
      reached_[row][event] += other.reached_[row][event];
    }
  }
}

std::vector<coverage_row> framing_coverage::rows() const {
  std::vector<coverage_row> result;
  for (std::size_t row = 0; row < rows_max; ++row) {
    const auto& possible = possible_[row];
    if (std::find(possible.begin(), possible.end(), true) == possible.end()) continue;
    result.push_back({name_of(row), possible, reached_[row]});
  }
  return result;
}

std::size_t framing_coverage::possible_cells() const {
  std::size_t sum = 0;
  for (const auto& row : possible_) sum += static_cast<std::size_t>(std::count(row.begin(), row.end(), true));
  return sum;
}

std::vector<std::string> framing_coverage::missed() const {
  std::vector<std::string> cells;
  for (const coverage_row& row : rows()) {
    for (const stream_event event : all_stream_events) {
      const auto number = static_cast<std::size_t>(event);
      if (row.possible[number] && row.reached[number] == 0)
        cells.push_back(row.place + ": " + std::string(to_string(event)));
    }
  }
  return cells;
}

}  // namespace asynchat::properties
