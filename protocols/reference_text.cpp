#include "reference_text.h"

#include <algorithm>

namespace asynchat::protocols {

namespace {

/// Bytes of `seen` that are surely not the beginning of `ending`.
std::size_t certain(std::string_view seen, std::string_view ending) {
  std::size_t held = std::min(seen.size(), ending.size() - 1);
  while (!seen.ends_with(ending.substr(0, held))) --held;
  return seen.size() - held;
}

reference_text too_long(std::string_view input, std::string_view ending, std::uint64_t size_max) {
  std::size_t seen = static_cast<std::size_t>(size_max) + 1;
  while (seen < input.size() && certain(input.substr(0, seen), ending) <= size_max) ++seen;
  return {reference_text::kind::wrong, 0, "too-long", seen};
}

}  // namespace

reference_text find_reference_text(std::string_view input, std::string_view ending, std::uint64_t size_max,
                                   stream_end end) {
  const std::size_t at = input.find(ending);
  if (at != std::string_view::npos) {
    if (at > size_max) return too_long(input, ending, size_max);
    return {reference_text::kind::whole, at, {}, 0};
  }
  const std::size_t size = end == stream_end::ended ? input.size() : certain(input, ending);
  if (size > size_max) return too_long(input, ending, size_max);
  return {};
}

reference_text find_reference_lines(std::string_view input, std::string_view ending, std::uint64_t size_max,
                                    stream_end end) {
  const reference_text text = find_reference_text(input, ending, size_max, end);
  const std::size_t searched = text.what == reference_text::kind::whole ? text.size : input.size();
  for (std::size_t at = 0; at < searched && at <= size_max; ++at) {
    const bool bare = input[at] == '\n' && (at == 0 || input[at - 1] != '\r');
    if (bare) return {reference_text::kind::wrong, 0, "bare-lf", at + 1};
  }
  return text;
}

bool is_reference_number(const std::string& text, const std::string& bound) {
  if (text.empty() || text.find_first_not_of("0123456789") != std::string::npos) return false;
  const std::string digits = text.substr(std::min(text.find_first_not_of('0'), text.size() - 1));
  // As text: shorter is smaller, and among equals in length the order is the alphabet's.
  return digits.size() < bound.size() || (digits.size() == bound.size() && digits <= bound);
}

}  // namespace asynchat::protocols
