#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "process.h"
#include "raw_client.h"

namespace asynchat::examples {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

class line_chat : public testing::Test {
 protected:
  /// Somebody who came in with netcat.
  std::unique_ptr<running_program> guest(const std::string& name) {
    auto made =
        std::make_unique<running_program>(std::vector<std::string>{"nc", "-N", "127.0.0.1", server.port_text()});
    EXPECT_EQ(made->read_line(), "Your name?");
    made->write(name + "\n");
    EXPECT_EQ(made->read_line(), "* " + name + " joined");
    return made;
  }

  running_server server{"line_chat"};
};

TEST_F(line_chat, tells_what_one_says_to_all_the_others) {
  const auto ann = guest("ann");
  const auto bob = guest("bob");
  const auto eve = guest("eve");
  ann->write("hello\n");
  EXPECT_EQ(bob->read_line(), "* eve joined");
  EXPECT_EQ(bob->read_line(), "ann: hello");
  EXPECT_EQ(eve->read_line(), "ann: hello");
  bob->write("welcome\r\n");
  EXPECT_EQ(ann->read_line(), "* bob joined");
  EXPECT_EQ(ann->read_line(), "* eve joined");
  EXPECT_EQ(ann->read_line(), "bob: welcome");
}

TEST_F(line_chat, tells_who_left) {
  const auto ann = guest("ann");
  guest("bob").reset();
  EXPECT_EQ(ann->read_line(), "* bob joined");
  EXPECT_EQ(ann->read_line(), "* bob left");
}

TEST_F(line_chat, wants_a_name_of_ones_own) {
  const auto ann = guest("ann");
  raw_client other(server.port());
  other.send("ann\n");
  EXPECT_THAT(other.receive_through("here already"), HasSubstr("That one is here already. Your name?"));
  other.send("a b\n");
  EXPECT_THAT(other.receive_through("no blanks"), EndsWith("At most 20 letters, no blanks. Your name?\n"));
  other.send("zoe\n");
  EXPECT_THAT(other.receive_through("joined"), EndsWith("* zoe joined\n"));
}

TEST_F(line_chat, gives_no_control_characters_to_terminals) {
  const auto ann = guest("ann");
  const auto bob = guest("bob");
  bob->write("\x1b[2Jred\x07\n");
  EXPECT_EQ(ann->read_line(), "* bob joined");
  EXPECT_EQ(ann->read_line(), "bob: ?[2Jred?");
}

TEST_F(line_chat, does_not_wait_for_a_guest_who_does_not_read) {
  raw_client deaf(server.port());
  deaf.send("deaf\n");
  deaf.receive_through("joined");
  raw_client loud(server.port());
  loud.send("loud\n");
  loud.receive_through("joined");
  const std::string line = std::string(999, 'x') + "\n";
  std::string lines;
  for (int i = 0; i < 100; ++i) lines += line;
  const std::size_t before = server.resident_bytes();
  const std::size_t bytes_max = std::size_t{256} * 1024 * 1024;
  std::size_t sent = 0;
  for (; sent < bytes_max && !loud.has_input(); sent += lines.size()) loud.send(lines);
  EXPECT_LT(sent, bytes_max);
  EXPECT_THAT(loud.receive_through("left"), StartsWith("* deaf left"));
  if (memory_is_measured()) {
    EXPECT_LT(server.resident_bytes_peak(), before + std::size_t{2} * 1024 * 1024);
  }
}

TEST_F(line_chat, outlives_that_all_vanish_at_once) {
  const auto ann = guest("ann");
  std::vector<raw_client> others;
  for (int i = 0; i < 100; ++i) {
    others.emplace_back(server.port());
    others.back().send("guest" + std::to_string(i) + "\n");
    EXPECT_EQ(ann->read_line(), "* guest" + std::to_string(i) + " joined");
  }
  for (raw_client& one : others) one.reset();
  for (int i = 0; i < 100; ++i) EXPECT_THAT(ann->read_line(), EndsWith(" left"));
}

}  // namespace
}  // namespace asynchat::examples
