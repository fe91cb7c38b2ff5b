#include "terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <string_view>

namespace asynchat::cli {

namespace {

constexpr std::size_t width_without_terminal = 160;
constexpr std::size_t width_min = 40;

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

bool output_in_colour() {
  const char* kind = std::getenv("TERM");
  const bool is_plain = kind == nullptr || std::string_view(kind) == "dumb";
  return isatty(STDOUT_FILENO) != 0 && !is_set("NO_COLOR") && !is_plain;
}

std::string on_one_line(std::string text) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; };
  std::replace_if(text.begin(), text.end(), is_control, '?');
  return text;
}

bool progress_line::has_terminal() { return isatty(STDERR_FILENO) != 0; }

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
