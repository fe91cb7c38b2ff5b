#include <asynchat/engine/matcher.h>

#include <memory>
#include <string>
#include <utility>

#include "contest.h"
#include "engine/frames.h"

/// The task: the input that a matcher likes least. None of these streams holds its terminator, all are full of its
/// beginnings.
namespace asynchat::bench {

namespace {

constexpr std::size_t stream_bytes = 256u << 10;

std::string repeat(std::string_view unit, std::size_t bytes) {
  std::string result;
  while (result.size() < bytes) result += unit;
  return result;
}

struct scanned {
  std::uint64_t finds = 0;
  std::uint64_t data = 0;
};

scanned scan_all(matcher& pattern, std::string_view input) {
  scanned result;
  for (std::size_t at = 0; at < input.size(); at += whole_chunk_bytes) {
    std::string_view rest = input.substr(at, whole_chunk_bytes);
    while (!rest.empty()) {
      const match found = pattern.scan(rest);
      result.data += found.released + found.data;
      result.finds += found.found ? 1 : 0;
      rest.remove_prefix(found.consumed);
    }
  }
  return result;
}

/// `input` does not hold `terminator`.
timed_work scanning(std::string terminator, std::string input) {
  return [terminator = std::move(terminator), input = std::move(input)](benchmark::State& state) {
    matcher pattern(terminator);
    for ([[maybe_unused]] auto _ : state) {
      pattern.reset();
      scanned result = scan_all(pattern, input);
      benchmark::DoNotOptimize(result);
      if (result.finds != 0 || result.data + pattern.held() != input.size()) {
        return state.SkipWithError("what was found is not right");
      }
    }
    report_cost(state, input.size());
  };
}

/// The input, in words, is the contestant's name.
struct bad_input {
  std::string words;
  std::string terminator;
  std::string unit;  ///< repeated, it is the stream
};

std::vector<bad_input> bad_for_short_terminators() {
  return {{"CRLF: all CR", "\r\n", "\r"},
          {"CRLF: all LF", "\r\n", "\n"},
          {"CRLF: LF CR in turn", "\r\n", "\n\rx"},
          {"CRLF CR: CRLF LF", "\r\n\r", "\r\n\n"},
          {"CRLF CRLF: CRLF CR", "\r\n\r\n", "\r\n\r"},
          {"CRLF CRLF: CRLF x", "\r\n\r\n", "\r\nx"},
          {"aaab: all a", "aaab", "a"},
          {"abab: aba", "abab", "aba"}};
}

std::vector<bad_input> bad_for_long_terminators() {
  const std::string many_a(63, 'a');
  const std::string many_ab = repeat("ab", 62);
  const std::string boundary = "\r\n--0123456789abcdefghijklmnopqrstuvwxyz";
  return {{"a^63 b: all a", many_a + 'b', "a"},
          {"a^63 b: a^62 b", many_a + 'b', std::string(62, 'a') + 'b'},
          {"b a^63: all a", 'b' + many_a, "a"},
          {"b a^63: b a^62", 'b' + many_a, 'b' + std::string(62, 'a')},
          {"(ab)^31 cd: all ab", many_ab + "cd", "ab"},
          {"abcdefgh: 7 of 8", "abcdefgh", "abcdefg"},
          {"boundary: all but one byte", boundary, boundary.substr(0, boundary.size() - 1)},
          {"a^4 b: a^3 b", "aaaab", "aaab"}};
}

}  // namespace

void enter_adversarial(contest& all) {
  using enum yardstick;
  all.add({"adversarial-4", "worst input for terminators of 2 to 4 bytes, matcher alone"});
  gate within_a_quarter{"adversarial-4", "of the benign speed", times_as_fast, {}, 0.25, 0.5};
  for (const bad_input& each : bad_for_short_terminators()) {
    const std::string benign = each.words + ", benign";
    all.enter("adversarial-4", each.words, scanning(each.terminator, repeat(each.unit, stream_bytes)));
    all.enter("adversarial-4", benign, scanning(each.terminator, repeat("0123456789", stream_bytes)));
    within_a_quarter.pairs.push_back({each.words, benign});
  }
  all.ask(std::move(within_a_quarter));

  all.add({"adversarial-64", "worst input for terminators of 5 to 64 bytes, matcher alone"});
  gate absolute{"adversarial-64", "GB/s", gigabytes, {}, 1.0, 1.8};
  for (const bad_input& each : bad_for_long_terminators()) {
    all.enter("adversarial-64", each.words, scanning(each.terminator, repeat(each.unit, stream_bytes)));
    absolute.pairs.push_back({each.words, ""});
  }
  all.ask(std::move(absolute));
}

}  // namespace asynchat::bench
