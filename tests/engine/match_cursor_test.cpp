#include <asynchat/engine/match_cursor.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <hwy/highway.h>

#include <string>
#include <vector>

#include "naive_matcher.h"
#include "seeded_random.h"

namespace asynchat {
namespace {

using support::naive_matcher;
using support::naive_prefix_at_end;
using support::scan_with_both;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::size_t> naive_finds(std::string_view pattern, std::string_view text) {
  std::vector<std::size_t> places;
  for (std::size_t at = text.find(pattern); at != text.npos; at = text.find(pattern, at + pattern.size())) {
    places.push_back(at);
  }
  return places;
}

std::size_t naive_held(std::string_view pattern, std::string_view text) {
  const std::vector<std::size_t> finds = naive_finds(pattern, text);
  return naive_prefix_at_end(text.substr(finds.empty() ? 0 : finds.back() + pattern.size()), pattern);
}

std::vector<std::size_t> finds_one_by_one(matcher& pattern, std::string_view text) {
  std::vector<std::size_t> places;
  match_cursor finds(pattern, text);
  for (std::size_t at = finds.next(); at != match_cursor::npos; at = finds.next()) places.push_back(at);
  return places;
}

std::vector<std::size_t> finds_by_block(matcher& pattern, std::string_view text) {
  std::vector<std::size_t> places;
  match_cursor finds(pattern, text);
  for (auto block = finds.next_block(); !block.empty(); block = finds.next_block()) {
    for (const std::uint16_t place : block) places.push_back(finds.base() + place);
  }
  return places;
}

/// The text is where its bytes end, so that the address sanitizer sees whoever reads behind them.
void expect_the_naive_finds(const std::string& pattern, const std::string& bytes) {
  const std::vector<char> exact(bytes.begin(), bytes.end());
  const std::string_view text(exact.data(), exact.size());
  matcher one(pattern);
  matcher two(pattern);
  EXPECT_EQ(finds_one_by_one(one, text), naive_finds(pattern, text)) << pattern << " in " << text;
  EXPECT_EQ(finds_by_block(two, text), naive_finds(pattern, text)) << pattern << " in " << text;
  EXPECT_EQ(one.held(), naive_held(pattern, text)) << pattern << " in " << text;
  EXPECT_EQ(two, one);
}

/// A pattern for each path, and at the ends of each path's lengths; some overlap themselves.
std::vector<std::string> patterns() {
  std::vector<std::string> all{"\n", "\r\n", "aa", "aba", "\r\n\r\n", "abab", "\r\n.\r\n", "aabaab", "abcdefg"};
  for (const std::size_t size : {8u, 16u, 17u, 63u, 64u, 65u, 66u, 300u}) {
    all.push_back(std::string(size - 1, 'a') + 'b');
    all.push_back(std::string(size, 'a'));
  }
  return all;
}

/// Whole patterns, near misses and other bytes, in any order.
std::string text_around(const std::string& pattern, std::size_t size, support::seeded_random& random) {
  std::string text;
  while (text.size() < size) {
    text += pattern.substr(0, random.below(pattern.size() + 1));
    if (random.below(3) == 0) text += pattern;
    text += std::string(random.below(4), static_cast<char>('a' + random.below(3)));
  }
  return text.substr(0, size);
}

/// Each kind of vector that this processor has, and none at all.
class with_vectors_of : public testing::TestWithParam<std::int64_t> {
 protected:
  with_vectors_of() { use(GetParam()); }
  ~with_vectors_of() override { use(0); }

