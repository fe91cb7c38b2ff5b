#include "terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>

namespace asynchat::cli {

namespace {

constexpr std::size_t width_without_terminal = 160;
constexpr std::size_t width_min = 40;

}  // namespace

std::size_t output_width() {
  winsize size{};
  if (isatty(STDOUT_FILENO) == 0 || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) {
    return width_without_terminal;
  }
  return std::max<std::size_t>(width_min, size.ws_col);
}

std::string on_one_line(std::string text) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; };
  std::replace_if(text.begin(), text.end(), is_control, '?');
  return text;
}

progress_line::progress_line() : on_terminal_(isatty(STDERR_FILENO) != 0) {}

void progress_line::show(const std::string& text) {
  if (!on_terminal_) return;
  std::cerr << '\r' << text << "\x1b[K" << std::flush;
  shown_ = true;
}

void progress_line::clear() {
  if (shown_) std::cerr << "\r\x1b[K" << std::flush;
  shown_ = false;
}

}  // namespace asynchat::cli
