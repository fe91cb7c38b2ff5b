#include "diff_report.h"

#include <asynchat/transport/escape.h>

#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string_view>

#include "check_wording.h"
#include "event_text.h"

namespace asynchat::cli {

namespace {

using nlohmann::json;

constexpr std::array<const char*, 2> names{"A", "B"};

/// "eof", "gap of 1,460 bytes".
std::string end_text(const direction_diff& one, std::size_t which) {
  if (one.end[which] != traces::stop::gap) return std::string(to_string(one.end[which]));
  return "gap of " + counted(one.gap_bytes[which], "byte");
}

/// The lines with the colour of what is bad from that place on, for so many characters or to their end. They are broken
/// before the colours come, which have no width.
std::string inked(std::string lines, std::size_t from, std::size_t size, const palette& ink) {
  const std::size_t end = lines.size() - 1;
  lines.insert(size < end - from ? from + size : end, ink.plain);
  return lines.insert(from, ink.bad);
}

class direction_text {
 public:
  direction_text(const direction_diff& one, std::size_t width, const palette& ink)
      : one_(one), width_(width), ink_(ink) {}

  std::string text(side from) {
    if (one_.first) {
      add_first(from);
    } else if (!one_.is_same()) {
      add(fmt::format("  from the {}: the bytes are the same, {}", to_string(from), counted(one_.bytes[0], "byte")));
    }
    if (!one_.is_same()) add_rest();
    if (one_.behind_gap[0] + one_.behind_gap[1] > 0) {
      add(fmt::format("    not compared, from the {}, behind a gap: {} bytes in A, {} in B", to_string(from),
                      grouped(one_.behind_gap[0]), grouped(one_.behind_gap[1])));
    }
    return text_;
  }

 private:
  void add(const std::string& line) { text_ += wrapped(line, width_); }

  void add_first(side from) {
    const first_difference& first = *one_.first;
    const bool is_same_offset = first.offset[0] == first.offset[1];
    const std::string place =
        is_same_offset ? "byte " + grouped(first.offset[0])
                       : fmt::format("byte {} of A and {} of B", grouped(first.offset[0]), grouped(first.offset[1]));
    const std::string frame = first.frame == 0 ? "" : fmt::format(", in frame {}", grouped(first.frame));
    const std::string whose = fmt::format("  from the {}: ", to_string(from));
    text_ += inked(wrapped(fmt::format("{}different from {} on{}", whose, place, frame), width_), whose.size(),
                   std::string::npos, ink_);
    if (!first.before.empty()) add_bytes("before", first.before, false, ink_.faint);
    for (const std::size_t which : both) {
      if (first.then[which].empty()) {
        add(fmt::format("    {:<7} (no more: {})", names[which], end_text(one_, which)));
      } else {
        const bool goes_on = one_.bytes[which] > first.offset[which] + first.then[which].size();
        add_bytes(names[which], first.then[which], goes_on, ink_of(which));
      }
    }
    if (first.frame > 0) add_frames(first);
  }

  const std::string& ink_of(std::size_t which) const { return which == 0 ? ink_.client : ink_.server; }

  void add_bytes(const std::string& label, const std::string& bytes, bool goes_on, const std::string& ink) {
    const std::string shown = escaped(bytes) + (goes_on ? "..." : "");
    const std::size_t room = width_ - std::min<std::size_t>(width_, 12);
    const bool has_room = shown.size() <= room;
    text_ += fmt::format("    {:<7} {}{}{}\n", label, ink,
                         has_room ? shown : fitted(bytes, std::min(room, shown.size() - 4)), ink_.plain);
  }

  void add_frames(const first_difference& first) {
    for (const told_frame& one : first.frames_before) add_frame("", one);
    const auto& [a, b] = first.frames;
    // A frame may differ far behind what is shown of it.
    if (a && b && frame_text(*a) == frame_text(*b)) return add_frame(" in both", *a);
    for (const std::size_t which : both) {
      const std::string in = fmt::format(" in {}", names[which]);
      if (first.frames[which]) {
        add_frame(in, *first.frames[which]);
      } else {
        add(fmt::format("    frame {}{}: it does not end", grouped(first.frame), in));
      }
    }
  }

  /// A part of a payload says no more than the bytes do.
  void add_frame(const std::string& in, const told_frame& one) {
    if (one.number > 0) add(fmt::format("    frame {}{}: {}", grouped(one.number), in, frame_text(one)));
  }

  std::string frame_text(const told_frame& one) const {
    return event_text(one.what, width_ - std::min<std::size_t>(width_, 24));
  }

  void add_rest() {
    const auto [a, b] = one_.bytes;
    if (a != b) add(fmt::format("    {} has {} more", a > b ? "A" : "B", counted(a > b ? a - b : b - a, "byte")));
    if (end_text(one_, 0) != end_text(one_, 1)) {
      add(fmt::format("    ends: A {}, B {}", end_text(one_, 0), end_text(one_, 1)));
    }
  }

