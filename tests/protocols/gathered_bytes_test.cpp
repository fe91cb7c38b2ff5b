#include <asynchat/protocols/gathered_bytes.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "seeded_random.h"

namespace asynchat::protocols {
namespace {

gathered_bytes holding(std::string_view text) {
  gathered_bytes result;
  result.append(text);
  return result;
}

TEST(gathered_bytes, are_what_was_appended) {
  gathered_bytes bytes = holding("ab");
  bytes.append("");
  bytes.append("c");
  EXPECT_EQ(bytes.view(), "abc");
  EXPECT_EQ(bytes.size(), 3u);
}

TEST(gathered_bytes, do_not_see_what_a_copy_appends) {
  gathered_bytes first = holding("ab");
  gathered_bytes second = first;
  second.append("cd");
  EXPECT_EQ(first.view(), "ab");
  first.append("xy");
  EXPECT_EQ(first.view(), "abxy");
  EXPECT_EQ(second.view(), "abcd");
}

TEST(gathered_bytes, adopt_what_a_copy_appended_if_it_is_the_same) {
  gathered_bytes first = holding("ab");
  gathered_bytes second = first;
  second.append("cd");
  first.append("cdef");
  EXPECT_EQ(first.view(), "abcdef");
  EXPECT_EQ(second.view(), "abcd");
  EXPECT_EQ(first.view().data(), second.view().data());
}

TEST(gathered_bytes, are_equal_when_their_bytes_are) {
  EXPECT_EQ(holding("ab"), holding("ab"));
  EXPECT_NE(holding("ab"), holding("abc"));
  EXPECT_EQ(gathered_bytes(), gathered_bytes());
}

TEST(gathered_bytes, reuse_a_buffer_that_nobody_else_has) {
  const std::string frame(40, 'x');
  gathered_bytes done = holding(frame);
  const char* const buffer = done.view().data();
  gathered_bytes next;
  next.reuse(std::move(done));
  EXPECT_TRUE(next.empty());
  next.append("yy");
  EXPECT_EQ(next.view(), "yy");
  EXPECT_EQ(next.view().data(), buffer);
}

TEST(gathered_bytes, leave_a_buffer_to_whoever_has_a_copy) {
  gathered_bytes done = holding(std::string(40, 'x'));
  const gathered_bytes copy = done;
  gathered_bytes next;
  next.reuse(std::move(done));
  next.append("yy");
  EXPECT_EQ(copy.view(), std::string(40, 'x'));
  EXPECT_EQ(next.view(), "yy");
}

TEST(gathered_bytes, behave_as_strings_whatever_is_copied_when) {
  support::seeded_random random(7);
  std::vector<std::pair<gathered_bytes, std::string>> pairs(6);
  for (int step = 0; step < 20'000; ++step) {
    auto& [bytes, model] = pairs[random.below(pairs.size())];
    if (random.one_in(4)) {
      auto& [other_bytes, other_model] = pairs[random.below(pairs.size())];
      bytes = gathered_bytes(other_bytes);
      model = std::string(other_model);
    } else if (random.one_in(12)) {
      gathered_bytes done = std::exchange(bytes, {});
      if (random.one_in(2)) bytes.reuse(std::move(done));
      model.clear();
    } else {
      const std::string more = random.bytes_of("ab", 4);
      bytes.append(more);
      model += more;
    }
    for (const auto& [each, expected] : pairs) ASSERT_EQ(each.view(), expected);
  }
}

}  // namespace
}  // namespace asynchat::protocols
