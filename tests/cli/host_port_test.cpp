#include "host_port.h"

#include <asynchat/traces/error.h>

#include <gtest/gtest.h>

#include "../traces/trace_vocabulary.h"
#include "recorder.h"

namespace asynchat::cli {
namespace {

/// The resolver reads it without asking anybody; for the network it is a name.
const std::string short_name = "127.1";

TEST(host_port, brackets_come_in_pairs) {
  EXPECT_EQ(parse_host_port("[::1]:7"), endpoint::inet("::1", 7));
  EXPECT_EQ(parse_host_port("::1:7"), endpoint::inet("::1", 7));
  for (const char* wrong : {"[::1:7", "::1]:7", "[]:7", ":7", "host", "host:", "host:70000", "host:7x", "[[::1]]:7"}) {
    EXPECT_FALSE(parse_host_port(wrong)) << wrong;
  }
}

TEST(host_port, a_name_has_numeric_addresses) {
  const std::vector<endpoint> found = addresses_of("--to", endpoint::inet(short_name, 7));
  EXPECT_EQ(found, std::vector<endpoint>{endpoint::inet("127.0.0.1", 7)});
  EXPECT_EQ(addresses_of("--to", endpoint::inet("::1", 7)).front(), endpoint::inet("::1", 7));
}

TEST(host_port, a_name_without_an_address_is_told_with_its_option) {
  const std::string message =
      traces::message_of<traces::input_error>([] { addresses_of("--to", endpoint::inet("no..name", 7)); });
  EXPECT_TRUE(message.starts_with("--to no..name:7: ")) << message;
}

TEST(host_port, localhost_is_listened_on_as_the_network_does) {
  EXPECT_EQ(listening_address("--listen", endpoint::inet("localhost", 7)), endpoint::inet("127.0.0.1", 7));
}

TEST(host_port, whoever_listens_takes_names) {
  const scratch_folder folder;
  const recorder named("127.0.0.1:1", folder.path("a.trace.jsonl"), {}, {}, short_name + ":0");
  examples::running_program played(
      {examples::program_path("asynchat"), "replay", traces::corpus_paths().front(), "--as-server", short_name + ":0"});
  EXPECT_TRUE(played.read_line().starts_with("listening on 127.0.0.1:"));
}

}  // namespace
}  // namespace asynchat::cli
