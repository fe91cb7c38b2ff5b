#include "simulated_serve.h"

#include <asynchat/engine/loop.h>
#include <asynchat/sim/world.h>

#include <gtest/gtest.h>
#include <chrono>
#include <memory>
#include <utility>

#include "../../examples/support/serve.h"

namespace asynchat::examples {

namespace {

using namespace std::chrono_literals;

class served final : public sim::program {
 public:
  served(sim::host& at, const options& asked, const server_maker& make) : loop_(at), door_(make(loop_)) {
    EXPECT_FALSE(door_->listen(endpoint::inet("0.0.0.0", 7), {})) << to_string(asked.where);
  }
  void pass() override { loop_.poll(std::nullopt); }

 private:
  loop loop_;
  std::unique_ptr<dispatcher> door_;
};

/// What the one client of a run says and hears.
struct dialogue {
  std::string_view says;
  std::uint64_t seed;
  std::string heard;
  bool ended = false;
};
/// Of the main() that is running.
dialogue* under_way = nullptr;

/// Says and hears as much as the stream takes and has now.
void go_on(stream& client, dialogue& talk, std::string_view& unsaid) {
  const bool had_more = !unsaid.empty();
  unsaid.remove_prefix(client.send(unsaid).count());
  if (had_more && unsaid.empty()) {
    EXPECT_FALSE(client.shutdown_send());
  }
  char piece[4096];
  io_result result = io_result::would_block();
  while ((result = client.recv(piece)).what() == io_result::kind::bytes) talk.heard.append(piece, result.count());
  talk.ended = result.what() != io_result::kind::would_block;
}

}  // namespace

/// In place of the one over real sockets, which is in a file of its own in the library of the examples.
int serve_with(const options& asked, const server_maker& make) {
  sim::world net(under_way->seed);
  net.set_links({.latency = 1ms,
                 .jitter = 20ms,
                 .bytes_per_second = 10'000'000,
                 .slice = {500'000},
                 .short_write = {300'000},
                 .short_read = {300'000},
                 .spurious_wakeup = {200'000}});
  net.add_host("server").run([&](sim::host& at) { return std::make_unique<served>(at, asked, make); });
  sim::host& here = net.add_host("client");
  const std::unique_ptr<stream> client = here.connect(endpoint::inet("server", 7)).connecting;
  std::string_view unsaid = under_way->says;
  while (!under_way->ended && net.now() < time_point(1h)) {
    client->watch({}, unsaid.empty() ? readiness::read : readiness::read | readiness::write);
    std::vector<ready_event> ready;
    here.wait(1min, ready);
    go_on(*client, *under_way, unsaid);
  }
  EXPECT_TRUE(under_way->ended);
  return 0;
}

std::string heard_in_a_world(example_main server, const std::vector<std::string>& arguments, std::string_view says,
                             std::uint64_t seed) {
  std::vector<std::string> words = arguments;
  words.insert(words.begin(), "example");
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  dialogue talk{says, seed, {}};
  under_way = &talk;
  EXPECT_EQ(server(static_cast<int>(words.size()), argv.data()), 0);
  under_way = nullptr;
  return talk.heard;
}

}  // namespace asynchat::examples
