#include <asynchat/sim/schedule.h>
#include <asynchat/transport/check.h>

#include <ostream>
#include <string_view>

#include "../time_text.h"

namespace asynchat::sim {

namespace {

std::string with_options(std::string line, const std::string& options) {
  return options.empty() ? line : line + " " + options;
}

/// ` after 5ms`, or nothing.
std::string delay_text(duration delay) { return delay.count() == 0 ? "" : " after " + time_text(delay); }

std::string_view to_text(connect_fate::kind what) {
  switch (what) {
    case connect_fate::kind::asked:
      return "asked";
    case connect_fate::kind::refused:
      return "refused";
    case connect_fate::kind::unanswered:
      return "unanswered";
  }
  return "";
}

class schedule_writer {
 public:
  explicit schedule_writer(const schedule& of) : of_(of) {}

  std::vector<std::string> write() {
    write_setting();
    for (const auto& [name, outcome] : of_.connects) {
      lines_.push_back("connect " + connection(name) + " " + std::string(to_text(outcome.what)) +
                       delay_text(outcome.delay));
    }
    for (const auto& [name, steps] : of_.wires) lines_.push_back("wire " + wire(name) + " " + to_string(steps));
    for (const wire_name& name : of_.resets_on_close) lines_.push_back("reset_on_close " + wire(name));
    for (const wire_name& name : of_.reset_discards) lines_.push_back("reset_discards " + wire(name));
    for (const auto& [when, outcome] : of_.lookups) {
      lines_.push_back("lookup " + moment(when) + (outcome.found ? " found" : " lost") + delay_text(outcome.delay));
    }
    for (const host_moment& when : of_.failed_accepts) lines_.push_back("accept " + moment(when) + " fails");
    for (const auto& [when, order] : of_.orders) {
      lines_.push_back("order " + moment(when));
      for (const std::uint32_t place : order) lines_.back() += " " + std::to_string(place);
    }
    return std::move(lines_);
  }

 private:
  void write_setting() {
    for (const host_circumstances& each : of_.setting.hosts) {
      ASYNCHAT_CHECK(!each.name.empty() && each.name.find_first_of(" /\r\n") == std::string::npos,
                     "a host's name in a schedule has no space and no '/'");
      lines_.push_back(with_options("host " + each.name, to_string(each.options)));
    }
    if (of_.setting.other_links != link_options{}) {
      lines_.push_back(with_options("links", to_string(of_.setting.other_links)));
    }
    for (const link_circumstances& each : of_.setting.links) {
      lines_.push_back(with_options("link " + each.from + " " + each.to, to_string(each.options)));
    }
    for (const timed_fault& each : of_.setting.faults) {
      std::string line =
          "at " + time_text(each.at.time_since_epoch()) + " " + std::string(to_string(each.what)) + " " + each.host;
      if (!each.other.empty()) line += " " + each.other;
      if (each.lasting.count() != 0) line += " for " + time_text(each.lasting);
      lines_.push_back(line);
    }
  }

  const std::string& host_name(std::uint32_t number) const {
    ASYNCHAT_CHECK(number < of_.setting.hosts.size(), "a number in a schedule is that of one of its hosts");
    return of_.setting.hosts[number].name;
  }

  std::string connection(const wire_name& name) const {
    return host_name(name.host) + "/" + std::to_string(name.connect);
  }

  std::string wire(const wire_name& name) const { return connection(name) + " " + std::string(to_string(name.from)); }

  std::string moment(const host_moment& when) const { return host_name(when.host) + " " + std::to_string(when.number); }

  const schedule& of_;
  std::vector<std::string> lines_;
};

}  // namespace

std::vector<std::string> to_lines(const schedule& of) { return schedule_writer(of).write(); }

std::ostream& operator<<(std::ostream& out, const schedule& of) {
  for (const std::string& line : to_lines(of)) out << line << '\n';
  return out;
}

}  // namespace asynchat::sim
