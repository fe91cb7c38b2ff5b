#include <asynchat/properties/parser_subject.h>
#include <gmock/gmock.h>

#include <stdexcept>

#include "sample_subjects.h"

namespace asynchat::properties {
namespace {

using testing::ElementsAre;

/// Tells of every call.
struct call_logger {
  void feed(std::string_view chunk, events& out) { out.add("feed", chunk); }
  void finish(events& out) { out.add("finish"); }
  void hear(std::string_view frame) { heard += frame; }
  std::string heard;
};

struct thrower {
  void feed(std::string_view, events&) { throw std::runtime_error("no"); }
  void finish(events& out) { out.add("finish"); }
};

outcome play(const subject& parser, std::string_view bytes, std::string_view plan) {
  return parser.play(bytes, plan_of(plan), {});
}

TEST(parser_subject, delivers_the_chunks_of_the_plan) {
  const parser_subject<call_logger> parser("calls");
  EXPECT_THAT(
      play(parser, "abc", "1 b w5ms 2 | eof").log.list(),
      ElementsAre(event{"feed", "a", {}}, event{"feed", "", {}}, event{"feed", "bc", {}}, event{"finish", "", {}}));
}

TEST(parser_subject, leaves_an_open_stream_unfinished) {
  EXPECT_THAT(play(parser_subject<call_logger>("calls"), "a", "1 | open").log.list(),
              ElementsAre(event{"feed", "a", {}}));
}

TEST(parser_subject, has_states_where_its_parser_is_comparable) {
  EXPECT_TRUE(parser_subject<crlf_parser>("a").has_states());
  EXPECT_FALSE(parser_subject<call_logger>("b").has_states());
}

TEST(parser_subject, reports_an_exception_and_stops) {
  EXPECT_THAT(play(parser_subject<thrower>("t"), "ab", "1 1 | eof").log.list(),
              ElementsAre(event{"exception", "no", {}}));
}

TEST(parser_session, goes_back_to_a_saved_state) {
  parser_session<crlf_parser> session;
  session.feed("ab");
  session.save(3);
  session.feed("c\r\n");
  EXPECT_FALSE(session.is_as_saved(3));
  session.restore(3);
  EXPECT_TRUE(session.is_as_saved(3));
  EXPECT_TRUE(session.log().empty());
  session.feed("\r\n");
  EXPECT_THAT(session.log().list(), ElementsAre(event{"line", "ab", {}}));
}

TEST(parser_session, follows_a_log_from_a_saved_state) {
  events expected;
  expected.add("line", "ab");
  parser_session<crlf_parser> session;
  session.feed("a");
  session.save(0);
  ASSERT_TRUE(session.restore_to_follow(0, expected, {}));
  session.feed("b\r\n");
  EXPECT_EQ(session.followed(), (log_mark{1, 0}));
  session.feed("c\r\n");
  EXPECT_EQ(session.followed(), std::nullopt);
}

/// Listens, and tells what it has heard so far with each chunk.
struct listener {
  std::string heard;
  void hear(std::string_view frame) { heard += frame; }
  void feed(std::string_view, events& out) { out.add("heard", heard); }
  void finish(events& out) { out.add("heard", heard); }
};

TEST(play_session, says_what_the_other_side_said_before_each_chunk) {
  const parser_subject<listener> parser("listener");
  const std::vector<heard_frame> heard{{0, "x"}, {2, "y"}, {3, "z"}};
  EXPECT_THAT(parser.play("abc", plan_of("2 1 | eof"), heard).log.list(),
              ElementsAre(event{"heard", "x", {}}, event{"heard", "xy", {}}, event{"heard", "xyz", {}}));
}

}  // namespace
}  // namespace asynchat::properties
