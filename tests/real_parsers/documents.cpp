#include "documents.h"

#include <array>
#include <string_view>
#include <utility>

#include "seeded_random.h"

namespace asynchat::real_parsers {
namespace {

using support::seeded_random;

template <std::size_t Size>
std::string_view one_of(seeded_random& random, const std::array<std::string_view, Size>& choices) {
  return choices[random.below(Size)];
}

/// Of one to four bytes each; one has an FF in its UTF-16 form, one stands beyond the first plane.
constexpr std::array<std::string_view, 6> characters{
    "a", "z", "\xc3\xa9", "\xe4\xb8\xad", "\xef\xbb\xbf", "\xf0\x9f\x98\x80"};

std::string json_string(seeded_random& random) {
  static constexpr std::array<std::string_view, 12> escapes{
      "\\\"",           "\\\\",           "\\/",    "\\b", "\\n", "\\t", "\\u0041", "\\u00e9", "\\u4e2d",
      "\\ud83d\\ude00", "\\uD834\\uDD1E", "\\u0000"};
  std::string text = "\"";
  for (std::size_t left = random.below(8); left > 0; --left) {
    text += random.one_in(2) ? one_of(random, characters) : one_of(random, escapes);
  }
  return text + '"';
}

std::string json_number(seeded_random& random) {
  static constexpr std::array<std::string_view, 12> numbers{
      "0", "-0", "7", "-12", "1.5", "0.25", "1e3", "2E-2", "-3.5e+1", "1000000", "4.0", "12345678901234"};
  return std::string(one_of(random, numbers));
}

std::string json_space(seeded_random& random) {
  static constexpr std::array<std::string_view, 5> spaces{"", "", " ", "\r\n", "\t "};
  return std::string(one_of(random, spaces));
}

std::string json_value(seeded_random& random, std::size_t depth) {
  static constexpr std::array<std::string_view, 3> words{"true", "false", "null"};
  const std::size_t kind = random.below(depth < 4 ? 7 : 4);
  if (kind < 2) return json_string(random);
  if (kind == 2) return json_number(random);
  if (kind == 3) return std::string(one_of(random, words));
  const bool is_map = kind == 4;
  std::string text(1, is_map ? '{' : '[');
  for (std::size_t left = random.below(4), first = left; left > 0; --left) {
    if (left != first) text += ',';
    text += json_space(random);
    if (is_map) text += json_string(random) + json_space(random) + ':' + json_space(random);
    text += json_value(random, depth + 1) + json_space(random);
  }
  return text + (is_map ? '}' : ']');
}

std::string xml_text(seeded_random& random) {
  static constexpr std::array<std::string_view, 10> others{"&amp;", "&lt;", "&#65;", "&#x4e2d;", "&greeting;",
                                                           "\n",    "\r\n", "]]",    "]",        "&#x1F600;"};
  std::string text;
  for (std::size_t left = random.below(6); left > 0; --left) {
    text += random.one_in(2) ? one_of(random, characters) : one_of(random, others);
  }
  return text;
}

std::string xml_element(seeded_random& random, std::size_t depth) {
  static constexpr std::array<std::string_view, 4> names{"a", "row", "n:tag", "\xc3\xa9t\xc3\xa9"};
  const std::string name(one_of(random, names));
  std::string text = "<" + name;
  if (random.one_in(2)) text += " id='" + xml_text(random) + "'";
  if (random.one_in(4)) text += "\n  other = \"x&quot;y\"";
  if (random.one_in(4)) return text + "/>";
  text += ">";
  for (std::size_t left = random.below(4); left > 0; --left) {
    switch (random.below(depth < 3 ? 5 : 4)) {
      case 0:
        text += "<![CDATA[<raw> & ]] ]>" + std::string(random.one_in(2) ? "\r\n" : "\xe4\xb8\xad") + "]]>";
        break;
      case 1:
        text += "<!-- a comment - of two -->";
        break;
      case 2:
        text += "<?go on?>";
        break;
      case 3:
        text += xml_text(random);
        break;
      default:
        text += xml_element(random, depth + 1);
    }
  }
  return text + "</" + name + ">";
}

}  // namespace

std::string json_values(std::uint64_t seed) {
  seeded_random random(seed);
  std::string text = json_space(random);
  for (std::size_t left = random.between(1, 3); left > 0; --left) text += json_value(random, 0) + "\n";
  // A number at the very end is over only with the stream.
  if (random.one_in(3)) text += json_number(random);
  return text;
}

std::string xml_document(std::uint64_t seed) {
  seeded_random random(seed);
  std::string text = random.one_in(2) ? "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n" : "";
  text += "<!DOCTYPE a [<!ENTITY greeting \"hi <b>you</b>\">]>\n";
  return text + xml_element(random, 0) + (random.one_in(2) ? "\n" : "");
}

std::string mixed_lines(std::uint64_t seed) {
  seeded_random random(seed);
  std::string text;
  for (std::size_t left = random.between(1, 10); left > 0; --left) {
    static constexpr std::array<std::string_view, 6> ends{"\n", "\r\n", "\r\n", "\r", "\n\r", "\r\r\n"};
    text += random.bytes_of("ab \r", 6) + (random.one_in(8) ? std::string(1, '\0') : "");
    text += one_of(random, ends);
  }
  return text + random.bytes_of("ab\r", 4);
}

std::string damaged(std::string bytes, std::uint64_t seed) {
  seeded_random random(seed);
  for (std::size_t left = random.between(1, 3); left > 0 && !bytes.empty(); --left) {
    const std::size_t at = random.below(bytes.size());
    switch (random.below(4)) {
      case 0:
        bytes[at] = static_cast<char>(random.below(256));
        break;
      case 1:
        bytes.erase(at, 1);
        break;
      case 2:
        bytes.insert(at, 1, bytes[at]);
        break;
      default:
        std::swap(bytes[at], bytes[random.below(bytes.size())]);
    }
  }
  return bytes;
}

}  // namespace asynchat::real_parsers
