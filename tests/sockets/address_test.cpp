#include <asynchat/sockets/address_error.h>
#include <asynchat/sockets/network.h>

#include <gtest/gtest.h>
#include <string>

namespace asynchat::sockets {

namespace {

TEST(address, a_name_other_than_localhost_is_refused_and_not_looked_up) {
  network world;
  for (const char* host : {"example.org", "", "127.0.0.1.", "256.0.0.1", "[::1]", "LOCALHOST."}) {
    const connect_result attempt = world.connect(endpoint::inet(host, 80));
    EXPECT_EQ(attempt.connecting, nullptr) << host;
    EXPECT_EQ(attempt.error, address_errc::name_not_numeric) << host;
    EXPECT_EQ(world.listen(endpoint::inet(host, 0), {}).error, address_errc::name_not_numeric) << host;
  }
}

TEST(address, of_an_unnamed_endpoint_there_is_none) {
  network world;
  EXPECT_EQ(world.connect({}).error, address_errc::unnamed);
  EXPECT_EQ(world.listen({}, {}).error, address_errc::unnamed);
}

TEST(address, the_path_of_a_unix_socket_has_a_limit) {
  network world;
  EXPECT_EQ(world.listen(endpoint::unix_path(std::string(108, 'p')), {}).error, address_errc::path_too_long);
  EXPECT_EQ(world.connect(endpoint::unix_path(std::string(107, 'p'))).error, std::errc::no_such_file_or_directory);
}

TEST(address, its_errors_say_what_was_expected) {
  EXPECT_EQ(make_error_code(address_errc::name_not_numeric).message(),
            "the host is neither a numeric address nor localhost");
  EXPECT_EQ(make_error_code(address_errc::unnamed).message(), "the endpoint has no name");
  EXPECT_EQ(make_error_code(address_errc::path_too_long).message(), "the path of the Unix socket is too long");
}

TEST(address, a_listener_tells_the_port_it_was_given) {
  network world;
  const listen_result door = world.listen(endpoint::inet("127.0.0.1", 0), {});
  ASSERT_FALSE(door.error) << door.error.message();
  EXPECT_EQ(door.listening->local().host, "127.0.0.1");
  EXPECT_NE(door.listening->local().port, 0);
}

TEST(address, that_is_taken_cannot_be_listened_on) {
  network world;
  const listen_result door = world.listen(endpoint::inet("127.0.0.1", 0), {});
  const listen_result second = world.listen(door.listening->local(), {});
  EXPECT_EQ(second.listening, nullptr);
  EXPECT_EQ(second.error, std::errc::address_in_use);
}

TEST(address, of_the_ends_of_a_pair_there_is_none) {
  network world;
  const auto [one, two] = socketpair(world);
  EXPECT_EQ(one->local(), endpoint{});
  EXPECT_EQ(one->peer(), endpoint{});
}

}  // namespace

}  // namespace asynchat::sockets
