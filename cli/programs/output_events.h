#pragma once

#include <asynchat/properties/events.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace re2 {
class RE2;
}

namespace asynchat::cli {

/// Hides what rightly differs from run to run, such as dates and process numbers: each match of each expression becomes
/// "***". RE2 matches in time linear in the line, whatever the expression and the line.
class line_mask {
 public:
  line_mask() = default;
  /// The expressions are in RE2's syntax, over bytes. A wrong one is a checked error: ask what_is_wrong_with() first.
  explicit line_mask(const std::vector<std::string>& expressions);

  std::string operator()(std::string_view line) const;

 private:
  std::vector<std::shared_ptr<const re2::RE2>> expressions_;
};

/// Empty for an expression that line_mask takes.
std::string what_is_wrong_with(const std::string& expression);

/// The output as events: "output line" for each line, without its newline; "output line without its end" for bytes
/// behind the last newline; and beyond 10,000 lines all the rest as one "data", so that an output of newlines alone
/// stays small.
properties::events events_of_output(std::string_view output, const line_mask& mask);

}  // namespace asynchat::cli
