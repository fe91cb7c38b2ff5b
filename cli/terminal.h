#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace asynchat::cli {

/// Columns for what goes to stdout: the terminal's, or 160 where it is none.
std::size_t output_width();

/// Columns for what is read page by page: COLUMNS of the environment, else those of the terminal, also of one behind a
/// pager, which stderr still is; 160 where there is none.
std::size_t page_width();

/// Lets a write to a closed pipe end the process without a word, as a reader who has quit his pager expects, whatever
/// the process that started this one does with SIGPIPE.
void end_with_the_pager();

/// True where stdout is a terminal that shows colours and the user does not object (NO_COLOR, https://no-color.org).
bool output_in_colour();

/// The text with a '?' for each control character, so that a hostile name cannot break a line or steer the terminal.
std::string on_one_line(std::string text);

/// Says on stderr what a person should know and what stops nothing, a line for each sentence.
void warn(const std::string& sentence);
void warn(const std::vector<std::string>& sentences);

/// One line on stderr that says how far long work has come, each text in the place of the one before; silent where
/// stderr is no terminal.
class progress_line {
 public:
  progress_line();
  progress_line(const progress_line&) = delete;
  progress_line& operator=(const progress_line&) = delete;
  ~progress_line() { clear(); }

  /// True when stderr is a terminal.
  static bool has_terminal();

  /// As much of the text as fits into the terminal's width.
  void show(const std::string& text);
  /// Takes the line away again.
  void clear();

 private:
  bool on_terminal_;
  bool shown_ = false;
};

}  // namespace asynchat::cli
