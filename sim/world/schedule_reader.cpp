#include <asynchat/sim/schedule.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "../time_text.h"
#include "words.h"

namespace asynchat::sim {

namespace {

/// What a wire's plan cannot be, beside what no plan can be; empty when it is one.
std::string complaint_about_wire(const plan& steps) {
  const recv_step* before = nullptr;
  for (const recv_step& step : steps.recv) {
    if (std::holds_alternative<fail>(step)) return "a wire's recv does not fail by itself: f(…) has no meaning there";
    if (const auto* bytes = std::get_if<deliver>(&step); bytes != nullptr && bytes->bytes == 0) {
      return "expected segments of at least 1 byte";
    }
    if (const auto* travels = std::get_if<wait>(&step); travels != nullptr && travels->time > time_max) {
      return "expected times of at most " + time_text(time_max) + ", a year";
    }
    const bool starts = !std::holds_alternative<deliver>(step);
    const bool follows_block = before != nullptr && std::holds_alternative<block>(*before);
    const bool follows_same = before != nullptr && before->index() == step.index();
    if (starts && (follows_same || follows_block)) return "expected a segment as wTIME, b and its bytes, in that order";
    before = &step;
  }
  if (before != nullptr && std::holds_alternative<block>(*before)) return "expected bytes after b";
  for (const send_step& step : steps.send) {
    const auto* taken = std::get_if<accept>(&step);
    if (taken == nullptr || taken->bytes == 0) return "expected sends that take all or at least 1 byte";
  }
  const auto* always = std::get_if<accept>(&steps.send_after);
  if (always == nullptr || always->bytes == 0) return "expected sends that take all or at least 1 byte";
  return {};
}

/// Reads lines from first to last. A method that answers false has set the error.
class schedule_reader {
 public:
  schedule_reader(std::span<const std::string> lines, const schedule_limits& limits)
      : lines_(lines), steps_left_(limits.steps_max) {}

  std::variant<schedule, schedule_error> read() {
    for (const std::string& line : lines_) {
      ++number_;
      words left(line);
      if (!read_line(left)) return schedule_error{std::move(message_), number_};
      if (!left.empty()) {
        refuse("expected nothing after that", left.take());
        return schedule_error{std::move(message_), number_};
      }
    }
    return std::move(read_);
  }

 private:
  static constexpr std::size_t shown_bytes_max = 40;

  /// "expected …, not 'word'"
  bool refuse(std::string expected, std::string_view instead) {
    message_ = std::move(expected);
    if (instead.empty()) return message_ += ", not the end of the line", false;
    return message_ += ", not '" + std::string(instead.substr(0, shown_bytes_max)) + "'", false;
  }

  bool say(std::string message) {
    message_ = std::move(message);
    return false;
  }

  bool read_line(words& line) {
    using method = bool (schedule_reader::*)(words&);
    static constexpr std::pair<std::string_view, method> kinds[] = {
        {"host", &schedule_reader::read_host},
        {"links", &schedule_reader::read_links},
        {"link", &schedule_reader::read_link},
        {"at", &schedule_reader::read_fault},
        {"connect", &schedule_reader::read_connect},
        {"wire", &schedule_reader::read_wire},
        {"reset_on_close", &schedule_reader::read_reset_on_close},
        {"reset_discards", &schedule_reader::read_reset_discards},
        {"lookup", &schedule_reader::read_lookup},
        {"accept", &schedule_reader::read_accept},
        {"order", &schedule_reader::read_order},
    };
    const std::string_view word = line.take();
    for (const auto& [name, read] : kinds) {
      if (name == word) return (this->*read)(line);
    }
    return refuse(
        "expected host, links, link, at, connect, wire, reset_on_close, reset_discards, lookup, accept or order", word);
  }

  template <class Options>
  bool options(words& line, Options& into, std::variant<Options, option_error> (*parse)(std::string_view)) {
    auto result = parse(line.rest());
    if (auto* error = std::get_if<option_error>(&result)) return say(std::move(error->message));
    into = std::get<Options>(result);
    while (!line.empty()) line.take();
    return true;
  }

