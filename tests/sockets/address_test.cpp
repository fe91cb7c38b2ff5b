#include <asynchat/sockets/address_error.h>
#include <asynchat/sockets/network.h>

#include <gtest/gtest.h>
#include <unistd.h>
#include <cstdio>
#include <fstream>
#include <string>

namespace asynchat::sockets {

namespace {

TEST(address, to_listen_on_is_not_looked_up) {
  network world;
  for (const char* host : {"example.org", "127.0.0.1.", "256.0.0.1", "[::1]", "LOCALHOST."}) {
    EXPECT_EQ(world.listen(endpoint::inet(host, 0), {}).error, address_errc::name_not_numeric) << host;
  }
  EXPECT_EQ(world.listen(endpoint::inet("", 0), {}).error, address_errc::bad_name);
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
  EXPECT_EQ(make_error_code(address_errc::bad_name).message(), "the host is not a name");
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

/// A path in the tests' folder at which nothing is.
std::string free_path(const char* name) {
  std::string path = testing::TempDir() + "asynchat-" + std::to_string(getpid()) + name;
  std::remove(path.c_str());
  return path;
}

bool exists(const std::string& path) { return ::access(path.c_str(), F_OK) == 0; }

TEST(a_unix_listener, removes_its_file_when_it_is_closed) {
  const std::string path = free_path("-own");
  network world;
  const listen_result door = world.listen(endpoint::unix_path(path), {});
  ASSERT_FALSE(door.error) << door.error.message();
  EXPECT_TRUE(exists(path));
  door.listening->close();
  EXPECT_FALSE(exists(path));
}

TEST(a_unix_listener, leaves_a_file_that_another_put_in_its_place) {
  const std::string path = free_path("-taken");
  network world;
  const listen_result door = world.listen(endpoint::unix_path(path), {});
  std::remove(path.c_str());
  const listen_result heir = world.listen(endpoint::unix_path(path), {});
  ASSERT_FALSE(heir.error) << heir.error.message();
  door.listening->close();
  EXPECT_TRUE(exists(path));
}

TEST(a_unix_listener, does_not_take_over_a_file_that_was_left_behind) {
  const std::string path = free_path("-left");
  std::ofstream(path).flush();
  network world;
  EXPECT_EQ(world.listen(endpoint::unix_path(path), {}).error, std::errc::address_in_use);
  EXPECT_TRUE(exists(path));
  std::remove(path.c_str());
}

TEST(address, of_the_ends_of_a_pair_there_is_none) {
  network world;
  const auto [one, two] = socketpair(world);
  EXPECT_EQ(one->local(), endpoint{});
  EXPECT_EQ(one->peer(), endpoint{});
}

}  // namespace

}  // namespace asynchat::sockets
