#include <asynchat/properties/callback_actions.h>
#include <asynchat/properties/explain.h>
#include <asynchat/properties/repro_file.h>
#include <asynchat/traces/error.h>
#include <gmock/gmock.h>

#include <array>

#include "sample_subjects.h"

namespace asynchat::properties {
namespace {

using testing::HasSubstr;

/// Lines that end with LF, read in the channel's own loop. As it is, it is right; those below it take one of its
/// decisions otherwise, which no cut and no end shows.
class looping_chat : public crlf_chat {
 public:
  looping_chat(loop& owner, std::unique_ptr<stream> source, line_sink& sink)
      : crlf_chat(owner, std::move(source), sink) {
    set_terminator("\n");
  }

  asynchat::boundary boundary() const { return {"\n", 0, 0}; }
  std::size_t held() const { return kept_.size(); }
  void discard_buffers() { forget(); }

  void handle_read() override {
    std::array<char, 64> buffer;
    const io_result read = transport()->recv(buffer);
    if (read.what() == io_result::kind::would_block) return;
    if (read.what() != io_result::kind::bytes) return end();
    kept_.append(buffer.data(), read.count());
    try {
      while (!kept_.empty() && goes_on()) take_line();
    } catch (...) {
      caught();
      throw;
    }
  }

 protected:
  virtual bool goes_on() const { return !closed(); }
  virtual void caught() {}
  virtual void forget() { kept_.clear(); }

  std::string kept_;

 private:
  void end() {
    const std::string rest = std::exchange(kept_, {});
    if (!rest.empty()) collect_incoming_data(rest);
    notify_close();
  }

