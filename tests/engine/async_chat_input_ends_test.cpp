#include <gtest/gtest.h>

#include "conversation.h"

namespace asynchat {
namespace {

using support::conversation;
using support::fail_with;

TEST(end_of_input, hands_out_what_was_held_back_and_finds_nothing) {
  conversation talk("ab-", "3 | eof");
  talk->set_terminator("--");
  EXPECT_EQ(talk.play(), "collect(ab) collect(-) handle_close close");
  EXPECT_EQ(talk->get_terminator(), terminator("--"));
}

TEST(end_of_input, by_a_reset_hands_out_what_was_held_back_too) {
  conversation talk("-", "1 | reset");
  talk->set_terminator("--");
  EXPECT_EQ(talk.play(), "collect(-) handle_close close");
}

TEST(end_of_input, hands_the_held_bytes_out_in_one_piece_whatever_the_terminator_is_now) {
  conversation talk("a--", "3 w1ms | eof");
  talk->set_terminator("---");
  talk.pass();
  talk->set_terminator(byte_count(1));
  EXPECT_EQ(talk.play(), "collect(--) handle_close close");
}

TEST(end_of_input, closes_although_the_last_collect_threw) {
  conversation talk("-", "1 | eof");
  talk->set_terminator("--");
  talk->ignore_errors = true;
  talk->on_collect = [] { fail_with("no"); };
  EXPECT_EQ(talk.play(), "collect(-) error(no) handle_close close");
}

TEST(end_of_input, is_no_reason_to_spin_for_a_channel_that_stays_open) {
  conversation talk("a", "1 | eof");
  talk->stay_open = true;
  EXPECT_EQ(talk.play(), "collect(a) handle_close");
  EXPECT_FALSE(talk->readable());
  talk->push("still");
  EXPECT_EQ(talk.play(), "sent(still)");
}

TEST(a_failed_read, is_an_error_and_flushes_nothing) {
  conversation talk("a-", "2 f(ETIMEDOUT) | open");
  talk->set_terminator("--");
  EXPECT_EQ(talk.play(), "collect(a) error(Connection timed out) handle_close close");
}

TEST(a_failed_read, that_handle_error_forgives_is_followed_by_the_next) {
  conversation talk("a-b", "2 f(EIO) 1 | open");
  talk->set_terminator("--");
  talk->ignore_errors = true;
  EXPECT_EQ(talk.play(), "collect(a) error(Input/output error) collect(-b)");
}

class every_disconnect : public testing::TestWithParam<const char*> {};

TEST_P(every_disconnect, ends_reading_as_the_end_of_the_stream_does) {
  conversation talk("a-", "2 f(" + std::string(GetParam()) + ") | open");
  talk->set_terminator("--");
  EXPECT_EQ(talk.play(), "collect(a) collect(-) handle_close close");
}

TEST_P(every_disconnect, ends_sending) {
  conversation talk("", "| open | f(" + std::string(GetParam()) + ")");
  talk->push("x");
  EXPECT_EQ(talk.play(), "send_error handle_close close");
}

INSTANTIATE_TEST_SUITE_P(errors, every_disconnect,
                         testing::Values("ECONNRESET", "ENOTCONN", "ESHUTDOWN", "ECONNABORTED", "EPIPE", "EBADF"));

TEST(close, in_collect_ends_all_callbacks) {
  conversation talk("a;b;", "4 | open");
  talk->set_terminator(";");
  talk->on_collect = [&] { talk->close(); };
  EXPECT_EQ(talk.play(), "collect(a) close");
}

TEST(close, in_collect_of_a_count_ends_all_callbacks) {
  conversation talk("abcd", "4 | open");
  talk->set_terminator(byte_count(2));
  talk->on_collect = [&] { talk->close(); };
  EXPECT_EQ(talk.play(), "collect(ab) close");
}

TEST(close, in_found_terminator_ends_all_callbacks) {
  conversation talk("a;b;", "4 | eof");
  talk->set_terminator(";");
  talk->on_found = [&] { talk->close(); };
  EXPECT_EQ(talk.play(), "collect(a) found close");
}

TEST(discard_buffers, in_found_terminator_drops_what_else_was_read) {
  conversation talk("a;b;c;", "4 2 | open");
  talk->set_terminator(";");
  talk->on_found = [&] { talk->discard_buffers(); };
  EXPECT_EQ(talk.play(), "collect(a) found collect(c) found");
}

TEST(discard_buffers, in_collect_drops_the_rest_but_the_find_still_comes) {
  conversation talk("a;b;", "4 | open");
  talk->set_terminator(";");
  talk->on_collect = [&] { talk->discard_buffers(); };
  EXPECT_EQ(talk.play(), "collect(a) found");
}

TEST(discard_buffers, forgets_held_bytes_and_keeps_the_terminator) {
  conversation talk("a-x-", "2 2 | eof");
  talk->set_terminator("--");
  talk.pass();
  talk->discard_buffers();
  EXPECT_EQ(talk->held(), 0u);
  EXPECT_EQ(talk.pass(), "collect(x)");
  talk->discard_buffers();
  EXPECT_EQ(talk.play(), "handle_close close");
}

TEST(discard_buffers, forgets_held_bytes_whose_terminator_was_changed) {
  conversation talk("a-x", "2 1 | open");
  talk->set_terminator("--");
  talk.pass();
  talk->set_terminator(";");
  talk->discard_buffers();
  EXPECT_EQ(talk.play(), "collect(x)");
}

TEST(a_collect_that_throws, has_used_its_bytes_and_its_terminator) {
  conversation talk("a;b;", "4 b | open");
  talk->set_terminator(";");
  talk->ignore_errors = true;
  talk->on_collect = [&] {
    talk->on_collect = nullptr;
    fail_with("no");
  };
  EXPECT_EQ(talk.pass(), "collect(a) error(no)");
  EXPECT_EQ(talk->held(), 2u);
  EXPECT_EQ(talk.play(), "");
}

TEST(a_collect_that_throws, leaves_the_rest_for_the_next_read_event) {
  conversation talk("a;b;c;", "4 2 | open");
  talk->set_terminator(";");
  talk->ignore_errors = true;
  talk->on_collect = [&] {
    talk->on_collect = nullptr;
    fail_with("no");
  };
  EXPECT_EQ(talk.play(), "collect(a) error(no) collect(b) found collect(c) found");
}

TEST(a_collect_that_throws, has_reduced_its_count) {
  conversation talk("abcd", "1 3 | open");
  talk->set_terminator(byte_count(3));
  talk->ignore_errors = true;
  talk->on_collect = [&] {
    talk->on_collect = nullptr;
    fail_with("no");
  };
  EXPECT_EQ(talk.play(), "collect(a) error(no) collect(bc) found collect(d)");
}

TEST(a_collect_that_throws, completes_its_count_without_a_find) {
  conversation talk("abc", "2 1 | open");
  talk->set_terminator(byte_count(2));
  talk->ignore_errors = true;
  talk->on_collect = [] { fail_with("no"); };
  EXPECT_EQ(talk.pass(), "collect(ab) error(no)");
  EXPECT_EQ(talk->get_terminator(), terminator(byte_count(0)));
}

TEST(a_collect_that_throws, after_setting_a_count_leaves_the_new_one) {
  conversation talk("abcd", "2 2 | open");
  talk->set_terminator(byte_count(3));
  talk->ignore_errors = true;
  talk->on_collect = [&] {
    talk->on_collect = nullptr;
    talk->set_terminator(byte_count(2));
    fail_with("no");
  };
  EXPECT_EQ(talk.play(), "collect(ab) error(no) collect(cd) found");
}

TEST(a_find_that_throws, is_consumed) {
  conversation talk("a;b;c", "4 1 | open");
  talk->set_terminator(";");
  talk->ignore_errors = true;
  talk->on_found = [] { fail_with("no"); };
  EXPECT_EQ(talk.play(), "collect(a) found error(no) collect(b) found error(no)");
  EXPECT_EQ(talk->held(), 1u);
}

TEST(what_a_throw_left_unread, comes_in_one_piece_at_the_end_of_the_stream) {
  conversation talk("a;b;", "4 | eof");
  talk->set_terminator(";");
  talk->ignore_errors = true;
  talk->on_found = [] { fail_with("no"); };
  EXPECT_EQ(talk.play(), "collect(a) found error(no) collect(b;) handle_close close");
}

TEST(what_a_throw_left_unread, never_exceeds_the_receive_buffer) {
  conversation talk("abcdefghijklmnop", "16 | open");
  talk->ac_in_buffer_size(4);
  talk->ignore_errors = true;
  talk->follow({byte_count(1)});
  talk->on_found = [&] {
    talk->set_terminator(byte_count(1));
    fail_with("no");
  };
  for (int i = 0; i < 20; ++i) {
    talk.pass();
    EXPECT_LE(talk->held(), 4u);
  }
  EXPECT_EQ(talk->messages.size() + talk->held(), 16u);
}

TEST(handle_read_death_test, inside_a_callback_is_a_mistake) {
  conversation talk("a;b;", "4 | open");
  talk->set_terminator(";");
  talk->on_collect = [&] { talk->handle_read(); };
  EXPECT_DEATH(talk.play(), "handle_read is not called from inside a callback");
}

TEST(handle_read_death_test, inside_a_callback_that_works_off_carried_input_is_a_mistake) {
  conversation talk("a;b;c;", "6 | open");
  talk->ac_in_buffer_size(2);
  talk->ignore_errors = true;
  talk->follow({byte_count(1), byte_count(1)});
  talk->on_found = [] { fail_with("no"); };
  talk.pass();  // One byte is unread.
  talk->ac_in_buffer_size(1);
  talk->on_found = [&] { talk->handle_read(); };
  EXPECT_DEATH(talk.pass(), "handle_read is not called from inside a callback");
}

TEST(handle_read_death_test, on_a_closed_channel_is_a_mistake) {
  conversation talk;
  talk->close();
  EXPECT_DEATH(talk->handle_read(), "open stream");
}

TEST(ac_in_buffer_size_death_test, of_0_is_a_mistake) {
  conversation talk;
  EXPECT_DEATH(talk->ac_in_buffer_size(0), "at least 1 byte");
}

}  // namespace
}  // namespace asynchat