  const direction_diff& one_;
  const std::size_t width_;
  const palette& ink_;
  std::string text_;
};

std::string longer(std::uint64_t a, std::uint64_t b) {
  if (a == 0 || b == 0) return "";
  const double times = static_cast<double>(std::max(a, b)) / static_cast<double>(std::min(a, b));
  return times < 1.05 ? ", about as long" : fmt::format(", {} {:.1f} times as long", a > b ? "A" : "B", times);
}

std::string both_times(std::uint64_t a, std::uint64_t b) { return time_text(a) + " and " + time_text(b); }

/// What changed in time and chunks; empty where nothing did.
std::string timing_text(const connection_timing& a, const connection_timing& b, std::size_t width) {
  std::string text;
  const auto add = [&](const std::string& line) { text += wrapped(line, width); };
  if (a.duration_ns() != b.duration_ns()) {
    add(fmt::format("  timing: {}{}", both_times(a.duration_ns(), b.duration_ns()),
                    longer(a.duration_ns(), b.duration_ns())));
  }
  if (a.first_answer_ns() && b.first_answer_ns() && a.first_answer_ns() != b.first_answer_ns()) {
    add(fmt::format("  first byte of the server: after {}", both_times(*a.first_answer_ns(), *b.first_answer_ns())));
  }
  for (const side from : {side::client, side::server}) {
    if (a.chunks(from) == b.chunks(from)) continue;
    add(fmt::format("  chunks from the {}: {} and {}", to_string(from), grouped(a.chunks(from)),
                    grouped(b.chunks(from))));
  }
  const bool same_pauses = a.pauses().median() == b.pauses().median() && a.pauses().longest() == b.pauses().longest();
  if (!same_pauses) {
    add(fmt::format("  pauses between chunks: median {}; longest {}",
                    both_times(a.pauses().median(), b.pauses().median()),
                    both_times(a.pauses().longest(), b.pauses().longest())));
  }
  return text;
}

/// "connection 2 (3 in B)".
std::string name_of(const connection_diff& pair) {
  if (!pair.is_in_both()) return fmt::format("connection {}", pair.in[pair.in[0] ? 0 : 1]->conn);
  const std::uint64_t a = pair.in[0]->conn;
  const std::uint64_t b = pair.in[1]->conn;
  return a == b ? fmt::format("connection {}", a) : fmt::format("connection {} ({} in B)", a, b);
}

std::string only_text(const connection_diff& pair, std::size_t width, const palette& ink) {
  const std::size_t which = pair.in[0] ? 0 : 1;
  const connection_side& one = *pair.in[which];
  const std::string name = name_of(pair) + ": ";
  const std::string only = fmt::format("only in {}", names[which]);
  const std::string text = fmt::format(
      "{}{}: {} > {}, {} from the client, {} from the server", name, only, escaped(one.client), escaped(one.server),
      counted(pair.directions[0].bytes[which], "byte"), grouped(pair.directions[1].bytes[which]));
  return inked(wrapped(text, width), name.size(), only.size(), ink);
}

json json_of(const told_frame& one) {
  return {{"number", one.number},
          {"name", escaped(one.what.name)},
          {"bytes", escaped(one.what.bytes)},
          {"numbers", one.what.numbers}};
}

json json_of(const first_difference& first) {
  json result{{"offset", first.offset},
              {"before", escaped(first.before)},
              {"a", escaped(first.then[0])},
              {"b", escaped(first.then[1])}};
  if (first.frame == 0) return result;
  result["frame"] = first.frame;
  result["frames_before"] = json::array();
  for (const told_frame& frame : first.frames_before) result["frames_before"].push_back(json_of(frame));
  if (first.frames[0]) result["frame_a"] = json_of(*first.frames[0]);
  if (first.frames[1]) result["frame_b"] = json_of(*first.frames[1]);
  return result;
}

json json_of(const direction_diff& one) {
  json result{{"same", one.is_same()}, {"bytes", one.bytes}, {"not_compared_bytes", one.behind_gap}};
  for (const std::size_t which : both) result["end"].push_back(end_text(one, which));
  if (one.first) result["first_difference"] = json_of(*one.first);
  return result;
}

json json_of(const connection_side& one) {
  json result{{"conn", one.conn},
              {"client", escaped(one.client)},
              {"server", escaped(one.server)},
              {"duration_ns", one.timing.duration_ns()},
              {"chunks", {one.timing.chunks(side::client), one.timing.chunks(side::server)}},
              {"pause_median_ns", one.timing.pauses().median()},
              {"pause_longest_ns", one.timing.pauses().longest()}};
  if (const auto first = one.timing.first_answer_ns()) result["first_answer_ns"] = *first;
  return result;
}

}  // namespace

std::string text_of(const connection_diff& pair, std::size_t width, const palette& ink) {
  if (!pair.is_in_both()) return only_text(pair, width, ink);
  const std::string name = name_of(pair) + ": ";
  std::string text;
  if (pair.is_same()) {
    text = wrapped(fmt::format("{}the same, {} from the client, {} from the server", name,
                               counted(pair.directions[0].bytes[0], "byte"), grouped(pair.directions[1].bytes[0])),
                   width);
  } else {
    text = name + ink.bad + "different" + ink.plain + '\n';
  }
  for (const side from : {side::client, side::server}) text += direction_text(pair.from(from), width, ink).text(from);
  return text + timing_text(pair.in[0]->timing, pair.in[1]->timing, width);
}

std::string json_of(const connection_diff& pair) {
  json result{{"number", pair.number}, {"same", pair.is_same()}};
  if (pair.in[0]) result["a"] = json_of(*pair.in[0]);
  if (pair.in[1]) result["b"] = json_of(*pair.in[1]);
  for (const side from : {side::client, side::server}) result[std::string(to_string(from))] = json_of(pair.from(from));
  return result.dump();
}

std::string text_of(const diff_totals& totals) {
  std::string text = counted(totals.same, "connection") + " the same";
  if (totals.different > 0) text += fmt::format(", {} different", grouped(totals.different));
  if (totals.only[0] > 0) text += fmt::format(", {} only in A", grouped(totals.only[0]));
  if (totals.only[1] > 0) text += fmt::format(", {} only in B", grouped(totals.only[1]));
  return text;
}

}  // namespace asynchat::cli