 private:
  static void use(std::int64_t targets) {
    hwy::SetSupportedTargetsForTest(targets);
    hwy::GetChosenTarget().DeInit();
  }
};

TEST_P(with_vectors_of, finds_what_the_naive_one_finds_in_texts_of_every_size_around_a_vector) {
  support::seeded_random random(7);
  for (const std::string& pattern : patterns()) {
    for (std::size_t size = 0; size <= 330; ++size) {
      expect_the_naive_finds(pattern, text_around(pattern, size, random));
      if (HasFailure()) return;
    }
  }
}

TEST_P(with_vectors_of, finds_what_the_naive_one_finds_around_the_ends_of_blocks) {
  support::seeded_random random(11);
  for (const std::string& pattern : patterns()) {
    for (const std::size_t block : {2048u, 2048u + 4096u, 2048u + 3u * 4096u}) {
      for (std::size_t size = block - 3; size <= block + pattern.size() + 3; size += 1 + pattern.size() / 9) {
        expect_the_naive_finds(pattern, text_around(pattern, size, random));
        if (HasFailure()) return;
      }
    }
  }
}

TEST_P(with_vectors_of, does_not_overlap_a_find_that_reaches_into_the_next_block) {
  for (const std::size_t size : {2u, 3u, 5u, 7u, 17u, 63u, 64u, 65u}) {
    expect_the_naive_finds(std::string(size, 'a'), std::string(9000, 'a'));
    expect_the_naive_finds(std::string(size, 'a'), 'b' + std::string(9000, 'a'));
  }
}

TEST_P(with_vectors_of, finds_what_the_naive_one_finds_at_every_cut) {
  support::seeded_random random(13);
  for (const std::string& pattern : patterns()) {
    const std::string stream = text_around(pattern, 400 + pattern.size(), random);
    for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
      matcher fast(pattern);
      naive_matcher naive{pattern};
      ASSERT_NO_THROW(scan_with_both(fast, naive, std::string_view(stream).substr(0, cut)));
      ASSERT_NO_THROW(scan_with_both(fast, naive, std::string_view(stream).substr(cut)));
    }
  }
}

TEST_P(with_vectors_of, finds_a_pattern_at_every_place) {
  for (const std::string& pattern : patterns()) {
    for (std::size_t place = 0; place <= 200; ++place) {
      const std::string text = std::string(place, '.') + pattern + std::string(200 - place, '.');
      matcher one(pattern);
      ASSERT_THAT(finds_one_by_one(one, text), ElementsAre(place)) << pattern;
    }
  }
}

TEST_P(with_vectors_of, reads_bytes_of_all_values) {
  std::string bytes;
  for (int value = 0; value < 256; ++value) bytes += static_cast<char>(value);
  for (const std::size_t size : {1u, 2u, 3u, 4u, 5u, 64u, 65u}) {
    for (std::size_t place = 0; place + size <= bytes.size(); ++place) {
      matcher one(bytes.substr(place, size));
      ASSERT_THAT(finds_one_by_one(one, bytes), ElementsAre(place));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(each_kind, with_vectors_of, testing::ValuesIn(hwy::SupportedAndGeneratedTargets()),
                         [](const auto& instance) { return std::string(hwy::TargetName(instance.param)); });

TEST(match_cursor, finds_nothing_in_an_empty_chunk) {
  matcher line("\r\n");
  match_cursor finds(line, "");
  EXPECT_EQ(finds.next(), match_cursor::npos);
  EXPECT_THAT(finds.next_block(), IsEmpty());
  EXPECT_EQ(line.held(), 0u);
}

TEST(match_cursor, says_npos_again_and_again) {
  matcher line("\r\n");
  match_cursor finds(line, "one\r\ntwo\r");
  EXPECT_EQ(finds.next(), 3u);
  EXPECT_EQ(finds.next(), match_cursor::npos);
  EXPECT_EQ(finds.next(), match_cursor::npos);
  EXPECT_EQ(line.held(), 1u);
}

TEST(match_cursor, gives_by_block_what_was_not_taken_one_by_one) {
  matcher line("\n");
  match_cursor finds(line, "a\nb\nc\n");
  EXPECT_EQ(finds.next(), 1u);
  EXPECT_THAT(finds.next_block(), ElementsAre(3u, 5u));
  EXPECT_THAT(finds.next_block(), IsEmpty());
}

}  // namespace
}  // namespace asynchat
