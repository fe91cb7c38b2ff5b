#include <asynchat/protocols/references.h>

#include "reference_text.h"

#include <cstdlib>

namespace asynchat::protocols {

namespace {

const std::string u32_max = "4294967295";
const std::string u64_max = "18446744073709551615";

std::vector<std::string> split_words(std::string_view line) {
  std::vector<std::string> words(1);
  for (const char c : line) {
    if (c != ' ') {
      words.back() += c;
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

bool is_key(const std::string& word) { return word.size() <= 250; }

bool is_time(const std::string& word) {
  if (word.starts_with('-')) return is_reference_number(word.substr(1), "9223372036854775808");
  return is_reference_number(word, "9223372036854775807");
}

/// What a line says of a block after it.
struct announcement {
  enum class kind : std::uint8_t { no_block, block, wrong };

  kind what = kind::no_block;
  std::string length;
};

announcement make_announcement(bool right, std::size_t length_at, const std::vector<std::string>& words) {
  if (!right) return {announcement::kind::wrong, ""};
  return {announcement::kind::block, words[length_at]};
}

announcement read_command(std::vector<std::string> words) {
  const std::string name = words.empty() ? "" : words[0];
  if (name == "ms") return make_announcement(words.size() >= 3 && is_key(words[1]), 2, words);
  const bool unique = name == "cas";
  const bool plain = name == "set" || name == "add" || name == "replace" || name == "append" || name == "prepend";
  if (!plain && !unique) return {};
  const std::size_t size = unique ? 6 : 5;
  if (words.size() == size + 1 && words.back() == "noreply") words.pop_back();
  const bool right = words.size() == size && is_key(words[1]) && is_reference_number(words[2], u32_max) &&
                     is_time(words[3]) && (!unique || is_reference_number(words[5], u64_max));
  return make_announcement(right, 4, words);
}

announcement read_reply(const std::vector<std::string>& words) {
  const std::string name = words.empty() ? "" : words[0];
  if (name == "VA") return make_announcement(words.size() >= 2, 1, words);
  if (name != "VALUE") return {};
  const bool right = (words.size() == 4 || (words.size() == 5 && is_reference_number(words[4], u64_max))) &&
                     is_key(words[1]) && is_reference_number(words[2], u32_max);
  return make_announcement(right, 3, words);
}

/// The error that a whole line is, or empty.
std::string line_error(const std::string& line, const announcement& what, const framing_limits& limits) {
  if (line.find('\r') != std::string::npos) return "bare-cr";
  if (what.what == announcement::kind::wrong) return "block-line";
  if (what.what == announcement::kind::no_block) return "";
  if (!is_reference_number(what.length, u64_max)) return "length";
  return is_reference_number(what.length, std::to_string(limits.frame_bytes_max)) ? "" : "too-long";
}

}  // namespace

std::vector<reference_frame> memcache_reference(std::string_view bytes, side from, stream_end end,
                                                const framing_limits& limits) {
  std::vector<reference_frame> frames;
  const auto stop = [&](std::string_view unreported) {
    if (end == stream_end::ended) frames.push_back({"incomplete", std::string(unreported), bytes.size()});
    return frames;
  };
  const auto fail = [&](std::string_view reason, std::size_t at) {
    frames.push_back({"error", std::string(reason), at});
    return frames;
  };
  for (std::size_t at = 0; at < bytes.size();) {
    const std::string_view rest = bytes.substr(at);
    const reference_text text = find_reference_lines(rest, "\r\n", limits.head_bytes_max, end);
    if (text.what == reference_text::kind::wrong) return fail(text.reason, at + text.seen);
    if (text.what == reference_text::kind::unfinished) return stop(rest);
    at += text.size + 2;

    const std::string line(rest.substr(0, text.size));
    const announcement what = from == side::client ? read_command(split_words(line)) : read_reply(split_words(line));
    const std::string error = line_error(line, what, limits);
    if (!error.empty()) return fail(error, at);
    frames.push_back({from == side::client ? "command" : "reply", line, at});
    if (what.what == announcement::kind::no_block) continue;

    const std::uint64_t size = std::strtoull(what.length.c_str(), nullptr, 10);
    if (bytes.size() - at < 2 || bytes.size() - at - 2 < size) return stop(bytes.substr(at));
    const std::string_view block = bytes.substr(at, static_cast<std::size_t>(size));
    at += block.size() + 2;
    if (bytes.substr(at - 2, 2) != "\r\n") return fail("block-end", at);
    frames.push_back({"block", std::string(block), at});
  }
  return frames;
}

}  // namespace asynchat::protocols
