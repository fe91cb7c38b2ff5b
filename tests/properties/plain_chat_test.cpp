#include <asynchat/properties/check.h>
#include <asynchat/properties/plain_chat.h>
#include <gmock/gmock.h>

#include "sample_subjects.h"

namespace asynchat::properties {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Answers each line with it; says who it is at the end.
class polite_echo : public async_chat {
 public:
  polite_echo(loop& owner, std::unique_ptr<stream> source) : async_chat(owner, std::move(source)) {
    set_terminator("\r\n");
  }
  void collect_incoming_data(std::string_view data) override { line_ += data; }
  void found_terminator() override {
    push(line_ + '\n');
    line_.clear();
  }

 protected:
  std::string line_;
};

/// Leaves at once after its answer, whether that was sent or not.
class hasty_leaver : public polite_echo {
 public:
  using polite_echo::polite_echo;
  void found_terminator() override {
    polite_echo::found_terminator();
    close();
  }
};

/// Throws for a line that says so.
class thrower : public polite_echo {
 public:
  using polite_echo::polite_echo;
  void found_terminator() override {
    if (line_ == "no") throw std::runtime_error("refused");
    polite_echo::found_terminator();
  }
};

/// Decides by what one piece holds.
class piece_reader : public polite_echo {
 public:
  using polite_echo::polite_echo;
  void collect_incoming_data(std::string_view data) override {
    polite_echo::collect_incoming_data(data);
    if (data == "QUIT") close();
  }
};

outcome play(const subject& chat, std::string_view bytes, std::string_view plan) {
  return chat.play(bytes, plan_of(plan), {});
}

TEST(plain_chat, tells_its_finds_its_rest_its_close_and_what_it_sent) {
  const plain_chat_subject<polite_echo> chat("echo");
  const outcome seen = play(chat, "ab\r\nc\r\nd", "1 7 | eof");
  EXPECT_THAT(seen.log.list(), ElementsAre(event{"found", "ab", {}}, event{"found", "c", {}}, event{"data", "d", {}},
                                           event{"close", "", {}}, event{"sent", "ab\nc\n", {}}));
  EXPECT_EQ(seen.account->accounted, "ab\r\nc\r\nd");
  EXPECT_THAT(seen.account->slips, IsEmpty());
}

TEST(plain_chat, tells_the_same_however_its_output_is_taken) {
  const plain_chat_subject<polite_echo> chat("echo");
  const events whole = play(chat, "ab\r\nc\r\n", "7 | eof").log;
  EXPECT_EQ(play(chat, "ab\r\nc\r\n", "7 | eof | b 1*").log, whole);
  EXPECT_EQ(play(chat, "ab\r\nc\r\n", "3 4 | eof | 1 f(EPIPE)*").log, whole);
}

TEST(plain_chat, keeps_every_law_when_it_is_right) {
  const plain_chat_subject<polite_echo> chat("echo");
  const check_report report = check(chat, stream_of("hello\r\nyou\r\n\r\nthere\r"), {});
  EXPECT_TRUE(report.held());
  EXPECT_GT(report[law::conservation].cases, 100u);
}

TEST(plain_chat, begins_with_the_terminator_that_it_is_given) {
  class bare : public async_chat {
   public:
    using async_chat::async_chat;
    void collect_incoming_data(std::string_view) override {}
    void found_terminator() override {}
  };
  EXPECT_THAT(play(plain_chat_subject<bare>("bare", "--"), "a--", "3 | open").log.list(),
              ElementsAre(event{"found", "a", {}}));
  EXPECT_THAT(play(plain_chat_subject<bare>("bare"), "a--", "3 | open").log.list(),
              ElementsAre(event{"data", "a--", {}}));
}

TEST(plain_chat, is_caught_losing_its_answer_by_a_short_write) {
  const plain_chat_subject<hasty_leaver> chat("leaver");
  const check_report report = check(chat, stream_of("hello\r\n"), {});
  ASSERT_NE(report.first_failure(), nullptr);
  EXPECT_EQ(report[law::invariance].first->strategy, "short_write(1)");
}

TEST(plain_chat, tells_what_leaves_its_callbacks) {
  const plain_chat_subject<thrower> chat("thrower");
  EXPECT_THAT(play(chat, "no\r\n", "4 | eof").log.list(),
              ElementsAre(event{"found", "no", {}}, event{"exception", "refused", {}}, event{"close", "", {}}));
  EXPECT_TRUE(check(chat, stream_of("yes\r\nno\r\nyes\r\n"), {}).held());
}

TEST(plain_chat, is_caught_reading_a_piece_for_a_line) {
  const plain_chat_subject<piece_reader> chat("reader");
  const check_report report = check(chat, stream_of("NOQUIT\r\nX\r\n"), {});
  ASSERT_NE(report.first_failure(), nullptr);
  EXPECT_EQ(report.first_failure()->details.broken, law::invariance);
}

}  // namespace
}  // namespace asynchat::properties
