// Those of CPython's Lib/test/test_asyncore.py that need no socket, test by test. README.md lists which test stands
// for which; what needs sockets is in tests/parity.

#include <gtest/gtest.h>

#include <array>

#include "manual_network.h"
#include "recorded_chat.h"

namespace asynchat {
namespace {

using support::manual_network;

/// CPython's dummychannel, exitingdummy and crashingdummy in one.
class dummy_channel : public dispatcher {
 public:
  using dispatcher::dispatcher;

  enum class manner { calm, exiting, crashing };
  manner acts = manner::calm;
  std::string called;
  bool wants_to_write = true;

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

struct HelperFunctionTests : testing::Test {
  HelperFunctionTests() { channels.set_log_sink(nullptr); }

  /// What a channel of that manner was told of these readinesses.
  std::string told(dummy_channel::manner manner, bool readable, bool writable, bool hangup) {
    manual_network::far_end far;
    if (readable) far.in = "x";
    far.room = writable ? std::string::npos : 0;
    far.hangup = hangup;
    dummy_channel channel(channels, network.stream_to(far));
    channel.acts = manner;
    try {
      channels.poll(duration(0));
    } catch (const exit_now&) {
      channel.called += "exit";
    } catch (const std::runtime_error&) {
      channel.called += "left";
    }
    return channel.called;
  }

  manual_network network;
  loop channels{network};
};

TEST_F(HelperFunctionTests, readwriteexc) {
  using enum dummy_channel::manner;
  EXPECT_EQ(told(exiting, true, false, false), "read exit");
  EXPECT_EQ(told(exiting, false, true, false), "write exit");
  EXPECT_EQ(told(exiting, false, false, true), "close exit");
  EXPECT_EQ(told(crashing, true, false, false), "read error ");
  EXPECT_EQ(told(crashing, false, true, false), "write error ");
}

TEST_F(HelperFunctionTests, readwrite) {
  using enum dummy_channel::manner;
  EXPECT_EQ(told(calm, false, false, false), "");
  EXPECT_EQ(told(calm, true, false, false), "read ");
  EXPECT_EQ(told(calm, false, true, false), "write ");
  EXPECT_EQ(told(calm, false, false, true), "close ");
  EXPECT_EQ(told(calm, true, true, true), "read write ");
}

TEST_F(HelperFunctionTests, an_exception_of_handle_close_leaves_the_loop) {
  EXPECT_EQ(told(dummy_channel::manner::crashing, false, false, true), "close left");
}

TEST_F(HelperFunctionTests, closeall) {
  std::array<manual_network::far_end, 10> far;
  std::vector<std::unique_ptr<dispatcher>> ten;
  for (auto& end : far) ten.push_back(std::make_unique<dispatcher>(channels, network.stream_to(end)));
  EXPECT_EQ(channels.size(), 10u);
  channels.close_all();
  EXPECT_TRUE(channels.empty());
  for (const auto& end : far) EXPECT_TRUE(end.closed);
}

struct DispatcherTests : testing::Test {
  DispatcherTests() {
    channels.set_log_sink([this](log_level level, std::string_view line) {
      static constexpr const char* names[] = {"info", "warning", "error"};
      lines.push_back(std::string(names[static_cast<int>(level)]) + ": " + std::string(line));
    });
  }

  manual_network network;
  std::vector<std::string> lines;
  loop channels{network};
};

TEST_F(DispatcherTests, basic) {
  dispatcher channel(channels);
  EXPECT_TRUE(channel.readable());
  EXPECT_TRUE(channel.writable());
}

TEST_F(DispatcherTests, log) {
  dispatcher channel(channels);
  channel.log("Lovely spam! Wonderful spam!");
  EXPECT_EQ(lines, std::vector<std::string>{"info: Lovely spam! Wonderful spam!"});
}

TEST_F(DispatcherTests, log_goes_to_stderr_at_first) {
  loop fresh(network);
  dispatcher channel(fresh);
  testing::internal::CaptureStderr();
  channel.log("I don't like spam!");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "info: I don't like spam!\n");
}

TEST_F(DispatcherTests, log_info) {
  dispatcher channel(channels);
  channel.log_info("Have you got anything without spam?");
  channel.log_info("Why can't she have egg bacon spam and sausage?", log_level::warning);
  channel.log_info("THAT'S got spam in it!", log_level::error);
  EXPECT_EQ(lines, (std::vector<std::string>{"info: Have you got anything without spam?",
                                             "warning: Why can't she have egg bacon spam and sausage?",
                                             "error: THAT'S got spam in it!"}));
}

TEST_F(DispatcherTests, unhandled) {
  manual_network::far_end far;
  far.in = "x";
  dispatcher channel(channels);
  channel.handle_read();
  channel.handle_write();
  channel.handle_connect();
  channel.handle_accepted(network.stream_to(far), {});
  EXPECT_EQ(lines, (std::vector<std::string>{"warning: unhandled read event", "warning: unhandled write event",
                                             "warning: unhandled connect event", "warning: unhandled accepted event"}));
}

}  // namespace
}  // namespace asynchat
