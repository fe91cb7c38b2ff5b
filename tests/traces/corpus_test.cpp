#include <asynchat/traces/dialogue.h>
#include <asynchat/traces/import.h>
#include <asynchat/traces/trace_reader.h>
#include <gmock/gmock.h>

#include <array>

#include "trace_vocabulary.h"

namespace asynchat::traces {
namespace {

TEST(corpus, is_what_the_import_makes_of_the_captures) {
  const scratch_folder folder;
  EXPECT_EQ(corpus_paths().size(), 12u);
  for (const std::string& path : corpus_paths()) {
    import_capture(ASYNCHAT_CAPTURES + trace_reader(path).header().name, folder.path("again"));
    EXPECT_TRUE(contents(path) == contents(folder.path("again"))) << path;
  }
}

/// How many bytes each side sent in all connections, and in how many chunks.
std::array<std::size_t, 3> totals(const std::string& path) {
  trace_reader reader(path);
  std::array<std::size_t, 3> sums{};
  for (const dialogue& talk : read_dialogues(reader)) {
    sums[0] += talk.from(side::client).bytes.size();
    sums[1] += talk.from(side::server).bytes.size();
    sums[2] += talk.pieces.size();
  }
  return sums;
}

TEST(corpus, holds_the_same_traffic_in_segments_of_two_sizes) {
  for (const std::string stem :
       {"http1/http1", "resp/redis", "memcache/memcache", "mqtt/mqtt", "netstring/netstring", "smtp/smtp"}) {
    const auto large = totals(ASYNCHAT_CORPUS + stem + "-mtu1500.trace.jsonl");
    const auto small = totals(ASYNCHAT_CORPUS + stem + "-mtu576.trace.jsonl");
    EXPECT_EQ(large[0], small[0]);
    EXPECT_EQ(large[1], small[1]);
    EXPECT_GT(small[2], large[2]);
  }
}

TEST(corpus, has_no_gaps) {
  for (const std::string& path : corpus_paths()) {
    trace_reader reader(path);
    for (const dialogue& talk : read_dialogues(reader)) {
      for (const direction& sent : talk.directions)
        EXPECT_EQ(sent.end, stop::eof) << path << " connection " << talk.conn;
    }
    EXPECT_THAT(reader.warnings(), testing::IsEmpty());
  }
}

}  // namespace
}  // namespace asynchat::traces
