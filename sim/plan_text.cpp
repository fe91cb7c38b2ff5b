#include <asynchat/sim/errno_names.h>
#include <asynchat/sim/plan.h>
#include <asynchat/transport/check.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <ostream>
#include <type_traits>
#include <utility>

#include "time_text.h"

namespace asynchat::sim {

namespace {

constexpr std::pair<std::string_view, ending> endings[] = {
    {"eof", ending::eof}, {"reset", ending::reset}, {"open", ending::open}};

std::string token(deliver step) { return std::to_string(step.bytes); }

std::string token(accept step) { return step == accept_all ? "all" : std::to_string(step.bytes); }

std::string token(block) { return "b"; }

std::string token(wait step) {
  ASYNCHAT_CHECK(step.time.count() >= 0, "a plan's wait is not negative");
  return "w" + time_text(step.time);
}

std::string token(const fail& step) {
  const bool generic = step.code.category() == std::generic_category();
  ASYNCHAT_CHECK(generic || step.code.category() == std::system_category(),
                 "a plan's error is of the generic or the system category");
  ASYNCHAT_CHECK(step.code.value() > 0, "a plan's error is a positive number");
  const std::string_view name = errno_name(step.code.value());
  return std::string(generic ? "f(" : "f(system:") +
         (name.empty() ? std::to_string(step.code.value()) : std::string(name)) + ")";
}

template <class Step>
std::string step_token(const Step& step) {
  return std::visit([](const auto& kind) { return token(kind); }, step);
}

/// Appends the steps, each with a space before it; three or more alike are written once, with their number.
template <class Step>
void append_steps(std::string& out, const std::vector<Step>& steps) {
  for (std::size_t first = 0; first < steps.size();) {
    std::size_t next = first + 1;
    while (next < steps.size() && steps[next] == steps[first]) ++next;
    const std::string text = step_token(steps[first]);
    if (next - first >= 3) {
      out += " " + text + "*" + std::to_string(next - first);
    } else {
      for (std::size_t i = first; i < next; ++i) out += " " + text;
    }
    first = next;
  }
}

/// How many steps lie from one wait to the next, or to the end.
std::size_t group_size(const std::vector<recv_step>& steps, std::size_t first) {
  std::size_t next = first + 1;
  while (next < steps.size() && !std::holds_alternative<wait>(steps[next])) ++next;
  return next - first;
}

/// Three or more alike that each begin with a wait, as a link's segments do, are written once too: `(w50us 1460)*40`.
void append_recv(std::string& out, const std::vector<recv_step>& steps) {
  std::vector<recv_step> plain;
  for (std::size_t first = 0; first < steps.size();) {
    const auto begin = steps.begin() + static_cast<std::ptrdiff_t>(first);
    const std::size_t size = std::holds_alternative<wait>(steps[first]) ? group_size(steps, first) : 1;
    const auto end = begin + static_cast<std::ptrdiff_t>(size);
    std::size_t next = first + size;
    while (size > 1 && steps.size() - next >= size &&
           std::equal(begin, end, steps.begin() + static_cast<std::ptrdiff_t>(next))) {
      next += size;
    }
    const std::size_t times = (next - first) / size;
    if (times < 3) {
      plain.insert(plain.end(), begin, end);
      first += size;
      continue;
    }
    append_steps(out, plain);
    plain.clear();
    std::string group;
    append_steps(group, std::vector<recv_step>(begin, end));
    out += " (" + group.substr(1) + ")*" + std::to_string(times);
    first = next;
  }
  append_steps(out, plain);
}

/// Reads a plan from left to right. A method that answers false has set the error.
class plan_reader {
 public:
  plan_reader(std::string_view text, const plan_limits& limits) : text_(text), limits_(limits) {}

  std::variant<plan, plan_error> read() {
    plan result;
    if (!read_recv_side(result) || !read_ending(result) || !read_send_side(result)) return std::move(error_);
    return result;
  }

 private:
  bool refuse(std::string message, std::size_t position) {
    error_ = {std::move(message), position};
    return false;
  }

  /// Moves to the next thing after spaces; false at the text's end.
  bool more() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    return at_ < text_.size();
  }

  bool take(std::string_view word) {
    if (text_.substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }

  bool at_digit() const { return at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9'; }

  template <class Number>
  bool read_number(Number& value, std::string_view expected) {
    if (!at_digit()) return refuse("expected " + std::string(expected), at_);
    const auto [end, code] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), value);
    if (code != std::errc()) return refuse("expected a number of at most " + largest<Number>(), at_);
    at_ = static_cast<std::size_t>(end - text_.data());
    return true;
  }

  template <class Number>
  static std::string largest() {
    return std::to_string(std::numeric_limits<Number>::max());
  }

  bool read_wait(wait& step) {
    const std::size_t start = at_;
    std::int64_t count = 0;
    if (!read_number(count, "a time after 'w', as in w20ms")) return false;
    for (const time_unit& unit : time_units) {
      if (!take(unit.name)) continue;
      if (count > std::numeric_limits<std::int64_t>::max() / unit.nanoseconds) {
        return refuse("expected a time of at most " + largest<std::int64_t>() + "ns", start);
      }
      step.time = duration(count * unit.nanoseconds);
      return true;
    }
    return refuse("expected a unit of time: s, ms, us or ns", at_);
  }

