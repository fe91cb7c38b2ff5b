#include <asynchat/properties/explain.h>
#include <asynchat/properties/final_result.h>
#include <asynchat/properties/wording.h>

#include <algorithm>
#include <string>

namespace asynchat::properties {
namespace {

std::string shown(std::string_view bytes) { return '"' + shortened(bytes, 40) + '"'; }

/// A line that a program printed, or a server sent.
bool is_output(const event& one) { return one.name.starts_with("output line"); }

/// "frame 3"; "line 3" for a line of a program's output; "the last frame" where only the result is compared.
std::string place(std::size_t index, const event& one) {
  if (is_of_result(one)) return "the " + one.name;
  return (is_output(one) ? "line " : "frame ") + std::to_string(index + 1);
}

/// What the end of a program or a conversation is called; empty for every other event.
std::string exit_of(const event& one) {
  if (one.name == "connection") return one.bytes;
  if (one.name != "exit" || one.numbers.size() != 1) return {};
  return "exit status " + std::to_string(one.numbers[0]);
}

std::string frame(std::size_t index, const event& one) {
  const std::string exit = exit_of(one);
  return exit.empty() ? place(index, one) + ' ' + shown(one.bytes) : exit;
}

/// An event that a stream's end brings, whatever came before.
bool is_end(const event& one) { return one.name == "error" || !exit_of(one).empty(); }

std::string error(const event& one) { return "error " + shown(one.bytes); }

std::string and_more(std::size_t more, const char* those) {
  return more == 0 ? std::string() : " and " + std::to_string(more) + ' ' + those;
}

std::string describe_payload(std::size_t index, std::string_view expected, std::string_view observed) {
  const std::string which = "the data of frame " + std::to_string(index + 1);
  const auto parting = std::mismatch(expected.begin(), expected.end(), observed.begin(), observed.end());
  if (parting.first != expected.end() && parting.second != observed.end()) {
    return which + " is wrong from its byte " + std::to_string(parting.first - expected.begin()) + " on";
  }
  return which + " has " + std::to_string(observed.size()) + " bytes instead of " + std::to_string(expected.size());
}

bool joins(const event& whole, const event& first, const event& last) {
  return whole.bytes.size() > first.bytes.size() && whole.bytes.size() >= first.bytes.size() + last.bytes.size() &&
         whole.bytes.starts_with(first.bytes) && whole.bytes.ends_with(last.bytes);
}

/// Two logs from the first event that differs on.
class parting {
 public:
  parting(const breach& details, std::size_t index)
      : expected_(details.expected.list()), observed_(details.observed.list()), index_(index) {}

  std::string describe() const {
    const event* wanted = at(expected_, index_);
    const event* got = at(observed_, index_);
    if (got != nullptr && got->name == "error") return describe_error(*got, wanted);
    if (wanted == nullptr) {
      return frame(index_, *got) + " is too many" + and_more(observed_.size() - index_ - 1, "more of them");
    }
    if (got == nullptr) {
      if (wanted->name == "error") return error(*wanted) + " is not reported";
      return frame(index_, *wanted) + " is lost" + and_more(expected_.size() - index_ - 1, "after it");
    }
    return describe_change(*wanted, *got);
  }

 private:
  static const event* at(const std::vector<event>& list, std::size_t index) {
    return index < list.size() ? &list[index] : nullptr;
  }

  std::string describe_error(const event& got, const event* wanted) const {
    if (wanted == nullptr) return error(got) + " after the last frame";
    if (wanted->name == "error") return error(got) + " instead of " + error(*wanted);
    return error(got) + " instead of " + frame(index_, *wanted);
  }

  std::string named(const event& one) const { return one.name == "error" ? error(one) : frame(index_, one); }

  std::string describe_change(const event& wanted, const event& got) const {
    const event* wanted_next = at(expected_, index_ + 1);
    const event* got_next = at(observed_, index_ + 1);
    if (is_mergeable(wanted) && is_mergeable(got)) return describe_payload(index_, wanted.bytes, got.bytes);
    if (wanted_next != nullptr && *wanted_next == got) return frame(index_, wanted) + " is lost";
    if (!is_end(wanted) && is_end(got) && observed_.size() == index_ + 1 && expected_.back() == got) {
      return frame(index_, wanted) + " is lost" + and_more(expected_.size() - index_ - 2, "after it");
    }
    if (got_next != nullptr && *got_next == wanted) {
      return frame(index_, got) + " is too many";
    }
    if (got_next != nullptr && joins(wanted, got, *got_next)) {
      return frame(index_, wanted) + " is split into " + shown(got.bytes) + " and " + shown(got_next->bytes);
    }
    if (wanted_next != nullptr && joins(got, wanted, *wanted_next)) {
      return (is_output(wanted) ? "lines " : "frames ") + std::to_string(index_ + 1) + ' ' + shown(wanted.bytes) +
             " and " + std::to_string(index_ + 2) + ' ' + shown(wanted_next->bytes) + " are joined into " +
             shown(got.bytes);
    }
    if (is_end(wanted) || is_end(got)) return named(got) + " instead of " + named(wanted);
    if (wanted.name != got.name) {
      return place(index_, wanted) + " is " + got.name + ' ' + shown(got.bytes) + " instead of " + wanted.name + ' ' +
             shown(wanted.bytes);
    }
    return place(index_, wanted) + " is " + shown(got.bytes) + " instead of " + shown(wanted.bytes);
  }

  const std::vector<event>& expected_;
  const std::vector<event>& observed_;
  std::size_t index_;
};

}  // namespace

std::string describe_breach(const breach& details) {
  const std::string again = details.broken == law::replay ? "played again, " : "";
  if (!details.where) return again + details.note;
  const std::string elsewhere = details.broken == law::parity ? "over " + details.note + ", " : "";
  return again + elsewhere + parting(details, details.where->index).describe();
}

}  // namespace asynchat::properties
