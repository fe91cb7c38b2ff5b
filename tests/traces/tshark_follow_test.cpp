#include <asynchat/traces/capture_reader.h>
#include <asynchat/traces/dialogue.h>
#include <asynchat/traces/export.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "trace_vocabulary.h"
#include "tshark.h"

namespace asynchat::traces {
namespace {

using support::both_sides;
using support::tshark_on;
using support::tshark_view;

class tshark_follow : public testing::TestWithParam<std::string> {};

TEST_P(tshark_follow, gives_the_very_bytes_of_every_connection_of_a_capture_and_of_its_export) {
  const scratch_folder folder;
  const std::string capture = capture_path(GetParam()), again = folder.path("again.pcapng");
  capture_reader reader(capture), exported(capture);
  const std::vector<dialogue> talks = read_dialogues(reader);
  export_capture(exported, again, {.mtu_bytes = 1'000});
  const tshark_view seen = tshark_on(capture, talks.size() + 1), seen_again = tshark_on(again, talks.size() + 1);
  ASSERT_FALSE(talks.empty());
  for (const dialogue& talk : talks) {
    const both_sides& expected = seen.streams.at(talk.conn - 1);
    EXPECT_TRUE(talk.from(side::client).bytes == expected[0]) << "connection " << talk.conn;
    EXPECT_TRUE(talk.from(side::server).bytes == expected[1]) << "connection " << talk.conn;
    EXPECT_FALSE(expected[0].empty() && expected[1].empty()) << "connection " << talk.conn;
  }
  const auto none = seen.streams.find(talks.size());
  EXPECT_TRUE(none == seen.streams.end() || none->second == both_sides{}) << "tshark has one connection more";
  EXPECT_TRUE(seen_again.streams == seen.streams);
  EXPECT_EQ(seen_again.complaints, "");
}

INSTANTIATE_TEST_SUITE_P(captures, tshark_follow, testing::ValuesIn(capture_names()), [](const auto& instance) {
  std::string name = instance.param;
  name.erase(std::remove(name.begin(), name.end(), '-'), name.end());
  return name;
});

TEST(tshark_follow, covers_all_bundled_captures) { EXPECT_EQ(capture_names().size(), 12u); }

}  // namespace
}  // namespace asynchat::traces
