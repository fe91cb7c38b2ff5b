#include <asynchat/transport/readiness.h>

#include <gtest/gtest.h>
#include <sstream>

namespace {

using asynchat::any;
using asynchat::readiness;
using asynchat::registration;

std::string text(readiness value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

TEST(readiness, is_a_set_of_flags) {
  const readiness both = readiness::read | readiness::write;
  EXPECT_TRUE(any(both, readiness::read));
  EXPECT_TRUE(any(both, readiness::write | readiness::hangup));
  EXPECT_FALSE(any(both, readiness::hangup));
  EXPECT_EQ(both & readiness::write, readiness::write);
}

TEST(readiness, of_none_shares_no_flag_with_anything) {
  EXPECT_FALSE(any(readiness::none, readiness::read | readiness::write | readiness::hangup));
  EXPECT_FALSE(any(readiness::read, readiness::none));
}

TEST(readiness, gathers_flags) {
  readiness news = readiness::none;
  news |= readiness::read;
  news |= readiness::hangup;
  EXPECT_EQ(news, readiness::read | readiness::hangup);
}

TEST(readiness, prints_its_flags) {
  EXPECT_EQ(text(readiness::none), "none");
  EXPECT_EQ(text(readiness::write), "write");
  EXPECT_EQ(text(readiness::read | readiness::write | readiness::hangup), "read|write|hangup");
}

TEST(registration, with_another_generation_is_another_name) {
  EXPECT_EQ((registration{4, 1}), (registration{4, 1}));
  EXPECT_NE((registration{4, 1}), (registration{4, 2}));
  EXPECT_NE((registration{4, 1}), (registration{5, 1}));
}

}  // namespace