  bool read_host(words& line) {
    const std::string_view name = line.take();
    if (name.empty() || name.find_first_of("/\r\n") != std::string_view::npos) {
      return refuse("expected a host's name, without '/'", name);
    }
    const auto number = static_cast<std::uint32_t>(read_.setting.hosts.size());
    if (!numbers_.try_emplace(std::string(name), number).second) return refuse("expected a host not yet named", name);
    read_.setting.hosts.push_back({std::string(name)});
    return options(line, read_.setting.hosts.back().options, &parse_host_options);
  }

  bool read_links(words& line) {
    if (std::exchange(has_links_, true)) return say("expected one line of links");
    return options(line, read_.setting.other_links, &parse_link_options);
  }

  bool read_link(words& line) {
    link_circumstances link;
    if (!take_host(line, link.from) || !take_host(line, link.to)) return false;
    if (!linked_.insert({link.from, link.to}).second) return refuse("expected a link not yet named", link.to);
    read_.setting.links.push_back(std::move(link));
    return options(line, read_.setting.links.back().options, &parse_link_options);
  }

  bool read_fault(words& line) {
    timed_fault fault;
    duration at{0};
    if (!take_time(line, at)) return false;
    fault.at = time_point(at);
    static constexpr std::array kinds = {world_fault::crash,     world_fault::power_loss, world_fault::restart,
                                         world_fault::partition, world_fault::clog,       world_fault::pause};
    const std::string_view name = line.take();
    const auto* kind =
        std::find_if(kinds.begin(), kinds.end(), [&](world_fault one) { return to_string(one) == name; });
    if (kind == kinds.end()) return refuse("expected crash, power_loss, restart, partition, clog or pause", name);
    fault.what = *kind;
    if (!take_host(line, fault.host)) return false;
    const bool is_of_two = fault.what == world_fault::partition || fault.what == world_fault::clog;
    if (is_of_two && !take_host(line, fault.other)) return false;
    if (!line.empty() && (is_of_two || fault.what == world_fault::pause)) {
      if (!take_word(line, "for") || !take_time(line, fault.lasting)) return false;
    }
    read_.setting.faults.push_back(std::move(fault));
    return true;
  }

  bool read_connect(words& line) {
    wire_name name;
    connect_fate outcome;
    if (!take_connection(line, name)) return false;
    const std::string_view word = line.take();
    if (word == "refused") {
      outcome.what = connect_fate::kind::refused;
    } else if (word == "unanswered") {
      outcome.what = connect_fate::kind::unanswered;
    } else if (word != "asked") {
      return refuse("expected asked, refused or unanswered", word);
    }
    return take_delay(line, outcome.delay) && once(read_.connects.try_emplace(name, outcome).second);
  }

  bool read_wire(words& line) {
    wire_name name;
    if (!take_wire(line, name)) return false;
    auto result = parse_plan(line.rest(), {steps_left_});
    if (const auto* error = std::get_if<plan_error>(&result)) {
      return say(error->message + ", at byte " + std::to_string(line.position() + error->position) + " of the line");
    }
    plan& steps = std::get<plan>(result);
    if (std::string complaint = complaint_about_wire(steps); !complaint.empty()) return say(std::move(complaint));
    while (!line.empty()) line.take();
    return take_steps(steps.recv.size()) && take_steps(steps.send.size()) &&
           once(read_.wires.try_emplace(name, std::move(steps)).second);
  }

  bool read_reset_on_close(words& line) {
    wire_name name;
    return take_wire(line, name) && once(read_.resets_on_close.insert(name).second);
  }

  bool read_reset_discards(words& line) {
    wire_name name;
    return take_wire(line, name) && once(read_.reset_discards.insert(name).second);
  }

  bool read_lookup(words& line) {
    host_moment when;
    lookup_fate outcome;
    if (!take_moment<std::uint32_t>(line, when)) return false;
    const std::string_view word = line.take();
    if (word != "found" && word != "lost") return refuse("expected found or lost", word);
    outcome.found = word == "found";
    return take_delay(line, outcome.delay) && once(read_.lookups.try_emplace(when, outcome).second);
  }

