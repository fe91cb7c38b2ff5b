#include <asynchat/sim/inside.h>
#include <asynchat/sim/world.h>

#include <gtest/gtest.h>
#include <netdb.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>
#include <chrono>
#include <ctime>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace asynchat::sim {
namespace {

/// A program that makes one call, in each pass.
class caller final : public program {
 public:
  caller(host& at, std::function<void()> call) : at_(at), call_(std::move(call)) {}
  void pass() override {
    call_();
    std::vector<ready_event> ready;
    at_.wait(std::nullopt, ready);
  }

 private:
  host& at_;
  std::function<void()> call_;
};

void call_in_a_world(const std::function<void()>& call) {
  world net(1);
  net.add_host("server").run([&](host& at) { return std::make_unique<caller>(at, call); });
  net.run();
}

struct guarded {
  std::function<void()> call;
  std::string sentence;
};
std::vector<guarded> guarded_calls() {
  static timespec no_time{};
  static timeval now{};
  static timeval no_wait{};
  static pollfd nothing{-1, 0, 0};
  static epoll_event event{};
  static addrinfo* found = nullptr;
  static char byte[1];
  static int ends[2];
  const std::string there = " was called by the program of host server inside a simulation: ";
  const std::string time = there + "ask loop::now\\(\\)";
  const std::string sleep = there + "use loop::call_later\\(\\)";
  const std::string seed = there + "draw from the seed";
  const std::string net = there + "use the loop's network";
  const std::string wait = there + "leave waiting to the loop";
  return {
      {[] { (void)std::chrono::steady_clock::now(); }, "clock_gettime" + time},
      {[] { (void)std::chrono::system_clock::now(); }, "clock_gettime" + time},
      {[] { gettimeofday(&now, nullptr); }, "gettimeofday" + time},
      {[] { (void)std::time(nullptr); }, "time" + time},
      {[] { (void)std::clock(); }, "clock" + time},
      {[] { nanosleep(&no_time, nullptr); }, "nanosleep" + sleep},
      {[] { std::this_thread::sleep_for(std::chrono::nanoseconds(1)); }, "nanosleep" + sleep},
      {[] { (void)std::random_device{}(); }, "std::random_device" + seed},
      {[] { (void)!getrandom(byte, 1, 0); }, "getrandom" + seed},
      {[] { (void)!getentropy(byte, 1); }, "getentropy" + seed},
      {[] { ::socket(AF_INET, SOCK_STREAM, 0); }, "socket" + net},
      {[] { ::socketpair(AF_UNIX, SOCK_STREAM, 0, ends); }, "socketpair" + net},
      {[] { ::connect(-1, nullptr, 0); }, "connect" + net},
      {[] { ::accept4(-1, nullptr, nullptr, 0); }, "accept4" + net},
      {[] { (void)getaddrinfo("127.0.0.1", nullptr, nullptr, &found); }, "getaddrinfo" + net},
      {[] { ::poll(&nothing, 1, 0); }, "poll" + wait},
      {[] { ::select(0, nullptr, nullptr, nullptr, &no_wait); }, "select" + wait},
      {[] { epoll_wait(-1, &event, 1, 0); }, "epoll_wait" + wait},
  };
}

TEST(guard_death, a_call_inside_a_simulation_ends_the_program_and_is_named) {
  for (const guarded& one : guarded_calls()) EXPECT_DEATH(call_in_a_world(one.call), one.sentence);
}

TEST(guard, calls_outside_of_a_simulation_are_made) {
  EXPECT_GT(std::time(nullptr), 0);
  for (const guarded& one : guarded_calls()) one.call();
}

TEST(guard, calls_on_another_thread_are_made) {
  const inside_simulation_scope scope("server");
  std::thread([] {
    for (const guarded& one : guarded_calls()) one.call();
  }).join();
}

}  // namespace
}  // namespace asynchat::sim
