#pragma once

#include <string>

#include "report/findings.h"

namespace asynchat::bench {

/// Three figures, or as many as there are before the point.
std::string figure(double value);
/// "holds", "short", "skipped", or nothing for what only informs.
std::string word(verdict says);
/// A limit with the side on which it must be kept, or "-".
std::string bound(const gate& asked, std::optional<double> limit);
/// "0.40 .. 0.45".
std::string range(const finding& found);
/// What was measured, with the pair that counted where there are several.
std::string words(const finding& found);
/// "17 gates: 15 hold, 2 are short".
std::string summary(const std::vector<finding>& findings);

}  // namespace asynchat::bench
