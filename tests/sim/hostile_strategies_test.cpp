#include <asynchat/sim/strategies/drop.h>
#include <asynchat/sim/strategies/duplicate.h>
#include <asynchat/sim/strategies/flip.h>
#include <asynchat/sim/strategies/insert.h>
#include <asynchat/sim/strategies/length_lies.h>
#include <asynchat/sim/strategies/near_terminator.h>
#include <asynchat/sim/strategies/replay_range.h>
#include <asynchat/sim/strategies/swap_frames.h>
#include <asynchat/sim/strategies/truncate.h>
#include <asynchat/sim/tier.h>
#include <gmock/gmock.h>

#include <bit>
#include <set>

#include "example_shapes.h"

namespace asynchat::sim::strategies {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// What the parser is given, change after change.
texts streams_of(const changing& what, const stream_shape& shape) {
  texts all;
  for (std::uint64_t i = 0; i < what.changes(shape); ++i) all.push_back(bytes_of(shape.bytes, what.make(shape, 2 * i)));
  return all;
}

texts streams_of(const changing& what, const std::string& bytes) { return streams_of(what, plain(bytes)); }

TEST(changing, delivers_each_change_whole_and_cut_out) {
  EXPECT_THAT(plans(duplicate(), "ab"), ElementsAre("3 | eof brings aab", "1 2 | eof brings aab",  //
                                                    "3 | eof brings abb", "1*3 | eof brings abb"));
  EXPECT_THAT(plans(drop(), "abc"), ElementsAre("2 | eof brings bc", "2 | eof brings bc", "2 | eof brings ac",
                                                "1 1 | eof brings ac", "2 | eof brings ab", "2 | eof brings ab"));
  EXPECT_EQ(duplicate().offset(plain("ab"), 3), 1u);
}

TEST(flip, changes_one_bit_of_each_byte) {
  const std::string bytes(64, 'x');
  const texts all = streams_of(flip(), bytes);
  std::set<char> seen;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    ASSERT_EQ(std::popcount(static_cast<unsigned char>(all[i][i] ^ bytes[i])), 1);
    seen.insert(all[i][i]);
    std::string mended = all[i];
    mended[i] = 'x';
    EXPECT_EQ(mended, bytes);
  }
  EXPECT_EQ(seen.size(), 8u);
}

TEST(drop, leaves_each_byte_away) { EXPECT_THAT(streams_of(drop(), "abc"), ElementsAre("bc", "ac", "ab")); }

TEST(duplicate, brings_each_byte_twice) {
  EXPECT_THAT(streams_of(duplicate(), "abc"), ElementsAre("aabc", "abbc", "abcc"));
}

TEST(insert, puts_a_byte_everywhere) {
  const texts all = streams_of(insert(), "abc");
  ASSERT_THAT(all, testing::SizeIs(4));
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::string mended = all[i];
    mended.erase(i, 1);
    EXPECT_EQ(mended, "abc");
  }
}

TEST(insert, goes_by_the_seed) {
  const std::string bytes = "abc";
  stream_shape shape = plain(bytes);
  const texts of_zero = streams_of(insert(), shape);
  shape.seed = 1;
  EXPECT_NE(streams_of(insert(), shape), of_zero);
}

TEST(swap_frames, exchanges_neighbours) {
  EXPECT_THAT(streams_of(swap_frames(), lines({"a", "bb", "c"}).shape()),
              ElementsAre("bb\r\na\r\nc\r\n", "a\r\nc\r\nbb\r\n"));
  EXPECT_THAT(streams_of(swap_frames(), "abc"), IsEmpty());
}

TEST(truncate, takes_the_tail_of_a_frame) {
  EXPECT_THAT(streams_of(strategies::truncate(), lines({"ab", ""}).shape()),
              ElementsAre("ab\r\r\n", "ab\r\n", "a\r\n", "ab\r\n\r", "ab\r\n\r", "ab\r\n\r"));
}

TEST(replay_range, brings_a_few_bytes_again) {
  EXPECT_THAT(streams_of(replay_range(2), "abcd"), ElementsAre("ababcd", "abcbcd", "abcdcd"));
  EXPECT_THAT(streams_of(replay_range(8), "abcd"), IsEmpty());
}

TEST(near_terminator, begins_a_terminator_and_goes_on_otherwise) {
  EXPECT_THAT(streams_of(near_terminator(), lines({"a", "b"}).shape()),
              ElementsAre("a\r\r\nb\r\n", "a\rX\nb\r\n", "a\rb\r\n", "a\r\nb\r\r\n", "a\r\nb\rX\n", "a\r\nb\r"));
}

TEST(near_terminator, repeats_all_that_was_matched) {
  const std::string bytes = "xaab";
  const std::vector<edge> edges{{3, 2}};
  stream_shape shape = plain(bytes);
  shape.edges = edges;
  EXPECT_THAT(streams_of(near_terminator(), shape), ElementsAre("xaaaab", "xaaXb", "xaa"));
}

TEST(length_lies, tells_other_numbers) {
  EXPECT_THAT(streams_of(length_lies(), "$12 0"), ElementsAre("$13 0", "$11 0", "$120 0", "$99999999999999999999 0",
                                                              "$12 1", "$12 -1", "$12 00", "$12 99999999999999999999"));
  EXPECT_THAT(streams_of(length_lies(), "1234567890123456789"), IsEmpty());
}

TEST(length_lies, changes_the_first_bytes_of_a_frame) {
  const std::string bytes{"\x01z\xffyyyyy", 8};
  const std::vector<std::size_t> ends{2, 8};
  stream_shape shape = plain(bytes);
  shape.frame_ends = ends;
  const texts all = streams_of(length_lies(), shape);
  ASSERT_THAT(all, testing::SizeIs(2 * (2 + 4)));
  EXPECT_EQ(all[0].substr(0, 2), "\x02z");
  EXPECT_EQ(all[1].substr(0, 2), std::string("\0z", 2));
  EXPECT_EQ(all[4].substr(2), std::string("\0yyyyy", 6));
  EXPECT_EQ(all[5].substr(2), "\xfeyyyyy");
}

TEST(hostile_strategies, change_every_stream_that_is_not_the_same_either_way) {
  const lines stream({"ab 5", "cd 17", "e"});
  for (const auto& what : hostile_strategies()) {
    ASSERT_GT(what->count(stream.shape()), 0u) << what->name();
    for (std::uint64_t i = 0; i < what->count(stream.shape()); ++i) {
      const delivery made = what->make(stream.shape(), i);
      ASSERT_TRUE(made.change) << what->name();
      EXPECT_NE(bytes_of(stream.bytes, made), stream.bytes) << what->name() << " " << i;
      EXPECT_EQ(unchanged_bytes(made), made.change->offset);
      EXPECT_EQ(made.steps.end, ending::eof);
    }
  }
}

}  // namespace
}  // namespace asynchat::sim::strategies