  bool read_fail(fail& step) {
    const std::error_category& category = take("system:") ? std::system_category() : std::generic_category();
    const std::size_t start = at_;
    int number = 0;
    if (at_digit()) {
      if (!read_number(number, "an error")) return false;
    } else {
      while (at_ < text_.size() && text_[at_] >= 'A' && text_[at_] <= 'Z') ++at_;
      number = errno_number(text_.substr(start, at_ - start)).value_or(0);
    }
    if (number == 0) return refuse("expected the name of an error, as in ECONNRESET, or its number", start);
    if (!take(")")) return refuse("expected ')'", at_);
    step.code = std::error_code(number, category);
    return true;
  }

  bool read_step(recv_step& step) {
    if (take("b")) return step = block{}, true;
    if (take("w")) return read_wait(step.emplace<wait>());
    if (take("f(")) return read_fail(step.emplace<fail>());
    return read_number(step.emplace<deliver>().bytes, "a number of bytes, b, wTIME, f(ERROR) or '|'");
  }

  bool read_step(send_step& step) {
    if (take("all")) return step = accept_all, true;
    if (take("b")) return step = block{}, true;
    if (take("f(")) return read_fail(step.emplace<fail>());
    return read_number(step.emplace<accept>().bytes, "a number of bytes, all, b or f(ERROR)");
  }

  /// Reads `*K` if it stands here, then appends the step that often.
  template <class Step>
  bool append(std::vector<Step>& steps, const Step& step) {
    const std::size_t start = at_;
    std::size_t times = 1;
    if (take("*") && !read_number(times, "how often, after '*'")) return false;
    if (times == 0) return refuse("expected a repetition of at least 1", start + 1);
    if (times > limits_.steps_max - steps.size()) {
      return refuse("expected at most " + std::to_string(limits_.steps_max) + " steps", start);
    }
    steps.insert(steps.end(), times, step);
    return separated();
  }

  bool separated() {
    if (at_ == text_.size() || text_[at_] == ' ' || text_[at_] == '|' || (in_group_ && text_[at_] == ')')) return true;
    return refuse("expected a space or '|'", at_);
  }

  bool read_recv_side(plan& result) {
    std::size_t sum = 0;
    while (more()) {
      if (take("|")) return true;
      const std::size_t start = at_;
      const std::size_t before = result.recv.size();
      if (take("(") ? !read_group(result.recv) : !read_item(result.recv)) return false;
      for (std::size_t i = before; i < result.recv.size(); ++i) {
        const auto* chunk = std::get_if<deliver>(&result.recv[i]);
        if (chunk == nullptr) continue;
        if (chunk->bytes > std::numeric_limits<std::size_t>::max() - sum) {
          return refuse("expected deliveries of at most " + largest<std::size_t>() + " bytes together", start);
        }
        sum += chunk->bytes;
      }
    }
    return refuse("expected '|' and an ending", at_);
  }

  bool read_item(std::vector<recv_step>& steps) {
    recv_step step;
    return read_step(step) && append(steps, step);
  }

  /// After the '(': items up to ')', and how often all of them together.
  bool read_group(std::vector<recv_step>& steps) {
    const std::size_t start = at_;
    const std::size_t before = steps.size();
    in_group_ = true;
    while (more() && !take(")")) {
      if (!read_item(steps)) return false;
    }
    in_group_ = false;
    const std::size_t size = steps.size() - before;
    std::size_t times = 0;
    if (size == 0) return refuse("expected steps between '(' and ')'", start);
    if (!take("*")) return refuse("expected ')' and '*'", at_);
    const std::size_t times_at = at_;
    if (!read_number(times, "how often, after '*'")) return false;
    if (times == 0) return refuse("expected a repetition of at least 1", times_at);
    if (times - 1 > (limits_.steps_max - steps.size()) / size) {
      return refuse("expected at most " + std::to_string(limits_.steps_max) + " steps", times_at);
    }
    steps.reserve(before + size * times);
    for (std::size_t i = size; i < size * times; ++i) steps.push_back(steps[before + i - size]);
    return separated();
  }

  bool read_ending(plan& result) {
    more();
    for (const auto& [name, end] : endings) {
      if (!take(name)) continue;
      result.end = end;
      return separated();
    }
    return refuse("expected an ending: eof, reset or open", at_);
  }

  bool read_send_side(plan& result) {
    if (!more()) return true;
    if (!take("|")) return refuse("expected '|' or nothing", at_);
    while (more()) {
      send_step step;
      if (!read_step(step)) return false;
      if (for_ever()) return result.send_after = step, !more() || refuse("expected nothing after a step for ever", at_);
      if (!append(result.send, step)) return false;
    }
    return true;
  }

  /// A '*' without a number.
  bool for_ever() {
    const std::size_t start = at_;
    if (take("*") && !at_digit()) return true;
    at_ = start;
    return false;
  }

  std::string_view text_;
  plan_limits limits_;
  std::size_t at_ = 0;
  bool in_group_ = false;
  plan_error error_;
};

}  // namespace

std::string to_string(const plan& steps) {
  std::string text;
  append_recv(text, steps.recv);
  text += " |";
  for (const auto& [name, end] : endings) {
    if (end == steps.end) text += " " + std::string(name);
  }
  const bool after = steps.send_after != send_step(accept_all);
  if (!steps.send.empty() || after) text += " |";
  append_steps(text, steps.send);
  if (after) text += " " + step_token(steps.send_after) + "*";
  return text.substr(1);
}

std::ostream& operator<<(std::ostream& out, const plan& steps) { return out << to_string(steps); }

std::variant<plan, plan_error> parse_plan(std::string_view text, const plan_limits& limits) {
  return plan_reader(text, limits).read();
}

}  // namespace asynchat::sim
