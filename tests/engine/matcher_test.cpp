#include <asynchat/engine/matcher.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <functional>

#include "naive_matcher.h"

namespace asynchat {
namespace {

using support::naive_matcher;
using support::naive_prefix_at_end;
using support::scan_with_both;

/// All strings of up to that many of the first `letters` letters, the empty one left out.
void for_each_string(std::size_t letters, std::size_t length_max,
                     const std::function<void(const std::string&)>& visit) {
  std::string text;
  const std::function<void()> grow = [&] {
    if (!text.empty()) visit(text);
    if (text.size() == length_max) return;
    for (std::size_t letter = 0; letter < letters; ++letter) {
      text.push_back(static_cast<char>('a' + letter));
      grow();
      text.pop_back();
    }
  };
  grow();
}

void compare_at_every_two_cuts(std::size_t letters, std::size_t pattern_max, std::size_t stream_max) {
  for_each_string(letters, pattern_max, [&](const std::string& pattern) {
    for_each_string(letters, stream_max, [&](const std::string& text) {
      const std::string_view stream = text;
      for (std::size_t first = 0; first <= stream.size(); ++first) {
        for (std::size_t second = first; second <= stream.size(); ++second) {
          matcher fast(pattern);
          naive_matcher naive{pattern};
          scan_with_both(fast, naive, stream.substr(0, first));
          scan_with_both(fast, naive, stream.substr(first, second - first));
          scan_with_both(fast, naive, stream.substr(second));
        }
      }
    });
  });
}

TEST(matcher, agrees_with_the_naive_one_on_all_small_streams_of_two_letters) {
  EXPECT_NO_THROW(compare_at_every_two_cuts(2, 5, 8));
}

TEST(matcher, agrees_with_the_naive_one_on_all_small_streams_of_three_letters) {
  EXPECT_NO_THROW(compare_at_every_two_cuts(3, 4, 5));
}

TEST(matcher, skips_bytes_that_cannot_begin_the_pattern) {
  matcher line("\r\n");
  EXPECT_EQ(line.scan("hello\r\nrest"), (match{0, 5, 7, true}));
  EXPECT_EQ(line.held(), 0u);
}

TEST(matcher, holds_back_what_may_begin_the_pattern) {
  matcher line("\r\n");
  EXPECT_EQ(line.scan("hello\r"), (match{0, 5, 6, false}));
  EXPECT_EQ(line.held(), 1u);
}

TEST(matcher, releases_what_it_held_once_it_is_data) {
  matcher line("\r\n");
  line.scan("\r");
  EXPECT_EQ(line.scan("x"), (match{1, 1, 1, false}));
}

TEST(matcher, releases_a_part_of_what_it_held) {
  matcher pattern("aab");
  pattern.scan("aa");
  EXPECT_EQ(pattern.scan("a"), (match{1, 0, 1, false}));
  EXPECT_EQ(pattern.held(), 2u);
}

TEST(matcher, does_not_overlap_finds) {
  matcher pair("aa");
  EXPECT_EQ(pair.scan("aaa"), (match{0, 0, 2, true}));
  EXPECT_EQ(pair.scan("a"), (match{0, 0, 1, false}));
  EXPECT_EQ(pair.held(), 1u);
}

TEST(matcher, reads_bytes_of_all_values) {
  const std::string pattern("\0\xff\x80", 3);
  matcher binary(pattern);
  EXPECT_TRUE(binary.scan(std::string("\xff\0\0\xff\x80", 5)).found);
}

TEST(matcher, does_nothing_with_an_empty_chunk) {
  matcher line("\r\n");
  line.scan("\r");
  EXPECT_EQ(line.scan(""), match());
  EXPECT_EQ(line.held(), 1u);
}

TEST(matcher, forgets_what_it_holds_on_reset) {
  matcher line("\r\n");
  line.scan("\r");
  line.reset();
  EXPECT_FALSE(line.scan("\n").found);
}

TEST(matcher, is_a_value) {
  matcher long_one(std::string(300, 'a') + 'b');
  long_one.scan(std::string(200, 'a'));
  matcher copy = long_one;
  EXPECT_EQ(copy, long_one);
  EXPECT_TRUE(copy.scan(std::string(100, 'a') + 'b').found);
  EXPECT_NE(copy, long_one);
  EXPECT_EQ(long_one.held(), 200u);
  EXPECT_NE(matcher("a"), matcher("b"));
  EXPECT_NE(matcher("a"), matcher(std::string_view("a\0", 2)));
}

TEST(matcher_death_test, of_an_empty_pattern_is_a_mistake) { EXPECT_DEATH(matcher(""), "not empty"); }

rc::Gen<std::string> letters(std::size_t size_min, std::size_t size_max) {
  return rc::gen::mapcat(rc::gen::inRange(size_min, size_max + 1), [](std::size_t size) {
    return rc::gen::container<std::string>(size, rc::gen::elementOf(std::string("aaaab")));
  });
}

/// A pattern with borders: some letters, repeated, and some more; 16 to 300 bytes or more.
rc::Gen<std::string> self_overlapping(std::size_t size_min) {
  return rc::gen::map(rc::gen::tuple(letters(1, 9), letters(0, 3), rc::gen::inRange<std::size_t>(1, 8)),
                      [size_min](const std::tuple<std::string, std::string, std::size_t>& parts) {
                        const auto& [unit, tail, extra] = parts;
                        std::string pattern;
                        while (pattern.size() < size_min + extra) pattern += unit;
                        return pattern + tail;
                      });
}

/// A stream of near misses: prefixes of the pattern of random lengths, then a stray letter or the whole.
std::string near_misses(const std::string& pattern) {
  std::string stream;
  const auto pieces = *rc::gen::inRange(1, 12);
  for (int i = 0; i < pieces; ++i) {
    stream += pattern.substr(0, *rc::gen::inRange<std::size_t>(0, pattern.size() + 1));
    stream += *letters(0, 3);
  }
  return stream;
}

void agree_on_random_cuts(const std::string& pattern, const std::string& stream, std::size_t chunk_max) {
  matcher fast(pattern);
  naive_matcher naive{pattern};
  for (std::size_t at = 0; at < stream.size();) {
    const auto size = *rc::gen::inRange<std::size_t>(1, chunk_max + 1);
    scan_with_both(fast, naive, std::string_view(stream).substr(at, size));
    at += size;
  }
}

RC_GTEST_PROP(matcher, agrees_with_the_naive_one_on_short_patterns, ()) {
  const std::string pattern = *letters(1, 15);
  agree_on_random_cuts(pattern, near_misses(pattern), 6);
}

RC_GTEST_PROP(matcher, agrees_with_the_naive_one_on_patterns_of_16_bytes_and_more, ()) {
  const std::string pattern = *self_overlapping(16);
  agree_on_random_cuts(pattern, near_misses(pattern), 9);
}

RC_GTEST_PROP(matcher, agrees_with_the_naive_one_on_patterns_of_300_bytes, ()) {
  const std::string pattern = *self_overlapping(300);
  agree_on_random_cuts(pattern, near_misses(pattern), 150);
}

TEST(find_prefix_at_end, is_the_length_of_the_longest_proper_prefix) {
  EXPECT_EQ(find_prefix_at_end("qwerty\r", "\r\n"), 1u);
  EXPECT_EQ(find_prefix_at_end("qwertydkjf", "\r\n"), 0u);
  EXPECT_EQ(find_prefix_at_end("qwerty\r\n", "\r\n"), 0u);
  EXPECT_EQ(find_prefix_at_end("aaaa", "aa"), 1u);
  EXPECT_EQ(find_prefix_at_end("xaabaa", "aabaab"), 5u);
}

TEST(find_prefix_at_end, is_0_for_what_is_empty) {
  EXPECT_EQ(find_prefix_at_end("abc", ""), 0u);
  EXPECT_EQ(find_prefix_at_end("", "abc"), 0u);
  EXPECT_EQ(find_prefix_at_end("a", "a"), 0u);
}

RC_GTEST_PROP(find_prefix_at_end, agrees_with_the_naive_one, ()) {
  const std::string needle = *letters(0, 20);
  const std::string haystack = near_misses(needle);
  RC_ASSERT(find_prefix_at_end(haystack, needle) == naive_prefix_at_end(haystack, needle));
}

}  // namespace
}  // namespace asynchat
