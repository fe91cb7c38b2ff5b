#include "json_text.h"

#include <asynchat/traces/trace_event.h>

#include <algorithm>
#include <optional>
#include <set>
#include <vector>

#include "base64.h"

namespace asynchat::traces {
namespace {

using nlohmann::json;
using parse_event = json::parse_event_t;

/// Watches a parse: stops it at the limits and at a key that comes twice.
class guard {
 public:
  explicit guard(const json_limits& limits) : limits_(limits) {}

  bool operator()(int depth, parse_event event, const json& parsed) {
    if (static_cast<std::size_t>(depth) > limits_.depth_max) {
      throw json_fault("expected values nested at most " + std::to_string(limits_.depth_max) + " deep");
    }
    if (++values_ > limits_.values_max) {
      throw json_fault("expected at most " + std::to_string(limits_.values_max) + " values in one JSON text");
    }
    if (event == parse_event::object_start) keys_.emplace_back();
    if (event == parse_event::object_end) keys_.pop_back();
    if (event == parse_event::key && !keys_.back().insert(parsed.get<std::string>()).second) {
      throw json_fault("expected each key once, found " + shown(parsed) + " twice");
    }
    return true;
  }

 private:
  const json_limits& limits_;
  std::size_t values_ = 0;
  std::vector<std::set<std::string>> keys_;
};

const std::string& string_at(const json& object, const char* key, const std::string& expected) {
  const json& value = member(object, key, expected);
  if (!value.is_string())
    throw json_fault("expected \"" + std::string(key) + "\": " + expected + ", found " + shown(value));
  return value.get_ref<const std::string&>();
}

}  // namespace

json parse_json_object(std::string_view text, const json_limits& limits) {
  // nlohmann's parser takes a NUL for the end of the text.
  if (const std::size_t nul = text.find('\0'); nul != text.npos) {
    throw json_fault("expected one JSON object, found a NUL byte", nul + 1);
  }
  json object;
  try {
    guard watch(limits);
    object =
        json::parse(text, [&watch](int depth, parse_event event, json& parsed) { return watch(depth, event, parsed); });
  } catch (const json::parse_error& error) {
    const bool encoding = std::string_view(error.what()).find("UTF-8") != std::string_view::npos;
    throw json_fault(encoding ? "expected UTF-8" : "expected one JSON object, found text that is not JSON", error.byte);
  } catch (const json::exception&) {
    throw json_fault("expected one JSON object, found a number that is out of range");
  }
  if (!object.is_object()) throw json_fault("expected one JSON object, found " + shown(object));
  return object;
}

const json& member(const json& object, const char* key, const std::string& expected) {
  const auto found = object.find(key);
  if (found == object.end()) throw json_fault("expected the key \"" + std::string(key) + "\": " + expected);
  return *found;
}

std::string text_member(const json& object, const char* key) { return string_at(object, key, "a string"); }

std::uint64_t integer_member(const json& object, const char* key, std::uint64_t min) {
  const std::string expected = "an integer from " + std::to_string(min) + " to " + std::to_string(trace_integer_max);
  const json& value = member(object, key, expected);
  const auto number = value.is_number_unsigned() ? std::optional(value.get<std::uint64_t>()) : std::nullopt;
  if (!number || *number < min || *number > trace_integer_max) {
    throw json_fault("expected \"" + std::string(key) + "\": " + expected + ", found " + shown(value));
  }
  return *number;
}

side side_member(const json& object) {
  const std::string expected = "\"client\" or \"server\"";
  const std::string& name = string_at(object, "from", expected);
  if (name == to_string(side::client)) return side::client;
  if (name == to_string(side::server)) return side::server;
  throw json_fault("expected \"from\": " + expected + ", found " + shown(name));
}

std::string bytes_member(const json& object) {
  const bool in_text = object.contains("text");
  if (in_text == object.contains("base64")) {
    throw json_fault(std::string("expected the bytes in \"text\" or in \"base64\", found ") +
                     (in_text ? "both" : "neither"));
  }
  if (in_text) return text_member(object, "text");
  const std::string expected = "base64 with padding (RFC 4648)";
  const std::string& coded = string_at(object, "base64", expected);
  std::optional<std::string> bytes = from_base64(coded);
  if (!bytes) throw json_fault("expected \"base64\": " + expected + ", found " + shown(coded));
  return *std::move(bytes);
}

bool is_text(std::string_view bytes) {
  return std::all_of(bytes.begin(), bytes.end(),
                     [](char c) { return (c >= ' ' && c <= '~') || c == '\t' || c == '\r' || c == '\n'; });
}

void put_bytes(nlohmann::ordered_json& object, std::string_view bytes) {
  if (is_text(bytes)) {
    object["text"] = bytes;
  } else {
    object["base64"] = to_base64(bytes);
  }
}

std::string to_line(const nlohmann::ordered_json& value) {
  return value.dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace);
}

std::string shown(const json& value) {
  constexpr std::size_t length_max = 60;
  const std::string text = value.dump(-1, ' ', true, json::error_handler_t::replace);
  return text.size() <= length_max ? text : text.substr(0, length_max) + "...";
}

}  // namespace asynchat::traces
