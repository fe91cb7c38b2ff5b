#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

namespace asynchat::cli {

using rows_of_cells = std::vector<std::vector<std::string>>;

/// Rows of cells in columns, a line each; all but the cells of `left` columns are aligned to the right.
std::string in_columns(const rows_of_cells& rows, const std::set<std::size_t>& left);

}  // namespace asynchat::cli
