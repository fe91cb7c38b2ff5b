#include <asynchat/sim/errno_names.h>
#include <gtest/gtest.h>

#include <cerrno>

namespace asynchat::sim {
namespace {

TEST(errno_names, are_read_back) {
  for (const int number : {ECONNRESET, EPIPE, EAGAIN, EINPROGRESS, EALREADY, ESHUTDOWN, EMSGSIZE}) {
    EXPECT_EQ(errno_number(errno_name(number)), number);
  }
}

TEST(errno_names, are_empty_or_none_for_what_no_stream_meets) {
  EXPECT_EQ(errno_name(0), "");
  EXPECT_EQ(errno_name(EXDEV), "");
  EXPECT_EQ(errno_number("EWHAT"), std::nullopt);
  EXPECT_EQ(errno_number(""), std::nullopt);
}

TEST(errno_names, know_both_names_of_a_read_that_would_block) { EXPECT_EQ(errno_number("EWOULDBLOCK"), EWOULDBLOCK); }

}  // namespace
}  // namespace asynchat::sim
