#include <asynchat/engine/terminator.h>
#include <gtest/gtest.h>

namespace asynchat {
namespace {

TEST(terminator, is_none_at_first) { EXPECT_EQ(terminator(), terminator(no_terminator{})); }

TEST(terminator, of_bytes_and_of_a_count_differ) {
  EXPECT_NE(terminator("1"), terminator(byte_count(1)));
  EXPECT_NE(terminator(byte_count(0)), terminator(no_terminator{}));
}

TEST(terminator, shows_itself) {
  EXPECT_EQ(to_string(terminator()), "none");
  EXPECT_EQ(to_string(byte_count(5)), "count 5");
  EXPECT_EQ(to_string(std::string("\r\n\t\"\\\x01\xff z")), R"("\r\n\t\"\\\x01\xff z")");
}

TEST(byte_count, takes_every_type_of_integer) {
  EXPECT_EQ(byte_count(7), byte_count(std::size_t{7}));
  EXPECT_EQ(byte_count(std::uint64_t(-1)).value, ~std::uint64_t{0});
}

TEST(byte_count_death_test, that_is_negative_is_a_mistake) { EXPECT_DEATH(byte_count(-1), "not negative"); }

}  // namespace
}  // namespace asynchat