  bool read_accept(words& line) {
    host_moment when;
    return take_moment<std::uint32_t>(line, when) && take_word(line, "fails") &&
           once(read_.failed_accepts.insert(when).second);
  }

  bool read_order(words& line) {
    host_moment when;
    if (!take_moment<std::uint64_t>(line, when)) return false;
    std::vector<std::uint32_t> order;
    while (!line.empty()) {
      const std::string_view word = line.take();
      const auto place = number_in<std::uint32_t>(word);
      if (!place) return refuse("expected a place, from 0", word);
      order.push_back(*place);
      if (!take_steps(1)) return false;
    }
    std::vector<bool> met(order.size());
    for (const std::uint32_t place : order) {
      if (place >= order.size() || met[place]) return say("expected each number from 0 to one less than their count");
      met[place] = true;
    }
    if (order.empty()) return refuse("expected the places of what was ready", "");
    return once(read_.orders.try_emplace(when, std::move(order)).second);
  }

  bool once(bool is_new) { return is_new || say("expected that once: an earlier line has said it"); }

  bool take_steps(std::size_t count) {
    if (count > steps_left_) return say("expected fewer steps in all plans and orders together");
    steps_left_ -= count;
    return true;
  }

  bool take_word(words& line, std::string_view expected) {
    const std::string_view word = line.take();
    return word == expected || refuse("expected '" + std::string(expected) + "'", word);
  }

  bool take_host(words& line, std::string& name) {
    std::uint32_t number = 0;
    const std::string_view word = line.take();
    if (!find_host(word, number)) return false;
    name = word;
    return true;
  }

  bool find_host(std::string_view name, std::uint32_t& number) {
    const auto found = numbers_.find(name);
    if (found == numbers_.end()) return refuse("expected a host that an earlier line names", name);
    number = found->second;
    return true;
  }

  bool take_time(words& line, duration& time) {
    const std::string_view word = line.take();
    const auto read = time_in(word);
    if (!read || *read > time_max) return refuse("expected a time such as 20ms, of a year at most", word);
    time = *read;
    return true;
  }

  bool take_delay(words& line, duration& delay) {
    return line.empty() || (take_word(line, "after") && take_time(line, delay));
  }

  /// A connection is named by its host and number: client1/1.
  bool take_connection(words& line, wire_name& name) {
    const std::string_view word = line.take();
    const std::size_t slash = word.find('/');
    if (slash == std::string_view::npos) return refuse("expected a connection such as client1/1", word);
    const auto number = number_in<std::uint32_t>(word.substr(slash + 1));
    if (!number || *number == 0) return refuse("expected a connection's number, from 1, after '/'", word);
    name.connect = *number;
    return find_host(word.substr(0, slash), name.host);
  }

  bool take_wire(words& line, wire_name& name) {
    if (!take_connection(line, name)) return false;
    const std::string_view word = line.take();
    if (word != to_string(side::client) && word != to_string(side::server)) {
      return refuse("expected client or server, who sends on the wire", word);
    }
    name.from = word == to_string(side::client) ? side::client : side::server;
    return true;
  }

  template <class Number>
  bool take_moment(words& line, host_moment& when) {
    if (!find_host(line.take(), when.host)) return false;
    const std::string_view word = line.take();
    const auto number = number_in<Number>(word);
    if (!number) return refuse("expected a number", word);
    when.number = *number;
    return true;
  }

  std::span<const std::string> lines_;
  std::size_t steps_left_;
  std::size_t number_ = 0;
  std::string message_;
  schedule read_;
  std::map<std::string, std::uint32_t, std::less<>> numbers_;
  std::set<std::pair<std::string, std::string>> linked_;
  bool has_links_ = false;
};

}  // namespace

std::variant<schedule, schedule_error> parse_schedule(std::span<const std::string> lines,
                                                      const schedule_limits& limits) {
  return schedule_reader(lines, limits).read();
}

}  // namespace asynchat::sim
