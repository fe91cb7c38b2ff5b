#include <asynchat/sim/link_options.h>

#include <algorithm>
#include <limits>
#include <ostream>
#include <set>
#include <vector>

#include "../time_text.h"
#include "option_fields.h"
#include "words.h"

namespace asynchat::sim {

namespace {

constexpr std::size_t decimals_max = 4;  // of a percentage: then the last one is a millionth

template <class Visit>
void each_option(const link_options& options, Visit&& visit) {
  each_link_option(options, visit);
}
template <class Visit>
void each_option(link_options& options, Visit&& visit) {
  each_link_option(options, visit);
}
template <class Visit>
void each_option(const host_options& options, Visit&& visit) {
  each_host_option(options, visit);
}
template <class Visit>
void each_option(host_options& options, Visit&& visit) {
  each_host_option(options, visit);
}

std::string value_text(duration time) { return time_text(time); }
std::string value_text(bool is_on) { return is_on ? "on" : "off"; }
template <class Number>
std::string value_text(Number number) {
  return std::to_string(number);
}
std::string value_text(chance probability) {
  std::string text = std::to_string(probability.millionths / 10'000);
  if (probability.millionths % 10'000 != 0) {
    const std::string fraction = std::to_string(10'000 + probability.millionths % 10'000).substr(1);
    text += "." + fraction.substr(0, fraction.find_last_not_of('0') + 1);
  }
  return text + "%";
}

/// Each answers what the value must look like where it does not, else nothing.
std::string read_value(std::string_view text, duration& time) {
  const auto read = time_in(text);
  if (!read) return "a time such as 20ms, of s, ms, us or ns";
  time = *read;
  return {};
}

std::string read_value(std::string_view text, bool& is_on) {
  if (text != "on" && text != "off") return "on or off";
  is_on = text == "on";
  return {};
}

std::string read_value(std::string_view text, chance& probability) {
  const std::string expected = "a percentage such as 1% or 0.0001%";
  if (text.empty() || text.back() != '%') return expected;
  text.remove_suffix(1);
  const std::size_t point = std::min(text.find('.'), text.size());
  const auto whole = number_in<std::uint32_t>(text.substr(0, point));
  if (!whole || *whole > std::numeric_limits<std::uint32_t>::max() / 10'000 - 1) return expected;
  std::uint32_t fraction = 0;
  if (point < text.size()) {
    std::string digits(text.substr(point + 1));
    if (digits.empty() || digits.size() > decimals_max) return expected;
    digits.resize(decimals_max, '0');
    const auto read = number_in<std::uint32_t>(digits);
    if (!read) return expected;
    fraction = *read;
  }
  probability.millionths = *whole * 10'000 + fraction;
  return {};
}

template <class Number>
std::string read_value(std::string_view text, Number& number) {
  const auto read = number_in<Number>(text);
  if (!read) return "a whole number of at most " + std::to_string(std::numeric_limits<Number>::max());
  number = *read;
  return {};
}

/// The names of all options, in their order, as a list for a person.
template <class Options>
std::string option_names() {
  std::string names;
  each_option(Options(),
              [&](std::string_view name, const auto&) { names += (names.empty() ? "" : ", ") + std::string(name); });
  return names;
}

template <class Options>
std::string options_text(const Options& options) {
  std::string text;
  const Options made;
  // The same option of both, by its place: a visit of one cannot see the other.
  std::vector<std::string> defaults;
  each_option(made, [&](std::string_view, const auto& value) { defaults.push_back(value_text(value)); });
  std::size_t place = 0;
  each_option(options, [&](std::string_view name, const auto& value) {
    const std::string shown = value_text(value);
    if (shown != defaults[place++]) text += (text.empty() ? "" : " ") + std::string(name) + "=" + shown;
  });
  return text;
}

template <class Options>
std::variant<Options, option_error> read_options(std::string_view text) {
  Options options;
  std::set<std::string_view> seen;
  for (words line(text); !line.empty();) {
    const std::size_t position = line.position();
    const std::string_view word = line.take();
    const std::size_t sign = std::min(word.find('='), word.size());
    const std::string_view name = word.substr(0, sign);
    const std::string_view value = word.substr(std::min(sign + 1, word.size()));
    if (!seen.insert(name).second) return option_error{std::string(name) + " is said twice", position};
    std::string complaint = "expected an option, one of " + option_names<Options>();
    each_option(options, [&](std::string_view known, auto& option) {
      if (known != name) return;
      const std::string expected = read_value(value, option);
      complaint = expected.empty() ? "" : "expected " + std::string(name) + "= and " + expected;
    });
    if (!complaint.empty()) return option_error{complaint, position};
  }
  if (std::string complaint = complaint_about(options); !complaint.empty()) return option_error{complaint, 0};
  return options;
}

}  // namespace

std::string to_string(const link_options& options) { return options_text(options); }
std::string to_string(const host_options& options) { return options_text(options); }

std::ostream& operator<<(std::ostream& out, const link_options& options) { return out << to_string(options); }
std::ostream& operator<<(std::ostream& out, const host_options& options) { return out << to_string(options); }

std::variant<link_options, option_error> parse_link_options(std::string_view text) {
  return read_options<link_options>(text);
}
std::variant<host_options, option_error> parse_host_options(std::string_view text) {
  return read_options<host_options>(text);
}

}  // namespace asynchat::sim
