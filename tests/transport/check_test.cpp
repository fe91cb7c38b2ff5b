#include <asynchat/transport/check.h>

#include <gtest/gtest.h>

namespace {

TEST(check, that_holds_does_nothing_and_evaluates_once) {
  int evaluations = 0;
  ASYNCHAT_CHECK(++evaluations == 1, "count to one");
  EXPECT_EQ(evaluations, 1);
}

TEST(check_death, prints_place_rule_and_expression) {
  const int answer = 41;
  EXPECT_DEATH(ASYNCHAT_CHECK(answer == 42, "the answer is known"),
               "check_test\\.cpp:[0-9]+: the answer is known\n.*check failed: answer == 42");
}

}  // namespace
