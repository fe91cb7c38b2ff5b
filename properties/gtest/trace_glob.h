#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace asynchat::properties {

/// True when the name matches: `*` stands for any characters, `?` for any one, all others for themselves.
bool matches_wildcards(std::string_view name, std::string_view pattern);

/// The files whose paths match, sorted. `*` and `?` may stand in any component and match inside one alone; as in a
/// shell, they match no dot at its beginning. A relative pattern is taken from `root`, or, where that is empty, from
/// the working directory. What cannot be read matches nothing.
std::vector<std::string> files_matching(const std::string& pattern, const std::string& root = {});

}  // namespace asynchat::properties
