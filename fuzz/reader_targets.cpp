#include <asynchat/properties/fuzz/fuzz_input.h>
#include <asynchat/protocols/registry.h>
#include <asynchat/sim/plan.h>
#include <asynchat/traces/capture_reader.h>
#include <asynchat/traces/dialogue.h>
#include <asynchat/traces/error.h>
#include <asynchat/traces/export.h>
#include <asynchat/traces/repro.h>
#include <asynchat/traces/trace_reader.h>
#include <asynchat/transport/check.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <variant>

#include "conform_case.h"
#include "targets.h"

namespace asynchat::fuzz {

namespace {

/// What each reader does with hostile bytes: it reads them, or refuses them with an error of its own. What it has read
/// is written and read again, where it can be written.

void read_trace(std::string_view input) {
  std::istringstream in{std::string(input)};
  try {
    traces::trace_reader reader(in, "input");
    traces::read_dialogues(reader);
  } catch (const traces::input_error&) {
  }
}

void read_repro(std::string_view input) {
  std::istringstream in{std::string(input)};
  try {
    const traces::repro once = traces::read_repro(in, "input");
    std::stringstream text;
    traces::write_repro(text, once);
    ASYNCHAT_CHECK(traces::read_repro(text, "again") == once, "a repro that was read is the same when written");
  } catch (const traces::input_error&) {
  }
}

/// A file in memory that only this process sees.
class memory_file {
 public:
  explicit memory_file(std::string_view bytes) : fd_(memfd_create("input", 0)) {
    ASYNCHAT_CHECK(fd_ >= 0 && write(fd_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()),
                   "there is memory for an input");
  }
  ~memory_file() { close(fd_); }
  memory_file(const memory_file&) = delete;
  memory_file& operator=(const memory_file&) = delete;

  std::string path() const { return "/proc/self/fd/" + std::to_string(fd_); }

 private:
  int fd_;
};

void read_capture(std::string_view input) {
  const memory_file file(input);
  try {
    traces::capture_reader reader(file.path());
    while (reader.next()) {
    }
  } catch (const traces::input_error&) {
  }
}

void read_plan(std::string_view input) {
  const auto once = sim::parse_plan(input, {.steps_max = 4096});
  if (const auto* steps = std::get_if<sim::plan>(&once)) {
    const auto again = sim::parse_plan(sim::to_string(*steps));
    ASYNCHAT_CHECK(again == once, "the text of a plan is read as that plan");
  }
}

void read_framing(std::string_view input) {
  const protocols::parsed_framing once = protocols::parse_framing(input);
  if (!once.spec) return;
  const protocols::parsed_framing again = protocols::parse_framing(protocols::to_string(*once.spec));
  ASYNCHAT_CHECK(again.spec == once.spec, "the text of a framing is read as that framing");
}

void read_conformance(std::string_view input) {
  try {
    cli::parse_conform_case(input);
  } catch (const std::runtime_error&) {
  }
}

void read_fuzz_input(std::string_view input) {
  const properties::fuzz_input once = properties::decode(input);
  ASYNCHAT_CHECK(properties::decode(properties::encode(once)) == once, "a fuzz input means what its encoding means");
  const sim::plan steps = properties::to_plan(once);
  ASYNCHAT_CHECK(sim::delivered(steps) == once.bytes.size(), "the plan of a fuzz input delivers its stream");
}

/// What each direction of each connection carries up to the connection's end, as an export may show it: gaps as zero
/// bytes, and no more of them than it says.
class carried_bytes {
 public:
  void take(const traces::trace_event& event) {
    if (event.kind == traces::event_kind::open) {
      numbers_[event.conn] = connections_.size();
      connections_.emplace_back();
      return;
    }
    connection& one = connections_[numbers_.at(event.conn)];
    direction& sender = one.directions[static_cast<std::size_t>(event.from)];
    if (one.over || event.kind == traces::event_kind::close) return;
    if (event.kind == traces::event_kind::data) {
      sender.bytes += event.bytes;
      sender.missing = 0;
    } else if (event.kind == traces::event_kind::gap) {
      const std::uint64_t shown = std::min(event.gap_bytes, traces::capture_writer::gap_bytes_max - sender.missing);
      if (sender.missing == 0) sender.bytes += '?';
      sender.missing += shown;
      sender.missed += shown;
    } else {
      sender.ended = true;
      one.over = event.kind == traces::event_kind::reset || (one.directions[0].ended && one.directions[1].ended);
    }
  }

  friend bool operator==(const carried_bytes& a, const carried_bytes& b) { return a.connections_ == b.connections_; }

 private:
  struct direction {
    std::string bytes;
    std::uint64_t missing = 0;  ///< since the last byte
    std::uint64_t missed = 0;   ///< in all
    bool ended = false;
    friend bool operator==(const direction&, const direction&) = default;
  };
  struct connection {
    std::array<direction, 2> directions;
    bool over = false;
    friend bool operator==(const connection&, const connection&) = default;
  };

  std::map<std::uint64_t, std::size_t> numbers_;
  std::vector<connection> connections_;
};

/// A source whose events are looked at as they pass.
class observed_source final : public traces::event_source {
 public:
  explicit observed_source(traces::event_source& source) : source_(source) {}

  const traces::trace_header& header() const override { return source_.header(); }
  std::optional<traces::trace_event> next() override {
    std::optional<traces::trace_event> event = source_.next();
    if (event) carried.take(*event);
    return event;
  }
  const std::string& file() const override { return source_.file(); }
  const std::vector<std::string>& warnings() const override { return source_.warnings(); }

  carried_bytes carried;

 private:
  traces::event_source& source_;
};

void read_and_export(std::string_view input) {
  std::stringstream capture;
  carried_bytes given;
  try {
    traces::trace_reader reader(std::make_unique<std::istringstream>(std::string(input)), "input");
    observed_source source(reader);
    const traces::export_result result = traces::export_capture(source, capture, {.mtu_bytes = 576});
    if (result.counts.connections == 0) return;  // a capture of none is refused
    given = source.carried;
  } catch (const traces::input_error&) {
    return;
  }
  traces::capture_reader reader(std::make_unique<std::istringstream>(std::move(capture).str()), "capture");
  observed_source again(reader);
  while (again.next()) {
  }
  ASYNCHAT_CHECK(again.carried == given, "an exported trace is imported to the same bytes");
}

template <void (*Read)(std::string_view)>
class reader_target final : public target {
 public:
  void run(std::string_view input) override { Read(input); }
  std::size_t mutate(std::uint8_t* data, std::size_t size, std::size_t size_max, unsigned seed) override {
    return mutate_bytes(data, size, size_max, seed);
  }
};

template <void (*Read)(std::string_view)>
std::unique_ptr<target> make(const target_entry&) {
  return std::make_unique<reader_target<Read>>();
}

}  // namespace

std::vector<target_entry> reader_targets() {
  return {
      {"reader_trace", "", make<read_trace>},           {"reader_repro", "", make<read_repro>},
      {"reader_capture", "", make<read_capture>},       {"reader_plan", "", make<read_plan>},
      {"reader_framing", "", make<read_framing>},       {"reader_conformance", "", make<read_conformance>},
      {"reader_fuzz_input", "", make<read_fuzz_input>}, {"reader_export", "", make<read_and_export>},
  };
}

}  // namespace asynchat::fuzz
