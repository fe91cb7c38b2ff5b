#include <asynchat/traces/atomic_file.h>
#include <asynchat/traces/input_file.h>
#include <asynchat/traces/repro.h>

#include <algorithm>
#include <array>
#include <istream>
#include <limits>
#include <ostream>

#include "json_text.h"

namespace asynchat::traces {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

/// The elements of an array, each converted; a fault in one is named by its place.
template <typename Convert>
auto each(const json& object, const std::string& key, Convert convert) {
  std::vector<decltype(convert(object))> converted;
  const json& array = member(object, key.c_str(), "an array");
  if (!array.is_array()) throw json_fault("expected \"" + key + "\": an array, found " + shown(array));
  for (const json& element : array) {
    try {
      converted.push_back(convert(element));
    } catch (const json_fault& fault) {
      throw json_fault(key + "[" + std::to_string(converted.size()) + "]: " + fault.what());
    }
  }
  return converted;
}

const json& object_at(const json& element) {
  if (!element.is_object()) throw json_fault("expected an object, found " + shown(element));
  return element;
}

std::int64_t to_number(const json& element) {
  const bool fits = element.is_number_integer() &&
                    (!element.is_number_unsigned() ||
                     element.get<std::uint64_t>() <= std::uint64_t{std::numeric_limits<std::int64_t>::max()});
  if (!fits) throw json_fault("expected an integer of 64 bits, found " + shown(element));
  return element.get<std::int64_t>();
}

std::string to_line(const json& element) {
  const bool is_line = element.is_string() && element.get_ref<const std::string&>().find('\n') == std::string::npos;
  if (!is_line) throw json_fault("expected a text of one line, found " + shown(element));
  return element.get<std::string>();
}

heard_mark to_heard(const json& element) {
  return {integer_member(object_at(element), "before", 0), integer_member(element, "bytes", 0)};
}

repro_stream to_stream(const json& element) {
  repro_stream stream;
  stream.conn = integer_member(object_at(element), "conn", 1);
  stream.from = side_member(element);
  stream.bytes = bytes_member(element);
  stream.plan = text_member(element, "plan");
  if (element.contains("heard")) stream.heard = each(element, "heard", to_heard);
  std::uint64_t room = stream.bytes.size();
  for (const heard_mark& frame : stream.heard) {
    if (frame.bytes > room) throw json_fault("expected heard frames within the stream's bytes, found longer ones");
    room -= frame.bytes;
  }
  return stream;
}

logged_event to_logged(const json& element) {
  logged_event event;
  event.name = text_member(object_at(element), "name");
  event.bytes = bytes_member(element);
  if (element.contains("numbers")) event.numbers = each(element, "numbers", to_number);
  return event;
}

provenance to_provenance(const json& object) {
  const json& origin = object_at(member(object, "provenance", "an object"));
  return {text_member(origin, "seed"), text_member(origin, "strategy"), text_member(origin, "trace"),
          text_member(origin, "tool_version")};
}

repro to_repro(const json& object) {
  if (!object.contains("format") || object["format"] != "asynchat-repro") {
    throw json_fault("expected a repro, {\"format\":\"asynchat-repro\",\"version\":1,...}, found " + shown(object));
  }
  const std::uint64_t version = integer_member(object, "version", 0);
  if (version != 1)
    throw json_fault("expected version 1 of the repro format, found version " + std::to_string(version));
  repro failure;
  failure.subject = text_member(object, "subject");
  failure.property = text_member(object, "property");
  failure.streams = each(object, "streams", to_stream);
  failure.schedule = each(object, "schedule", to_line);
  failure.expected = each(object, "expected", to_logged);
  failure.observed = each(object, "observed", to_logged);
  failure.explanation = text_member(object, "explanation");
  failure.origin = to_provenance(object);
  return failure;
}

ordered_json from_stream(const repro_stream& stream) {
  ordered_json object{{"conn", stream.conn}, {"from", to_string(stream.from)}};
  put_bytes(object, stream.bytes);
  object["plan"] = stream.plan;
  for (const heard_mark& frame : stream.heard) {
    object["heard"].push_back(ordered_json{{"before", frame.before}, {"bytes", frame.bytes}});
  }
  return object;
}

ordered_json from_logged(const logged_event& event) {
  ordered_json object{{"name", event.name}};
  put_bytes(object, event.bytes);
  if (!event.numbers.empty()) object["numbers"] = event.numbers;
  return object;
}

ordered_json from_log(const std::vector<logged_event>& log) {
  ordered_json array = ordered_json::array();
  for (const logged_event& event : log) array.push_back(from_logged(event));
  return array;
}

std::string all_of(std::istream& in, const std::string& file, std::size_t bytes_max) {
  std::string text;
  std::array<char, 65536> part;
  while (in.read(part.data(), part.size()), in.gcount() > 0) {
    text.append(part.data(), static_cast<std::size_t>(in.gcount()));
    if (text.size() > bytes_max) {
      throw input_error(file, "expected at most " + std::to_string(bytes_max) + " bytes, found more");
    }
  }
  if (in.bad()) fail_to_read(file);
  return text;
}

}  // namespace

repro read_repro(const std::string& path, const repro_limits& limits) {
  return read_repro(*open_input(path), name_of_input(path), limits);
}

repro read_repro(std::istream& in, const std::string& file, const repro_limits& limits) {
  const std::string text = all_of(in, file, limits.file_bytes_max);
  try {
    return to_repro(parse_json_object(text, {.values_max = limits.values_max}));
  } catch (const json_fault& fault) {
    if (fault.byte == 0) throw input_error(file, fault.what());
    const auto before = text.begin() + static_cast<std::ptrdiff_t>(std::min(fault.byte, text.size()));
    throw input_error(file, at_line{1 + static_cast<std::uint64_t>(std::count(text.begin(), before, '\n'))},
                      fault.what());
  }
}

void write_repro(std::ostream& out, const repro& failure) {
  ordered_json object{{"format", "asynchat-repro"}, {"version", 1}};
  object["subject"] = failure.subject;
  object["property"] = failure.property;
  object["streams"] = ordered_json::array();
  for (const repro_stream& stream : failure.streams) object["streams"].push_back(from_stream(stream));
  object["schedule"] = failure.schedule;
  object["expected"] = from_log(failure.expected);
  object["observed"] = from_log(failure.observed);
  object["explanation"] = failure.explanation;
  object["provenance"] = ordered_json{{"seed", failure.origin.seed},
                                      {"strategy", failure.origin.strategy},
                                      {"trace", failure.origin.trace},
                                      {"tool_version", failure.origin.tool_version}};
  out << object.dump(2, ' ', true, ordered_json::error_handler_t::replace) << '\n';
}

void write_repro(const std::string& path, const repro& failure) {
  atomic_file file(path);
  write_repro(file.out(), failure);
  file.commit();
}

}  // namespace asynchat::traces
