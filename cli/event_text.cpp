#include "event_text.h"

#include <asynchat/transport/escape.h>

#include <fmt/core.h>
#include <fmt/ostream.h>

#include <algorithm>
#include <array>

#include "terminal.h"

namespace asynchat::cli {

std::string fitted(std::string_view bytes, std::size_t width) {
  constexpr std::string_view left_out = "...";
  std::string text;
  std::size_t whole = 0;  // what of the text stays where the rest finds no room
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    text += escaped(bytes.substr(at, 1));
    if (text.size() > width) {
      text.resize(whole);
      return width < left_out.size() ? text : text.append(left_out);
    }
    if (text.size() + left_out.size() <= width) whole = text.size();
  }
  return text;
}

std::string wrapped(std::string text, std::size_t width, std::size_t indent) {
  std::string lines;
  while (text.size() > width) {
    const std::size_t space = text.rfind(' ', width);
    const bool is_between = space != std::string::npos && space > text.find_first_not_of(' ');
    const std::size_t end = is_between ? space : width;
    lines += text.substr(0, end) + '\n';
    text = std::string(indent, ' ') + text.substr(is_between ? end + 1 : end);
  }
  return lines + text + '\n';
}

std::string event_text(const properties::event& one, std::size_t width) {
  std::string numbers;
  for (const std::int64_t number : one.numbers) numbers += ' ' + std::to_string(number);
  const std::string name = on_one_line(one.name);
  const std::size_t taken = name.size() + numbers.size() + 3;
  const std::size_t room = std::max<std::size_t>(width - std::min(width, taken), 8);
  return name + " \"" + fitted(one.bytes, room) + '"' + numbers;
}

std::vector<std::string> lines_of(const properties::events& log) {
  std::vector<std::string> lines;
  for (const properties::event& one : log.list()) lines.push_back(fmt::format("{}", fmt::streamed(one)));
  return lines;
}

std::string listed(const properties::events& log) {
  std::string text;
  for (const std::string& line : lines_of(log)) text += "  " + line + '\n';
  return text;
}

std::string listed_around(const properties::events& log, std::size_t centre) {
  constexpr std::size_t before = 8;
  constexpr std::size_t after = 24;
  const std::size_t first = centre - std::min(centre, before);
  const std::size_t last = std::min(log.size(), centre + after);
  std::string text = log.empty() ? "  nothing\n" : "";
  if (first > 0) text += fmt::format("  ... {} more before\n", first);
  for (std::size_t i = first; i < last; ++i) text += fmt::format("  {}\n", fmt::streamed(log.list()[i]));
  if (last < log.size()) text += fmt::format("  ... {} more after\n", log.size() - last);
  return text;
}

std::string time_text(std::uint64_t ns) {
  constexpr std::array<const char*, 3> units{"us", "ms", "s"};
  if (ns < 1000) return fmt::format("{} ns", ns);
  double value = static_cast<double>(ns) / 1000;
  std::size_t unit = 0;
  for (; value >= 999.5 && unit + 1 < units.size(); ++unit) value /= 1000;
  const int digits = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return fmt::format("{:.{}f} {}", value, digits, units[unit]);
}

}  // namespace asynchat::cli
