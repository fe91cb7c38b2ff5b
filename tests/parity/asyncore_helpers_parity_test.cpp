// CPython's Lib/test/test_asyncore.py, HelperFunctionTests and DispatcherTests, by name. README.md has the table.

#include <gmock/gmock.h>

#include "in_a_world.h"
#include "recorded_chat.h"

namespace asynchat::parity {

namespace {

using testing::ElementsAre;

/// CPython's dummychannel, exitingdummy and crashingdummy in one.
class dummy_channel : public dispatcher {
 public:
  using dispatcher::dispatcher;

  enum class manner { calm, exiting, crashing };
  manner acts = manner::calm;
  std::string called;
  bool wants_to_read = false;
  bool wants_to_write = false;

  bool readable() const override { return wants_to_read; }
  bool writable() const override { return wants_to_write; }
  void handle_read() override { act("read"); }
  void handle_write() override { act("write"); }
  void handle_close() override { act("close"); }
  void handle_error(std::exception_ptr) override { called += "error "; }

 private:
  void act(const std::string& what) {
    called += what + " ";
    if (acts == manner::exiting) throw exit_now();
    if (acts == manner::crashing) support::fail_with("crash");
  }
};

class HelperFunctionTests : public parity_test {
 protected:
  enum class ready { to_read, to_write, to_do_both, dead };

  /// What a channel of that manner is told in the first pass that has news for it.
  std::string told(dummy_channel::manner manner, ready which) {
    start_anew();
    const bool dead = which == ready::dead;
    auto met = here().meet(dead ? peer{.then = peer::end::resets} : peer{.says = {"x"}});
    here().peer_acts();
    loop channels(here().net());
    dummy_channel one(channels, std::move(met));
    one.acts = manner;
    one.wants_to_read = which == ready::to_read || which == ready::to_do_both;
    one.wants_to_write = which == ready::to_write || which == ready::to_do_both;
    try {
      run_until(channels, [&] { return !one.called.empty(); });
    } catch (const exit_now&) {
      one.called += "exit";
    } catch (const std::runtime_error&) {
      one.called += "left";
    }
    return one.called;
  }
};

INSTANTIATE_TEST_SUITE_P(worlds, HelperFunctionTests, testing::ValuesIn(all_worlds()), world_name);

TEST_P(HelperFunctionTests, readwriteexc) {
  using enum dummy_channel::manner;
  EXPECT_EQ(told(exiting, ready::to_read), "read exit");
  EXPECT_EQ(told(exiting, ready::to_write), "write exit");
  EXPECT_EQ(told(exiting, ready::dead), "close exit");
  EXPECT_EQ(told(crashing, ready::to_read), "read error ");
  EXPECT_EQ(told(crashing, ready::to_write), "write error ");
}

TEST_P(HelperFunctionTests, readwrite) {
  using enum dummy_channel::manner;
  EXPECT_EQ(told(calm, ready::to_read), "read ");
  EXPECT_EQ(told(calm, ready::to_write), "write ");
  EXPECT_EQ(told(calm, ready::to_do_both), "read write ");
  EXPECT_EQ(told(calm, ready::dead), "close ");
}

TEST_P(HelperFunctionTests, an_exception_of_handle_close_leaves_the_loop) {
  EXPECT_EQ(told(dummy_channel::manner::crashing, ready::dead), "close left");
}

class HelperFunctionTests_with_ten : public parity_test {};
INSTANTIATE_TEST_SUITE_P(worlds, HelperFunctionTests_with_ten, testing::ValuesIn(worlds_of_sockets()), world_name);

TEST_P(HelperFunctionTests_with_ten, closeall) {
  loop channels(here().net());
  std::vector<std::unique_ptr<dispatcher>> ten;
  std::vector<std::unique_ptr<stream>> far;
  for (int number = 0; number < 10; ++number) {
    stream_pair ends = here().pair();
    ten.push_back(std::make_unique<dispatcher>(channels, std::move(ends.first)));
    far.push_back(std::move(ends.second));
  }
  EXPECT_EQ(channels.size(), 10U);
  channels.close_all();
  EXPECT_TRUE(channels.empty());
  for (const auto& channel : ten) EXPECT_TRUE(channel->closed());
  for (const auto& end : far) EXPECT_EQ(read(*end).last, io_result::end_of_stream());
}

class DispatcherTests : public parity_test {
 protected:
  /// A dispatcher over a stream, and what it logs.
  struct logged {
    explicit logged(world& around) : met(around.meet({})), channels(around.net()), one(channels, std::move(met)) {
      channels.set_log_sink([this](log_level level, std::string_view line) {
        static constexpr const char* names[] = {"info", "warning", "error"};
        lines.push_back(std::string(names[static_cast<int>(level)]) + ": " + std::string(line));
      });
    }
    std::unique_ptr<stream> met;
    std::vector<std::string> lines;
    loop channels;
    dispatcher one;
  };
};

INSTANTIATE_TEST_SUITE_P(worlds, DispatcherTests, testing::ValuesIn(all_worlds()), world_name);

TEST_P(DispatcherTests, basic) {
  const logged channel(here());
  EXPECT_TRUE(channel.one.readable());
  EXPECT_TRUE(channel.one.writable());
}

TEST_P(DispatcherTests, log) {
  logged channel(here());
  channel.one.log("Lovely spam! Wonderful spam!");
  EXPECT_THAT(channel.lines, ElementsAre("info: Lovely spam! Wonderful spam!"));
}

TEST_P(DispatcherTests, log_goes_to_stderr_at_first) {
  auto met = here().meet({});
  loop fresh(here().net());
  dispatcher channel(fresh, std::move(met));
  testing::internal::CaptureStderr();
  channel.log("I don't like spam!");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "info: I don't like spam!\n");
}

TEST_P(DispatcherTests, log_info) {
  logged channel(here());
  channel.one.log_info("Have you got anything without spam?");
  channel.one.log_info("Why can't she have egg bacon spam and sausage?", log_level::warning);
  channel.one.log_info("THAT'S got spam in it!", log_level::error);
  EXPECT_THAT(channel.lines,
              ElementsAre("info: Have you got anything without spam?",
                          "warning: Why can't she have egg bacon spam and sausage?", "error: THAT'S got spam in it!"));
}

TEST_P(DispatcherTests, unhandled) {
  logged channel(here());
  channel.one.handle_read();
  channel.one.handle_write();
  channel.one.handle_connect();
  EXPECT_THAT(channel.lines, ElementsAre("warning: unhandled read event", "warning: unhandled write event",
                                         "warning: unhandled connect event"));
}

class DispatcherTests_of_a_listener : public parity_test {};
INSTANTIATE_TEST_SUITE_P(worlds, DispatcherTests_of_a_listener, testing::ValuesIn(worlds_with_addresses()), world_name);

TEST_P(DispatcherTests_of_a_listener, unhandled) {
  const endpoint where = here().free_address({});
  loop channels(here().net());
  std::string lines;
  channels.set_log_sink([&](log_level, std::string_view line) { lines += line; });
  dispatcher door(channels);
  ASSERT_FALSE(door.listen(where));
  here().peer_comes_to(door.local());
  run_until(channels, [&] { return !lines.empty(); });
  EXPECT_EQ(lines, "unhandled accepted event");
  here().heard(std::string::npos);
  EXPECT_TRUE(here().peer_saw_the_end());
}

}  // namespace

}  // namespace asynchat::parity
