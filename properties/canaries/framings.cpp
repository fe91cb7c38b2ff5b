#include "framings.h"

#include <algorithm>
#include <vector>

namespace asynchat::properties::canaries {

namespace {

std::optional<front_frame> delimited(std::string_view rest, std::string_view delimiter) {
  const std::size_t end = rest.find(delimiter);
  if (end == std::string_view::npos) return std::nullopt;
  return front_frame{{"frame", std::string(rest.substr(0, end)), {}}, end + delimiter.size()};
}

std::optional<front_frame> sized(std::string_view rest, std::size_t overhead, std::size_t payload) {
  if (rest.size() < overhead + payload) return std::nullopt;
  return front_frame{{"frame", std::string(rest.substr(overhead, payload)), {}}, overhead + payload};
}

constexpr std::size_t length_bytes_max = 4;

std::size_t byte_at(std::string_view bytes, std::size_t at) { return static_cast<unsigned char>(bytes[at]); }

}  // namespace

std::optional<front_frame> crlf_rule(std::string_view rest) { return delimited(rest, "\r\n"); }

std::optional<front_frame> crlf_quit_rule(std::string_view rest) {
  std::optional<front_frame> line = crlf_rule(rest);
  if (line && line->what.bytes == "QUIT") line->last = true;
  return line;
}

std::optional<front_frame> crlf_limit_rule(std::string_view rest) {
  std::optional<front_frame> line = crlf_rule(rest);
  std::size_t payload = line ? line->what.bytes.size() : rest.size();
  if (!line && rest.ends_with('\r')) --payload;
  if (payload <= line_bytes_max) return line;
  return front_frame{{"error", "too-long", {}}, line_bytes_max + 1, true};
}

std::optional<front_frame> crlf_refuse_rule(std::string_view rest) {
  std::optional<front_frame> line = crlf_rule(rest);
  if (line && line->what.bytes.size() > line_bytes_max) line->what = {"refused", {}, {}};
  return line;
}

std::optional<front_frame> head_rule(std::string_view rest) {
  std::size_t at = 0;
  for (std::size_t lines = 0; const std::optional<front_frame> line = crlf_rule(rest.substr(at)); ++lines) {
    at += line->size;
    if (line->what.bytes.empty()) return front_frame{{"frame", std::string(rest.substr(0, at)), {}}, at};
    if (lines == head_lines_max) return front_frame{{"error", "too-many", {}}, at, true};
  }
  return std::nullopt;
}

std::string line_of(std::size_t bytes) { return std::string(bytes, 'x') + "\r\n"; }

std::optional<front_frame> end_rule(std::string_view rest) { return delimited(rest, "END"); }

std::optional<front_frame> aab_rule(std::string_view rest) { return delimited(rest, "aab"); }

std::optional<front_frame> count_rule(std::string_view rest) { return sized(rest, 0, counted_bytes); }

std::optional<front_frame> u8_rule(std::string_view rest) {
  if (rest.empty()) return std::nullopt;
  return sized(rest, 1, byte_at(rest, 0));
}

std::optional<front_frame> u16be_rule(std::string_view rest) {
  if (rest.size() < 2) return std::nullopt;
  return sized(rest, 2, byte_at(rest, 0) * 256 + byte_at(rest, 1));
}

std::optional<front_frame> varint_rule(std::string_view rest) {
  std::size_t payload = 0;
  for (std::size_t i = 0; i < length_bytes_max; ++i) {
    if (i == rest.size()) return std::nullopt;
    payload |= (byte_at(rest, i) & 0x7fu) << (7 * i);
    if (byte_at(rest, i) < 128) return sized(rest, i + 1, payload);
  }
  return front_frame{{"error", "bad-length", {}}, length_bytes_max, true};
}

bool varint_is_whole(std::string_view rest) {
  const std::string_view length = rest.substr(0, length_bytes_max);
  return std::any_of(length.begin(), length.end(), [](char byte) { return static_cast<unsigned char>(byte) < 128; });
}

std::optional<front_frame> u8_crlf_rule(std::string_view rest) {
  std::optional<front_frame> frame = u8_rule(rest);
  if (!frame || rest.size() < frame->size + 2) return std::nullopt;
  const bool ended = rest.substr(frame->size, 2) == "\r\n";
  frame->size += 2;
  return ended ? frame : front_frame{{"error", "no-crlf", {}}, frame->size, true};
}

std::optional<front_frame> dot_rule(std::string_view rest) { return delimited(rest, "\r\n.\r\n"); }

std::optional<front_frame> parts_rule(std::string_view rest) {
  std::optional<front_frame> part = delimited(rest, "#");
  if (!part || part->size == rest.size()) return std::nullopt;  // the byte behind it says which mark it is
  part->last = rest[part->size] == '#';
  if (part->last) ++part->size;
  return part;
}

reference model_of(framing_rule rule) {
  return [rule](std::string_view bytes, bool ended, std::span<const heard_frame>) {
    std::vector<expected_event> told;
    std::size_t at = 0;
    while (at < bytes.size()) {
      const std::optional<front_frame> frame = rule(bytes.substr(at));
      if (!frame) {
        if (ended) told.push_back({{"incomplete", std::string(bytes.substr(at)), {}}, bytes.size()});
        break;
      }
      at += frame->size;
      told.push_back({frame->what, at});
      if (frame->last) break;
    }
    return told;
  };
}

void take_lines(std::string& kept, events& out) {
  while (const std::optional<front_frame> line = crlf_rule(kept)) {
    out.add("frame", line->what.bytes);
    kept.erase(0, line->size);
  }
}

void tell_incomplete(std::string_view kept, events& out) {
  if (!kept.empty()) out.add("incomplete", kept);
}

}  // namespace asynchat::properties::canaries
