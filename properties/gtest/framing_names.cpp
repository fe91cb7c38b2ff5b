#include <asynchat/properties/gtest/framing_run.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "shell_word.h"

// What a test is called, and how it is started again.
namespace asynchat::properties {
namespace {

namespace fs = std::filesystem;

std::string variable(const char* name) {
  const char* const value = std::getenv(name);
  return value != nullptr ? value : "";
}

/// This program, from the working directory where it lies under it.
std::string own_path() {
  std::error_code code;
  const fs::path whole = fs::read_symlink("/proc/self/exe", code);
  if (code) return "./the_test";
  const fs::path below = whole.lexically_relative(fs::current_path(code));
  if (code || below.empty() || *below.begin() == "..") return whole.string();
  return (fs::path(".") / below).string();
}

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

std::string as_identifier(std::string_view text) {
  std::string name;
  for (const char c : text) {
    if (is_letter_or_digit(c)) {
      name += c;
    } else if (!name.empty() && name.back() != '_') {
      name += '_';
    }
  }
  while (name.ends_with('_')) name.pop_back();
  return name;
}

}  // namespace

framing_environment framing_environment::of_this_process() {
  return {variable("ASYNCHAT_REPRO"), variable("ASYNCHAT_REPRO_DIR"), variable("ASYNCHAT_TRACE_ROOT"), own_path(),
          variable("ASYNCHAT_SEED")};
}

test_place place_named_after(std::string_view parser, std::string_view glob) {
  if (constexpr std::string_view ending = ".trace.jsonl"; glob.ends_with(ending)) glob.remove_suffix(ending.size());
  const std::string where = as_identifier(glob);
  return {as_identifier(parser), where.empty() ? "traces" : where};
}

std::string shell_word(const std::string& text) {
  const auto is_plain = [](char c) {
    return is_letter_or_digit(c) || std::string_view("_-./,:+@%=").find(c) != std::string_view::npos;
  };
  if (!text.empty() && std::all_of(text.begin(), text.end(), is_plain)) return text;
  std::string word = "'";
  for (const char c : text) c == '\'' ? word += "'\\''" : word += c;
  return word + '\'';
}

}  // namespace asynchat::properties
