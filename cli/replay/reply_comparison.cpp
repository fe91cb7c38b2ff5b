#include "reply_comparison.h"

#include <algorithm>

namespace asynchat::cli {

namespace {

constexpr std::size_t line_bytes_max = std::size_t{64} << 10;

/// The length of the first whole line with its newline; 0 where there is none yet.
std::size_t line_size(std::string_view text) {
  const std::size_t end = text.substr(0, line_bytes_max).find('\n');
  if (end != std::string_view::npos) return end + 1;
  return text.size() >= line_bytes_max ? line_bytes_max : 0;
}

/// Without its newline, so that $ means the end of the line.
std::string masked(const line_mask& masks, std::string_view line) {
  if (!line.ends_with('\n')) return masks(line);
  line.remove_suffix(1);
  return masks(line) + '\n';
}

std::size_t equal_bytes(std::string_view a, std::string_view b) {
  const auto apart =
      std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(std::min(a.size(), b.size())), b.begin());
  return static_cast<std::size_t>(apart.first - a.begin());
}

}  // namespace

void reply_comparison::expect(std::string_view bytes) {
  recorded_bytes_ += bytes.size();
  if (found_) return;
  expected_ += bytes;
  compare();
}

void reply_comparison::came(std::string_view bytes) {
  come_bytes_ += bytes.size();
  if (found_) return;
  came_ += bytes;
  compare();
}

bool reply_comparison::all_came() const {
  if (expected_.empty() || masks_ == nullptr) return expected_.empty();
  // The start of a line, which may be longer or shorter than the recorded one.
  return came_.size() >= expected_.size() || line_size(came_) > 0 ||
         masked(*masks_, came_) == masked(*masks_, expected_);
}

void reply_comparison::finish() {
  if (found_) return;
  if (masks_ != nullptr) return compare_lines(true);
  if (!expected_.empty() || !came_.empty()) part(0, expected_, came_);
}

void reply_comparison::stop() {
  if (found_ || masks_ == nullptr || expected_.empty()) return;
  const std::size_t line = line_size(came_);
  const std::string a = masked(*masks_, expected_);
  const std::string b = masked(*masks_, std::string_view(came_).substr(0, line == 0 ? came_.size() : line));
  if (!b.starts_with(a)) part(equal_bytes(a, b), a, b);
}

void reply_comparison::compare() {
  if (masks_ != nullptr) {
    compare_lines(false);
  } else {
    compare_bytes();
  }
}

void reply_comparison::compare_bytes() {
  const std::size_t both = std::min(expected_.size(), came_.size());
  const std::size_t equal = equal_bytes(expected_, came_);
  if (equal < both) return part(equal, expected_, came_);
  remember(std::string_view(expected_).substr(0, equal));
  expected_.erase(0, equal);
  came_.erase(0, equal);
}

void reply_comparison::compare_lines(bool to_the_end) {
  std::size_t recorded_done = 0;
  std::size_t came_done = 0;
  while (!found_) {
    const std::string_view recorded = std::string_view(expected_).substr(recorded_done);
    const std::string_view come = std::string_view(came_).substr(came_done);
    std::size_t recorded_size = line_size(recorded);
    std::size_t came_size = line_size(come);
    if (to_the_end && recorded_size == 0) recorded_size = recorded.size();
    if (to_the_end && came_size == 0) came_size = come.size();
    const bool both = recorded_size > 0 && came_size > 0;
    if (!both && !(to_the_end && recorded_size + came_size > 0)) break;
    const std::string a = masked(*masks_, recorded.substr(0, recorded_size));
    const std::string b = masked(*masks_, come.substr(0, came_size));
    if (a != b) {
      expected_.erase(0, recorded_done);
      return part(equal_bytes(a, b), a, b);
    }
    remember(a);
    recorded_done += recorded_size;
    came_done += came_size;
  }
  expected_.erase(0, recorded_done);
  came_.erase(0, came_done);
}

void reply_comparison::remember(std::string_view equal) {
  before_ += equal.substr(equal.size() - std::min(equal.size(), context));
  if (before_.size() > context) before_.erase(0, before_.size() - context);
}

void reply_comparison::part(std::size_t equal, std::string_view recorded, std::string_view came) {
  remember(recorded.substr(0, equal));
  // Masks may have moved the byte, but not out of its line.
  const std::uint64_t offset = recorded_bytes_ - expected_.size() + std::min(equal, expected_.size());
  found_ =
      parting{offset, before_, std::string(recorded.substr(equal, context)), std::string(came.substr(equal, context))};
  expected_.clear();
  came_.clear();
}

}  // namespace asynchat::cli
