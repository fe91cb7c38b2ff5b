#include <asynchat/protocols/resp.h>

#include "read_number.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

namespace asynchat::protocols {

namespace {

constexpr std::string_view line_end = "\r\n";
constexpr std::string_view nil_length = "-1";

bool is_integer(std::string_view text) {
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
  return read_number<std::int64_t>(text).has_value();
}

}  // namespace

resp_framing::resp_framing(loop& owner, std::unique_ptr<stream> source, frame_sink& sink, side from,
                           const framing_limits& limits)
    : placed_framing(owner, std::move(source), sink, limits), from_(from) {
  set_terminator(line_end);
}

void resp_framing::collect_incoming_data(std::string_view data) {
  if (place_.in_bulk) {
    place_.value.append(data);
  } else {
    gather_text(place_.value, data, place_.line_start + limits().head_bytes_max);
  }
}

void resp_framing::found_terminator() {
  if (place_.in_bulk) {
    end_bulk();
  } else if (gather(place_.value, line_end, std::max(limits().frame_bytes_max, std::uint64_t{place_.value.size()}))) {
    end_line();
  }
}

void resp_framing::finish() {
  if (!place_.value.empty()) emit("incomplete", place_.value.view());
}

void resp_framing::end_bulk() {
  if (!place_.value.view().ends_with(line_end)) return fail("bulk-end");
  place_.in_bulk = false;
  set_terminator(line_end);
  end_value();
}

void resp_framing::end_line() {
  std::string_view line = place_.value.view().substr(place_.line_start);
  line.remove_suffix(line_end.size());
  if (line.find('\r') != std::string_view::npos) return fail("bare-cr");

  const char type = line.empty() ? '\0' : line.front();
  const bool command = from_ == side::client && place_.missing.empty() && type != '*';
  if (command) return report("inline", line_end.size());
  if (line.empty()) return fail("type");
  line.remove_prefix(1);
  switch (type) {
    case '+':
    case '-':
      return end_value();
    case ':':
      return is_integer(line) ? end_value() : fail("integer");
    case '$':
      return begin_bulk(line);
    case '*':
      return begin_array(line);
    default:
      return fail("type");
  }
}

void resp_framing::begin_bulk(std::string_view length) {
  if (length == nil_length) return end_value();
  const std::optional<std::uint64_t> size = read_number<std::uint64_t>(length);
  if (!size) return fail("length");
  const std::uint64_t room = limits().frame_bytes_max - place_.value.size();
  if (room < line_end.size() || *size > room - line_end.size()) return fail("too-long");
  place_.in_bulk = true;
  set_terminator(byte_count(*size + line_end.size()));
}

void resp_framing::begin_array(std::string_view length) {
  if (length == nil_length) return end_value();
  const std::optional<std::uint64_t> size = read_number<std::uint64_t>(length);
  if (!size) return fail("length");
  if (*size == 0) return end_value();
  if (place_.missing.size() == limits().depth_max) return fail("too-deep");
  place_.missing.push_back(*size);
  place_.line_start = place_.value.size();
}

void resp_framing::end_value() {
  std::vector<std::uint64_t>& missing = place_.missing;
  while (!missing.empty() && --missing.back() == 0) missing.pop_back();
  if (missing.empty()) return report("value", 0);
  place_.line_start = place_.value.size();
}

void resp_framing::report(std::string_view name, std::size_t bytes_left_away) {
  const gathered_bytes bytes = std::exchange(place_, {}).value;
  emit(name, bytes.view().substr(0, bytes.size() - bytes_left_away));
}

}  // namespace asynchat::protocols
