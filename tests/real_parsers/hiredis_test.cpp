#include "parsers/hiredis.h"

#include <gtest/gtest.h>

#include "documents.h"
#include "framing_streams.h"
#include "real_check.h"

namespace asynchat::real_parsers {
namespace {

using examples::hiredis_replies;

TEST(hiredis, tells_recorded_replies_the_same_however_they_are_cut) {
  const properties::parser_subject<hiredis_replies> parser("hiredis");
  EXPECT_EQ(accusation_of_recorded(parser, "resp/redis-mtu576.trace.jsonl", side::server), "");
}

TEST(hiredis, is_never_accused) {
  const protocols::framing_spec resp = *protocols::parse_framing("resp").spec;
  expect_never_accused<hiredis_replies>([&](std::uint64_t seed) {
    const std::string bytes = support::generate_stream(resp, side::server, seed).bytes;
    return seed % 2 == 0 ? bytes : damaged(bytes, seed);
  });
}

TEST(hiredis, reads_a_type_byte_whose_item_comes_later) {
  EXPECT_EQ(accusation_of<hiredis_replies>(":1\r\n*2\r\n:2\r\n$-1\r\n-ERR no\r\n+OK\r\n$0\r\n\r\n*-1\r\n*0\r\n"), "");
}

TEST(hiredis, reads_nested_arrays_to_its_depth_and_refuses_deeper_ones_alike) {
  std::string nested = ":1\r\n";
  for (int depth = 1; depth <= 9; ++depth) {
    nested = "*2\r\n+x\r\n" + nested;
    EXPECT_EQ(accusation_of<hiredis_replies>(nested), "") << depth;
  }
}

TEST(hiredis, reads_more_than_its_buffer_keeps) {
  std::string replies = "*60\r\n";
  for (int i = 0; i < 60; ++i) replies += "$5\r\nab\r\nc\r\n";
  replies += "$17000\r\n" + std::string(17'000, 'x') + "\r\n:1\r\n";
  EXPECT_EQ(accusation(properties::parser_subject<hiredis_replies>("hiredis"), replies), "");
}

}  // namespace
}  // namespace asynchat::real_parsers
