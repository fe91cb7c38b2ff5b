#include <asynchat/transport/io_result.h>

#include <gtest/gtest.h>
#include <cerrno>
#include <sstream>

namespace {

using asynchat::io_result;

std::error_code code(int error) { return {error, std::generic_category()}; }

std::string text(const io_result& result) {
  std::ostringstream out;
  out << result;
  return out.str();
}

TEST(io_result, of_a_transfer_counts_its_bytes) {
  const io_result result = io_result::transferred(7);
  EXPECT_EQ(result.what(), io_result::kind::bytes);
  EXPECT_EQ(result.count(), 7U);
  EXPECT_FALSE(result.code());
}

TEST(io_result, without_a_transfer_counts_nothing) {
  EXPECT_EQ(io_result::would_block().count(), 0U);
  EXPECT_EQ(io_result::end_of_stream().count(), 0U);
  EXPECT_EQ(io_result::error(code(EIO)).count(), 0U);
}

TEST(io_result, of_an_error_keeps_its_code_and_tells_whether_the_peer_is_gone) {
  const io_result gone = io_result::error(code(ECONNRESET));
  EXPECT_EQ(gone.what(), io_result::kind::disconnected);
  EXPECT_EQ(gone.code(), std::errc::connection_reset);
  const io_result broken = io_result::error(code(EIO));
  EXPECT_EQ(broken.what(), io_result::kind::failed);
  EXPECT_EQ(broken.code(), std::errc::io_error);
}

TEST(io_result, calls_six_errors_disconnects_and_no_other) {
  for (const int error : {ECONNRESET, ENOTCONN, ESHUTDOWN, ECONNABORTED, EPIPE, EBADF}) {
    EXPECT_TRUE(asynchat::is_disconnect(code(error))) << error;
  }
  for (const int error : {0, EAGAIN, ECONNREFUSED, ETIMEDOUT, EIO, EMFILE, EHOSTUNREACH}) {
    EXPECT_FALSE(asynchat::is_disconnect(code(error))) << error;
  }
}

TEST(io_result, knows_a_disconnect_in_the_system_category_too) {
  EXPECT_TRUE(asynchat::is_disconnect({ECONNRESET, std::system_category()}));
  EXPECT_TRUE(asynchat::is_disconnect({ESHUTDOWN, std::system_category()}));
}

TEST(io_result, calls_four_errors_a_lack_of_resources_and_no_other) {
  for (const int error : {EMFILE, ENFILE, ENOBUFS, ENOMEM}) {
    EXPECT_TRUE(asynchat::is_out_of_resources(code(error))) << error;
  }
  for (const int error : {0, EAGAIN, EBADF, ECONNABORTED}) {
    EXPECT_FALSE(asynchat::is_out_of_resources(code(error))) << error;
  }
}

TEST(io_result, is_equal_only_in_kind_count_and_code) {
  EXPECT_EQ(io_result::transferred(1), io_result::transferred(1));
  EXPECT_NE(io_result::transferred(1), io_result::transferred(2));
  EXPECT_NE(io_result::would_block(), io_result::end_of_stream());
  EXPECT_NE(io_result::error(code(EPIPE)), io_result::error(code(ECONNRESET)));
}

TEST(io_result, prints_what_happened) {
  EXPECT_EQ(text(io_result::transferred(3)), "3 bytes");
  EXPECT_EQ(text(io_result::would_block()), "would block");
  EXPECT_EQ(text(io_result::end_of_stream()), "end of stream");
  EXPECT_EQ(text(io_result::error(code(ECONNRESET))), "disconnected: " + code(ECONNRESET).message());
  EXPECT_EQ(text(io_result::error(code(EIO))), "failed: " + code(EIO).message());
}

}  // namespace
