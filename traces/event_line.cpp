#include "event_line.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>
#include <vector>

#include "base64.h"
#include "json_text.h"

namespace asynchat::traces {
namespace {

using nlohmann::json;

/// The keys of an event, and one for all that are unknown.
enum key : unsigned { t, conn, event, from, text, base64, client, server, bytes, unknown, none };
constexpr std::array<std::string_view, unknown> key_names{"t",      "conn",   "event",  "from", "text",
                                                          "base64", "client", "server", "bytes"};
constexpr unsigned bit(key one) { return 1u << one; }

constexpr unsigned every_event = bit(t) | bit(conn) | bit(event);

/// The keys that an event of that kind has; one that carries data has `text` or `base64` besides.
unsigned keys_of(event_kind kind) {
  switch (kind) {
    case event_kind::open:
      return every_event | bit(client) | bit(server);
    case event_kind::gap:
      return every_event | bit(from) | bit(bytes);
    case event_kind::data:
    case event_kind::eof:
    case event_kind::reset:
      return every_event | bit(from);
    case event_kind::close:
      break;
  }
  return every_event;
}

/// What nlohmann's parser calls. It stops, by returning false, at the first thing that is not plain.
class plain_event_handler {
 public:
  bool start_object(std::size_t) { return !std::exchange(begun_, true); }
  bool end_object() { return true; }
  bool start_array(std::size_t) { return false; }
  bool end_array() { return false; }
  bool null() { return key_ == unknown; }
  bool boolean(bool) { return key_ == unknown; }
  bool number_integer(json::number_integer_t) { return key_ == unknown; }
  bool number_float(json::number_float_t, const std::string&) { return key_ == unknown; }
  bool binary(json::binary_t&) { return false; }
  bool parse_error(std::size_t, const std::string&, const json::exception&) { return false; }

  bool key(std::string& name) {
    const auto found = std::find(key_names.begin(), key_names.end(), name);
    key_ = static_cast<enum key>(found - key_names.begin());
    if (key_ == unknown) return is_new(name);
    const bool again = (seen_ & bit(key_)) != 0;
    seen_ |= bit(key_);
    return !again;
  }

  bool number_unsigned(json::number_unsigned_t value) {
    if (key_ == unknown) return true;
    if (value > trace_integer_max) return false;
    if (key_ == t) event_.time_ns = value;
    if (key_ == conn) event_.conn = value;
    if (key_ == bytes) event_.gap_bytes = value;
    return key_ == t || (value > 0 && (key_ == conn || key_ == bytes));
  }

  bool string(std::string& value) {
    switch (key_) {
      case unknown:
        return true;
      case traces::event:
        return choose(value, event_.kind,
                      std::array{event_kind::open, event_kind::data, event_kind::gap, event_kind::eof,
                                 event_kind::reset, event_kind::close});
      case from:
        return choose(value, event_.from, std::array{side::client, side::server});
      case text:
        event_.bytes = std::move(value);
        return true;
      case base64:
        return decode(value);
      case client:
        event_.client = std::move(value);
        return true;
      case server:
        event_.server = std::move(value);
        return true;
      default:
        return false;
    }
  }

  /// The event, if all that belongs to it has come, and nothing else.
  std::optional<trace_event> done() {
    const unsigned expected = keys_of(event_.kind);
    const bool is_whole = event_.kind == event_kind::data
                              ? seen_ == (expected | bit(text)) || seen_ == (expected | bit(base64))
                              : seen_ == expected;
    if (!is_whole) return std::nullopt;
    return std::move(event_);
  }

 private:
  template <typename Enum, std::size_t N>
  static bool choose(const std::string& name, Enum& chosen, const std::array<Enum, N>& values) {
    const auto found =
        std::find_if(values.begin(), values.end(), [&](const Enum value) { return name == to_string(value); });
    if (found == values.end()) return false;
    chosen = *found;
    return true;
  }

  bool decode(const std::string& coded) {
    std::optional<std::string> decoded = from_base64(coded);
    if (!decoded) return false;
    event_.bytes = *std::move(decoded);
    return true;
  }

  /// A few unknown keys are plain; what has many is looked at with limits.
  bool is_new(const std::string& name) {
    constexpr std::size_t unknown_max = 16;
    if (unknown_.size() == unknown_max) return false;
    if (std::find(unknown_.begin(), unknown_.end(), name) != unknown_.end()) return false;
    unknown_.push_back(name);
    return true;
  }

  trace_event event_;
  enum key key_ = none;
  bool begun_ = false;
  unsigned seen_ = 0;
  std::vector<std::string> unknown_;
};

/// Appends the text as a JSON string of ASCII.
void append_string(std::string& out, std::string_view value) {
  const bool is_plain =
      std::all_of(value.begin(), value.end(), [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; });
  if (!is_plain) {
    out += to_line(nlohmann::ordered_json(value));
    return;
  }
  out += '"';
  out += value;
  out += '"';
}

/// Appends what is_text() as a JSON string, whole runs of what stands for itself at once.
void append_text(std::string& out, std::string_view value) {
  constexpr std::string_view special = "\"\\\t\r\n";
  const auto is_special = [](char c) { return c < ' ' || c == '"' || c == '\\'; };
  out += '"';
  while (!value.empty()) {
    const auto end = std::find_if(value.begin(), value.end(), is_special);
    const auto run = static_cast<std::size_t>(end - value.begin());
    out += value.substr(0, run);
    value.remove_prefix(run);
    if (value.empty()) break;
    out += '\\';
    out += "\"\\trn"[special.find(value.front())];
    value.remove_prefix(1);
  }
  out += '"';
}

void append_from(std::string& out, const trace_event& told) {
  out += R"(,"from":")";
  out += to_string(told.from);
  out += '"';
}

}  // namespace

std::optional<trace_event> plain_event(std::string_view line) {
  if (line.find('\0') != line.npos) return std::nullopt;  // there the parser would take it for the end
  plain_event_handler handler;
  if (!json::sax_parse(line.begin(), line.end(), &handler)) return std::nullopt;
  return handler.done();
}

void append_line(std::string& out, const trace_event& told) {
  out += R"({"t":)";
  out += std::to_string(told.time_ns);
  out += R"(,"conn":)";
  out += std::to_string(told.conn);
  out += R"(,"event":")";
  out += to_string(told.kind);
  out += '"';
  switch (told.kind) {
    case event_kind::open:
      out += R"(,"client":)";
      append_string(out, told.client);
      out += R"(,"server":)";
      append_string(out, told.server);
      break;
    case event_kind::data:
      append_from(out, told);
      if (is_text(told.bytes)) {
        out += R"(,"text":)";
        append_text(out, told.bytes);
      } else {
        out += R"(,"base64":")";
        out += to_base64(told.bytes);
        out += '"';
      }
      break;
    case event_kind::gap:
      append_from(out, told);
      out += R"(,"bytes":)";
      out += std::to_string(told.gap_bytes);
      break;
    case event_kind::eof:
    case event_kind::reset:
      append_from(out, told);
      break;
    case event_kind::close:
      break;
  }
  out += "}\n";
}

}  // namespace asynchat::traces
