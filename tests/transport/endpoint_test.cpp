#include <asynchat/transport/endpoint.h>

#include <gtest/gtest.h>
#include <sstream>

namespace {

using asynchat::endpoint;

TEST(endpoint, is_unnamed_at_first) { EXPECT_EQ(to_string(endpoint{}), "unnamed"); }

TEST(endpoint, of_a_host_is_written_with_its_port) {
  EXPECT_EQ(to_string(endpoint::inet("192.0.2.1", 80)), "192.0.2.1:80");
  EXPECT_EQ(to_string(endpoint::inet("localhost", 65535)), "localhost:65535");
}

TEST(endpoint, of_an_ipv6_host_is_written_in_brackets) {
  EXPECT_EQ(to_string(endpoint::inet("::1", 8080)), "[::1]:8080");
}

TEST(endpoint, of_a_unix_socket_is_written_with_its_path) {
  EXPECT_EQ(to_string(endpoint::unix_path("/run/a.sock")), "unix:/run/a.sock");
}

TEST(endpoint, is_equal_only_in_all_its_parts) {
  EXPECT_EQ(endpoint::inet("a", 1), endpoint::inet("a", 1));
  EXPECT_NE(endpoint::inet("a", 1), endpoint::inet("a", 2));
  EXPECT_NE(endpoint::inet("a", 1), endpoint::inet("b", 1));
  EXPECT_NE(endpoint::inet("a", 0), endpoint::unix_path("a"));
}

TEST(endpoint, prints_as_its_text) {
  std::ostringstream out;
  out << endpoint::inet("::1", 7);
  EXPECT_EQ(out.str(), "[::1]:7");
}

}  // namespace
