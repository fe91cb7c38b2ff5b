#include <asynchat/traces/input_file.h>
#include <asynchat/traces/line_reader.h>
#include <asynchat/traces/trace_reader.h>

#include <array>
#include <string_view>
#include <utility>

#include "event_line.h"
#include "event_order.h"
#include "json_text.h"

namespace asynchat::traces {
namespace {

using nlohmann::json;

constexpr std::uint64_t version_known = 1;
const std::string header_expected = R"(expected the header of a trace, {"format":"asynchat-trace","version":1,...}, )";

template <typename Enum, std::size_t N>
Enum one_of(const json& object, const char* key, const std::array<Enum, N>& values) {
  const std::string name = text_member(object, key);
  std::string known;
  for (const Enum value : values) {
    if (name == to_string(value)) return value;
    known += (known.empty() ? "" : ", ") + std::string(to_string(value));
  }
  throw json_fault("expected \"" + std::string(key) + "\" to be one of " + known + "; found " + shown(name));
}

trace_header to_header(const json& object) {
  if (!object.contains("format") || object["format"] != "asynchat-trace") {
    throw json_fault(header_expected + "found " + shown(object));
  }
  const std::uint64_t version = integer_member(object, "version", 0);
  if (version != version_known) {
    throw json_fault("expected version 1 of the trace format, found version " + std::to_string(version));
  }
  const json& source = member(object, "source", "an object with its \"kind\"");
  if (!source.is_object()) throw json_fault("expected \"source\": an object with its \"kind\", found " + shown(source));
  trace_header header;
  header.kind = one_of(
      source, "kind", std::array{source_kind::capture, source_kind::proxy, source_kind::simulation, source_kind::hand});
  if (source.contains("name") && source["name"].is_string()) header.name = source["name"].get<std::string>();
  if (object.contains("started")) header.started = text_member(object, "started");
  return header;
}

trace_event to_event(const json& object) {
  trace_event event;
  event.kind = one_of(object, "event",
                      std::array{event_kind::open, event_kind::data, event_kind::gap, event_kind::eof,
                                 event_kind::reset, event_kind::close});
  event.time_ns = integer_member(object, "t", 0);
  event.conn = integer_member(object, "conn", 1);
  switch (event.kind) {
    case event_kind::open:
      event.client = text_member(object, "client");
      event.server = text_member(object, "server");
      return event;
    case event_kind::data:
      event.bytes = bytes_member(object);
      break;
    case event_kind::gap:
      event.gap_bytes = integer_member(object, "bytes", 1);
      break;
    case event_kind::eof:
    case event_kind::reset:
      break;
    case event_kind::close:
      return event;
  }
  event.from = side_member(object);
  return event;
}

}  // namespace

struct trace_reader::impl {
  [[noreturn]] void fail(const std::string& message) const {
    throw input_error(file, at_line{lines.number()}, message);
  }

  /// `line`, `torn` or `end`; the rest are errors.
  line_reader::result next_line(std::string_view& line) {
    const line_reader::result got = lines.next(line);
    if (got == line_reader::result::failed) fail_to_read(file);
    if (got == line_reader::result::long_) {
      fail("expected a line of at most " + std::to_string(limits.line_bytes_max) + " bytes, found a longer one");
    }
    return got;
  }

  template <typename Convert>
  auto parsed(std::string_view line, Convert convert) const {
    try {
      return convert(parse_json_object(line, json_limits{}));
    } catch (const json_fault& fault) {
      fail(fault.what() + (fault.byte == 0 ? "" : ", at column " + std::to_string(fault.byte)));
    }
  }

  impl(std::unique_ptr<std::istream> owned_in, std::istream& in, std::string file_name,
       const trace_limits& limits_given)
      : owned(std::move(owned_in)),
        file(std::move(file_name)),
        limits(limits_given),
        lines(in, limits.line_bytes_max),
        order(limits.connections_max) {
    std::string_view line;
    switch (next_line(line)) {
      case line_reader::result::line:
        header = parsed(line, to_header);
        return;
      case line_reader::result::torn:
        fail(header_expected + "found a torn line, without its newline");
      default:
        fail(header_expected + "found an empty file");
    }
  }

  std::unique_ptr<std::istream> owned;
  std::string file;
  trace_limits limits;
  line_reader lines;
  event_order order;
  trace_header header;
  std::vector<std::string> warnings;
  bool at_end = false;
};

trace_reader::trace_reader(const std::string& path, const trace_limits& limits)
    : trace_reader(open_input(path), name_of_input(path), limits) {}

trace_reader::trace_reader(std::unique_ptr<std::istream> in, std::string file, const trace_limits& limits) {
  std::istream& lent = *in;
  impl_ = std::make_unique<impl>(std::move(in), lent, std::move(file), limits);
}

trace_reader::trace_reader(std::istream& in, std::string file, const trace_limits& limits)
    : impl_(std::make_unique<impl>(nullptr, in, std::move(file), limits)) {}

trace_reader::~trace_reader() = default;

const trace_header& trace_reader::header() const { return impl_->header; }
const std::string& trace_reader::file() const { return impl_->file; }
const std::vector<std::string>& trace_reader::warnings() const { return impl_->warnings; }

std::optional<trace_event> trace_reader::next() {
  if (impl_->at_end) return std::nullopt;
  std::string_view line;
  const line_reader::result got = impl_->next_line(line);
  if (got != line_reader::result::line) {
    impl_->at_end = true;
    if (got == line_reader::result::torn) {
      impl_->warnings.push_back(impl_->file + ":" + std::to_string(impl_->lines.number()) +
                                ": the last line is torn (it has no newline) and was dropped");
    }
    return std::nullopt;
  }
  std::optional<trace_event> event = plain_event(line);
  if (!event) event = impl_->parsed(line, to_event);
  if (const std::optional<std::string> complaint = impl_->order.refuse(*event)) impl_->fail(*complaint);
  return event;
}

}  // namespace asynchat::traces
