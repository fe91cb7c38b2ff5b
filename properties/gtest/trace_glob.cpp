#include "trace_glob.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace asynchat::properties {
namespace {

namespace fs = std::filesystem;

bool has_wildcards(std::string_view text) { return text.find_first_of("*?") != std::string_view::npos; }

/// What of a folder matches one component.
std::vector<fs::path> entries_matching(const fs::path& folder, const std::string& pattern) {
  std::vector<fs::path> found;
  std::error_code code;
  for (fs::directory_iterator at(folder.empty() ? "." : folder, code), end; !code && at != end; at.increment(code)) {
    const std::string name = at->path().filename().string();
    if (name.starts_with('.') && !pattern.starts_with('.')) continue;
    if (matches_wildcards(name, pattern)) found.push_back(folder / name);
  }
  return found;
}

}  // namespace

bool matches_wildcards(std::string_view name, std::string_view pattern) {
  std::size_t at = 0;
  std::size_t next = 0;
  // Where to go on when what follows the last star does not match: the star takes one more character.
  std::size_t star = std::string_view::npos;
  std::size_t taken = 0;
  while (at < name.size()) {
    if (next < pattern.size() && pattern[next] == '*') {
      star = next++;
      taken = at;
    } else if (next < pattern.size() && (pattern[next] == '?' || pattern[next] == name[at])) {
      ++at;
      ++next;
    } else if (star != std::string_view::npos) {
      next = star + 1;
      at = ++taken;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', next) == std::string_view::npos;
}

std::vector<std::string> files_matching(const std::string& pattern, const std::string& root) {
  std::vector<fs::path> found{fs::path(pattern).is_absolute() ? fs::path() : fs::path(root)};
  for (const fs::path& component : fs::path(pattern)) {
    std::vector<fs::path> deeper;
    for (const fs::path& folder : found) {
      const std::vector<fs::path> more = has_wildcards(component.string())
                                             ? entries_matching(folder, component.string())
                                             : std::vector<fs::path>{folder / component};
      deeper.insert(deeper.end(), more.begin(), more.end());
    }
    found = std::move(deeper);
  }
  std::vector<std::string> files;
  for (const fs::path& one : found) {
    std::error_code code;
    if (fs::is_regular_file(one, code)) files.push_back(one.lexically_normal().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace asynchat::properties
