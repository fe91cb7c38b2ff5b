#include "output_events.h"

#include <asynchat/transport/check.h>

#include <re2/re2.h>

#include <cstddef>

namespace asynchat::cli {

namespace {

constexpr std::size_t lines_max = 10'000;

re2::RE2::Options over_bytes() {
  re2::RE2::Options options(re2::RE2::Latin1);
  options.set_log_errors(false);
  return options;
}

}  // namespace

line_mask::line_mask(const std::vector<std::string>& expressions) {
  for (const std::string& one : expressions) {
    expressions_.push_back(std::make_shared<const re2::RE2>(one, over_bytes()));
    ASYNCHAT_CHECK(expressions_.back()->ok(), "what is masked is a regular expression");
  }
}

std::string line_mask::operator()(std::string_view line) const {
  std::string masked(line);
  for (const auto& one : expressions_) re2::RE2::GlobalReplace(&masked, *one, "***");
  return masked;
}

std::string what_is_wrong_with(const std::string& expression) {
  const re2::RE2 compiled(expression, over_bytes());
  return compiled.ok() ? std::string() : "expected a regular expression (RE2), but " + compiled.error();
}

namespace {

/// Line by line, so that ^ and $ mean the same in each.
std::string masked_lines(std::string_view text, const line_mask& mask) {
  std::string result;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    result += mask(text.substr(0, end));
    if (end == std::string_view::npos) break;
    result += '\n';
    text.remove_prefix(end + 1);
  }
  return result;
}

}  // namespace

properties::events events_of_output(std::string_view output, const line_mask& mask) {
  properties::events log;
  for (std::size_t lines = 0; !output.empty(); ++lines) {
    const std::size_t end = output.find('\n');
    if (end == std::string_view::npos) {
      log.add("output line without its end", mask(output));
      break;
    }
    if (lines == lines_max) {
      log.add("data", masked_lines(output, mask));
      break;
    }
    log.add("output line", mask(output.substr(0, end)));
    output.remove_prefix(end + 1);
  }
  return log;
}

}  // namespace asynchat::cli
