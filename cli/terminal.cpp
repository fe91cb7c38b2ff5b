#include "terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <string_view>
#include <system_error>

namespace asynchat::cli {

namespace {

constexpr std::size_t width_without_terminal = 160;
constexpr std::size_t width_min = 40;
constexpr std::size_t page_width_max = 10'000;

std::size_t width_of(int terminal) {
  winsize size{};
  if (isatty(terminal) == 0 || ioctl(terminal, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) {
    return width_without_terminal;
  }
  return std::max<std::size_t>(width_min, size.ws_col);
}

/// True when the environment sets it to something.
bool is_set(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

}  // namespace

std::size_t output_width() { return width_of(STDOUT_FILENO); }

std::size_t page_width() {
  if (const char* const columns = std::getenv("COLUMNS")) {
    std::size_t given = 0;
    const char* const end = columns + std::strlen(columns);
    const auto [read, code] = std::from_chars(columns, end, given);
    if (code == std::errc() && read == end && given > 0) return std::clamp(given, width_min, page_width_max);
  }
  return width_of(isatty(STDOUT_FILENO) != 0 ? STDOUT_FILENO : STDERR_FILENO);
}

void end_with_the_pager() { std::signal(SIGPIPE, SIG_DFL); }

bool output_in_colour() {
  const char* kind = std::getenv("TERM");
  const bool is_plain = kind == nullptr || std::string_view(kind) == "dumb";
  return isatty(STDOUT_FILENO) != 0 && !is_set("NO_COLOR") && !is_plain;
}

std::string on_one_line(std::string text) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; };
  // The second half of Unicode's control characters, which some terminals obey, too: two bytes each in UTF-8.
  for (std::size_t at = text.find('\xc2'); at != std::string::npos && at + 1 < text.size();
       at = text.find('\xc2', at)) {
    const auto next = static_cast<unsigned char>(text[at + 1]);
    if (next >= 0x80 && next < 0xa0) text.erase(at + 1, 1).replace(at, 1, "?");
    ++at;
  }
  std::replace_if(text.begin(), text.end(), is_control, '?');
  return text;
}

bool progress_line::has_terminal() { return isatty(STDERR_FILENO) != 0; }

void warn(const std::string& sentence) { std::cerr << "asynchat: warning: " << on_one_line(sentence) << '\n'; }

void warn(const std::vector<std::string>& sentences) {
  for (const std::string& one : sentences) warn(one);
}

progress_line::progress_line() : on_terminal_(has_terminal()) {}

void progress_line::show(const std::string& text) {
  if (!on_terminal_) return;
  // In the last column a terminal may wrap the line already.
  std::cerr << '\r' << text.substr(0, width_of(STDERR_FILENO) - 1) << "\x1b[K" << std::flush;
  shown_ = true;
}

void progress_line::clear() {
  if (shown_) std::cerr << "\r\x1b[K" << std::flush;
  shown_ = false;
}

}  // namespace asynchat::cli