  /// One line, or what there is of one.
  void take_line() {
    const std::size_t end = kept_.find('\n');
    const bool ends = end != std::string::npos;
    const std::string line = kept_.substr(0, end);
    kept_.erase(0, line.size() + (ends ? 1 : 0));
    if (!line.empty()) collect_incoming_data(line);
    if (ends && goes_on()) found_terminator();
  }
};

class reading_on_when_closed : public looping_chat {
  using looping_chat::looping_chat;
  bool goes_on() const override { return true; }
};
class losing_the_rest_when_thrown_out_of : public looping_chat {
  using looping_chat::looping_chat;
  void caught() override { kept_.clear(); }
};
class keeping_what_is_discarded : public looping_chat {
  using looping_chat::looping_chat;
  void forget() override {}
};

template <class Chat>
std::unique_ptr<subject> make() {
  return make_chat_subject<Chat, line_sink>("sample");
}

constexpr std::string_view lines = "a\nbc\n\nd\n";

/// What is judged when that is done while the bytes come in so.
verdict verdict_of(const subject& parser, std::string_view action, std::string_view plan = "8 | eof",
                   std::string_view bytes = lines) {
  const checked_stream stream = stream_of(bytes);
  const reference none;
  return evaluation(parser, stream, none)
      .judge_acting({plan_of(plan), bytes.size(), {}}, *parse_callback_action(action));
}

/// Expects that no law is broken by anything that is done in any callback.
void expect_right(const subject& parser, std::string_view plan, std::string_view bytes) {
  for (const callback_deed what : all_callback_deeds) {
    for (const acting_callback where : {acting_callback::collect, acting_callback::found}) {
      for (std::uint64_t nth = 1; nth <= 8; ++nth) {
        const std::string action = to_string(callback_action{where, nth, what});
        const verdict all = verdict_of(parser, action, plan, bytes);
        const breach* found = first_breach(all);
        EXPECT_EQ(found, nullptr) << plan << ", " << action << ": " << found->broken << ", " << describe_breach(*found);
      }
    }
  }
}

TEST(callback_actions, have_a_text) {
  for (const char* text : {"callback found 3 throw", "callback collect 12 throw_caught", "callback found 1 close",
                           "callback collect 1 set_terminator"}) {
    EXPECT_EQ(to_string(parse_callback_action(text).value()), text);
  }
  for (const char* text :
       {"", "callback", "callback found 0 throw", "callback found x throw", "callback lost 1 throw",
        "callback found 1 sleep", "callback found 1 throw ", "callback found -1 throw", "link 1 down"}) {
    EXPECT_FALSE(parse_callback_action(text)) << text;
  }
}

TEST(callback_actions, break_no_law_of_a_right_channel_under_any_cut) {
  for (const char* plan : {"8 | eof", "1*8 | eof", "3 b 3 2 | reset", "2 2 2 2 | open"}) {
    expect_right(*make<looping_chat>(), plan, lines);
  }
  for (const char* plan : {"12 | eof", "1*12 | eof", "2 b 3 3 4 | reset", "2 4 2 4 | open"}) {
    expect_right(*make_crlf_chat(), plan, "a\r\nbc\r\n\r\ndd\r");
  }
}

TEST(callback_actions, are_judged_only_where_they_happen) {
  const auto chat = make_crlf_chat();
  const checked_stream stream = stream_of("a\r\n");
  const reference none;
  evaluation player(*chat, stream, none);
  const sim::delivery what{plan_of("3 | eof"), 3, {}};
  EXPECT_TRUE(player.judge_acting(what, *parse_callback_action("callback found 1 push")).judged[0]);
  EXPECT_FALSE(player.judge_acting(what, *parse_callback_action("callback found 2 push")).judged[0]);
}

TEST(callback_actions, show_a_channel_that_reads_on_when_closed) {
  const auto parser = make<reading_on_when_closed>();
  EXPECT_TRUE(verdict_of(*parser, "callback collect 1 close")[law::order]);
  EXPECT_TRUE(verdict_of(*parser, "callback found 2 close")[law::order]);
  EXPECT_FALSE(verdict_of(*parser, "callback found 1 close", "2 6 | eof")[law::order]);
}

TEST(callback_actions, show_a_channel_that_loses_the_rest_when_a_callback_throws) {
  const auto parser = make<losing_the_rest_when_thrown_out_of>();
  EXPECT_FALSE(verdict_of(*parser, "callback found 1 throw_caught", "1*8 | eof")[law::model]);
  EXPECT_EQ(verdict_of(*parser, "callback found 1 throw_caught", "4 4 | eof")[law::model]->note,
            "found_terminator is called instead of collect_incoming_data of \"bc\"");
}

TEST(callback_actions, show_a_channel_that_keeps_what_is_discarded) {
  const auto parser = make<keeping_what_is_discarded>();
  EXPECT_EQ(verdict_of(*parser, "callback found 1 discard_buffers")[law::model]->note,
            "collect_incoming_data of \"bc\" is called, and there is nothing to collect");
}

TEST(callback_actions, make_a_repro_that_fails_again_and_tells_what_was_done) {
  const auto parser = make<losing_the_rest_when_thrown_out_of>();
  const checked_stream stream = stream_of(lines);
  failure found{"callbacks", {plan_of("4 4 | eof"), 8, {}}, {}, {}, {}, {}};
  found.action = parse_callback_action("callback found 1 throw_caught");
  found.details = *verdict_of(*parser, "callback found 1 throw_caught", "4 4 | eof")[law::model];
  const counterexample small = shrink(*parser, make_counterexample(stream, found), {});
  EXPECT_TRUE(small.stable);
  EXPECT_THAT(explain(small), HasSubstr("an exception, caught in handle_error, in call 1 of found_terminator: "));
  const traces::repro written = to_repro(*parser, small, {});
  EXPECT_EQ(written.schedule, std::vector<std::string>{"callback found 1 throw_caught"});
  EXPECT_EQ(read_example(written, "f").example.action, found.action);
  EXPECT_TRUE(replay(*parser, written, "f").failed_again);
  EXPECT_EQ(replay(*parser, written, "f").explanation, explain(small));
  EXPECT_FALSE(replay(*make<looping_chat>(), written, "f").failed_again);
}

TEST(callback_actions, are_all_that_a_repro_of_one_stream_may_have_in_its_schedule) {
  traces::repro broken;
  broken.property = "model";
  broken.schedule = {"link 1 down 20ms"};
  try {
    replay(*make<looping_chat>(), broken, "f.repro.json");
    FAIL() << "it was played";
  } catch (const traces::input_error& error) {
    EXPECT_STREQ(error.what(),
                 "f.repro.json: schedule: expected one action such as 'callback found 3 throw', not 'link "
                 "1 down 20ms'");
  }
}

}  // namespace
}  // namespace asynchat::properties
