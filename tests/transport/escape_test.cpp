#include <asynchat/transport/escape.h>
#include <gtest/gtest.h>

namespace asynchat {
namespace {

TEST(escaped, leaves_printable_ascii_as_it_is) { EXPECT_EQ(escaped("GET / ~'{"), "GET / ~'{"); }

TEST(escaped, names_the_bytes_that_have_a_letter) {
  EXPECT_EQ(escaped(std::string_view("\r\n\t\0\\\"", 6)), R"(\r\n\t\0\\\")");
}

TEST(escaped, numbers_every_other_byte) { EXPECT_EQ(escaped("\x01\x7f\x80\xff"), R"(\x01\x7f\x80\xff)"); }

TEST(quote, puts_the_escaped_bytes_in_double_quotes) { EXPECT_EQ(quote("a\"\n"), R"("a\"\n")"); }

}  // namespace
}  // namespace asynchat
