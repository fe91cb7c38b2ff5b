#include <asynchat/properties/chat_subject.h>
#include <gmock/gmock.h>

#include "sample_subjects.h"

namespace asynchat::properties {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(chat_subject, plays_a_plan_and_keeps_the_ledger) {
  const outcome seen = make_crlf_chat()->play("a\r\nbc", plan_of("2 1 2 | eof"), {});
  EXPECT_THAT(seen.log.list(), ElementsAre(event{"line", "a", {}}, event{"incomplete", "bc", {}}));
  EXPECT_EQ(seen.account->accounted, "a\r\nbc");
  EXPECT_EQ(seen.account->received, 5u);
  EXPECT_THAT(seen.account->slips, IsEmpty());
}

TEST(chat_subject, acknowledges_each_frame_whatever_is_sent_at_once) {
  const outcome seen = make_crlf_chat()->play("a\r\nbc\r\n", plan_of("7 | eof | 1*"), {});
  EXPECT_EQ(seen.account->pushed, "line 1\nline 2\n");
  EXPECT_EQ(seen.account->sent, seen.account->pushed);
}

TEST(chat_subject, holds_what_may_begin_the_terminator) {
  const outcome seen = make_crlf_chat()->play("a\r", plan_of("2 | open"), {});
  EXPECT_EQ(seen.account->held, 1u);
  EXPECT_EQ(seen.account->accounted, "a");
}

TEST(chat_session, goes_back_even_from_a_closed_channel) {
  const auto session = make_crlf_chat()->start();
  session->feed("ab\r");
  session->save(0);
  session->finish(sim::ending::eof);
  EXPECT_THAT(session->log().list(), ElementsAre(event{"incomplete", "ab\r", {}}));
  EXPECT_FALSE(session->is_as_saved(0));
  session->restore(0);
  EXPECT_TRUE(session->is_as_saved(0));
  session->feed("\nc");
  EXPECT_THAT(session->log().list(), ElementsAre(event{"line", "ab", {}}));
  EXPECT_EQ(session->account()->first, 2u);
  EXPECT_EQ(session->account()->accounted, "\r\nc");
}

TEST(chat_session, follows_a_log_from_a_saved_state_and_keeps_one_again) {
  events expected;
  expected.add("line", "ab");
  expected.add("line", "c");
  const auto session = make_crlf_chat()->start();
  session->feed("ab\r");
  session->save(0);
  ASSERT_TRUE(session->restore_to_follow(0, expected, {}));
  session->feed("\nc\r\n");
  EXPECT_EQ(session->followed(), (log_mark{2, 0}));
  EXPECT_TRUE(session->log().empty());
  session->restore(0);
  session->feed("\n");
  EXPECT_EQ(session->log().size(), 1u);
  EXPECT_EQ(session->account()->accounted, "\r\n");
}

TEST(chat_session, lets_an_empty_read_change_nothing) {
  const auto session = make_crlf_chat()->start();
  session->feed("ab\r");
  session->save(0);
  session->feed("");
  EXPECT_TRUE(session->is_as_saved(0));
}

TEST(chat_session, tells_where_the_terminator_stands) {
  const auto subject = make_crlf_chat();
  const auto session = subject->start();
  session->feed("a\r");
  EXPECT_EQ(session->boundary()->pattern, "\r\n");
  EXPECT_EQ(session->boundary()->matched, 1u);
}

TEST(channel_watch, notices_a_callback_after_the_close) {
  channel_watch watch;
  watch.begin(0, 0, {"\r\n", 0, 0});
  watch.collect_begins("a", true);
  watch.close_begins(false);
  watch.close_begins(false);
  EXPECT_THAT(watch.account().slips,
              ElementsAre(ledger_entry{slip::order, "collect_incoming_data is called after the close"},
                          ledger_entry{slip::order, "handle_close is called a second time"}));
}

TEST(channel_watch, notices_a_frame_that_holds_its_terminator) {
  channel_watch watch;
  watch.begin(0, 0, {"\r\n", 0, 0});
  watch.collect_begins("a\r\nb", false);
  watch.found_begins(false);
  EXPECT_THAT(watch.account().slips, ElementsAre(ledger_entry{slip::frames, "a frame holds its terminator"}));
}

TEST(channel_watch, notices_a_counted_frame_of_another_size) {
  channel_watch watch;
  watch.begin(0, 0, {"", 0, 3});
  watch.collect_begins("ab", false);
  watch.found_begins(false);
  EXPECT_THAT(watch.account().slips, ElementsAre(ledger_entry{slip::frames, "a frame of 3 counted bytes has 2"}));
}

TEST(channel_watch, notices_that_too_much_is_held) {
  channel_watch watch;
  watch.begin(0, 0, {"\r\n", 0, 0});
  watch.settle({"\r\n", 1, 0}, 5, 0, false);
  EXPECT_THAT(watch.account().slips,
              ElementsAre(ledger_entry{slip::bounds, "it holds 4 bytes that cannot begin the terminator"}));
}

}  // namespace
}  // namespace asynchat::properties
