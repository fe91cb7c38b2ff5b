#include <asynchat/properties/canaries.h>
#include <asynchat/properties/counterexample.h>
#include <asynchat/sim/tier.h>
#include <gmock/gmock.h>

#include "sample_subjects.h"

namespace asynchat::properties {
namespace {

/// Streams are that long at most, so that every plan of every strategy is affordable.
constexpr std::size_t bytes_max = 40;

/// A stream with all that strategies go by.
struct shaped_stream {
  shaped_stream(const subject& parser, std::string_view bytes, const reference& model)
      : stream{bytes.substr(0, bytes_max), sim::ending::eof, {}, {}},
        ends(frame_ends(stream, model)),
        edges(edges_of(parser, stream, ends)),
        shape{stream.bytes, stream.end, ends, edges, {}, 1} {}

  checked_stream stream;
  std::vector<std::size_t> ends;
  std::vector<sim::edge> edges;
  sim::stream_shape shape;
};

/// The first breach among all plans of these strategies, and the law and plan that it is of.
template <class Strategies>
std::string first_accusation(const subject& parser, std::string_view bytes, const reference& model,
                             const Strategies& strategies) {
  const shaped_stream shaped(parser, bytes, model);
  evaluation player(parser, shaped.stream, model);
  for (const auto& what : strategies) {
    for (std::uint64_t i = 0; i < what->count(shaped.shape); ++i) {
      const sim::delivery made = what->make(shaped.shape, i);
      const verdict all = player.judge(made);
      if (const breach* found = first_breach(all)) {
        return std::string(to_string(found->broken)) + " by " + sim::to_string(*what) + ": " +
               sim::to_string(made.steps) + " of " + sim::bytes_of(shaped.stream.bytes, made) + ": " + found->note;
      }
    }
  }
  return {};
}

class each_canary_in_full : public testing::TestWithParam<std::size_t> {
 protected:
  const canary& bird() const { return all_canaries()[GetParam()]; }
};

TEST_P(each_canary_in_full, has_a_right_twin_that_no_plan_of_tier_full_accuses) {
  for (const std::string_view bytes : {bird().right.bytes, bird().wrong.bytes}) {
    EXPECT_EQ(first_accusation(*bird().make_right(), bytes, bird().model, sim::full_strategies()), "");
  }
}

TEST_P(each_canary_in_full, has_a_right_twin_that_no_changed_byte_troubles) {
  for (const std::string_view bytes : {bird().right.bytes, bird().wrong.bytes}) {
    EXPECT_EQ(first_accusation(*bird().make_right(), bytes, bird().model, sim::hostile_strategies()), "");
  }
}

INSTANTIATE_TEST_SUITE_P(canaries, each_canary_in_full, testing::Range(std::size_t{0}, all_canaries().size()),
                         [](const auto& tested) { return std::string(all_canaries()[tested.param].name); });

/// True when some plan of the strategies of that name makes the canary break a law in that stream.
bool is_caught(const canary& bird, std::string_view strategy, std::string_view bytes) {
  const auto parser = bird.make();
  const shaped_stream shaped(*parser, bytes, bird.model);
  evaluation player(*parser, shaped.stream, bird.model);
  for (const auto* list : {&sim::full_strategies(), &sim::hostile_strategies()}) {
    for (const auto& what : *list) {
      if (what->name() != strategy) continue;
      for (std::uint64_t i = 0; i < what->count(shaped.shape); ++i) {
        if (first_breach(player.judge(what->make(shaped.shape, i))) != nullptr) return true;
      }
    }
  }
  return false;
}

struct expected_catch {
  std::string_view canary_name;
  std::string_view strategy;
  std::string_view bytes;
};

TEST(tier_full, catches_canaries_with_each_kind_of_its_strategies) {
  const expected_catch all[] = {
      {"utf8_per_read", "codepoint", "a\xc3\xa9\r\n"},
      {"empty_read_ends", "spurious_wakeup", "a\r\nb\r\n"},
      {"zero_never_ends", "zero_frames", {"\1a\0", 3}},
      {"no_carry_over", "stall", "ab\r\ncd\r\n"},
      {"no_carry_over", "trickle", "ab\r\ncd\r\n"},
      {"no_carry_over", "bandwidth", "abcdefghijk\r\n"},
      {"no_carry_over", "eof_with_data", "ab\r\ncd\r\n"},
      {"no_carry_over", "recv_error", "ab\r\ncd\r\n"},
      {"no_carry_over", "limit_data", "abcdefghijklmnopqr\r\nabcdefghijklmn\r\n"},
      {"no_carry_over", "drop", "ab\r\ncd\r\n"},
      {"short_write_resent", "send_buffer", "a\r\nb\r\n"},
      {"short_write_reorders", "send_buffer", "a\r\nbb\r\nccc\r\ndddd\r\n"},
      {"short_write_reorders", "write_block", "a\r\nbb\r\n"},
      {"output_lost_at_end", "half_close", "a\r\nb\r\n"},
  };
  for (const expected_catch& one : all) {
    const canary* bird = canary_named(one.canary_name);
    ASSERT_NE(bird, nullptr) << one.canary_name;
    EXPECT_TRUE(is_caught(*bird, one.strategy, one.bytes)) << one.canary_name << " by " << one.strategy;
  }
}

TEST(evaluation_of_failures, compares_with_the_same_failure_in_one_read) {
  const sim::delivery cut{plan_of("1 1 f(EIO) | eof"), 2, {}};
  EXPECT_EQ(in_one_read(cut).steps, plan_of("2 f(EIO) | eof"));
  const sim::delivery woken{plan_of("1 f(EAGAIN) 1 | eof"), 2, {}};
  EXPECT_EQ(in_one_read(woken).steps, plan_of("2 | eof"));
}

TEST(evaluation_of_failures, takes_a_read_that_would_block_for_an_empty_one) {
  const auto parser = make_parser_subject<empty_read_resetter>();
  const reference model = crlf_model;
  evaluation player(*parser, stream_of("aa\r\n"), model);
  const verdict all = player.judge({plan_of("1 f(EAGAIN) 3 | eof"), 4, {}});
  EXPECT_TRUE(all[law::empty_reads]);
  EXPECT_FALSE(all.judged[static_cast<std::size_t>(law::invariance)]);
}

TEST(evaluation_of_failures, judges_a_failed_send_by_the_ledger_alone) {
  const auto parser = make_crlf_chat();
  const reference model = crlf_model;
  evaluation player(*parser, stream_of("aa\r\nbb\r\n"), model);
  const verdict all = player.judge({plan_of("8 | eof | f(EPIPE)*"), 8, {}});
  EXPECT_EQ(first_breach(all), nullptr);
  EXPECT_FALSE(all.judged[static_cast<std::size_t>(law::model)]);
  EXPECT_FALSE(all.judged[static_cast<std::size_t>(law::invariance)]);
  EXPECT_TRUE(all.judged[static_cast<std::size_t>(law::conservation)]);
}

TEST(evaluation_of_changes, compares_with_the_changed_bytes) {
  const auto parser = make_crlf_chat();
  const reference model = crlf_model;
  const std::string bytes = "aa\r\nbb\r\n";
  evaluation player(*parser, stream_of(bytes), model);
  const verdict all = player.judge({plan_of("9 | eof"), 8, {}, sim::edit{2, 1, "\rX"}});
  EXPECT_TRUE(all.judged[static_cast<std::size_t>(law::model)]);
  EXPECT_EQ(first_breach(all), nullptr);
}

TEST(evaluation_of_changes, makes_counterexamples_of_the_changed_bytes) {
  const auto parser = make_parser_subject<cr_forgetter>();
  const reference model = crlf_model;
  const std::string bytes = "aa\rbb\r\n";
  const checked_stream stream = stream_of(bytes);
  const sim::delivery what{plan_of("3 5 | eof"), 7, {}, sim::edit{3, 0, "\n"}};
  const verdict all = evaluation(*parser, stream, model).judge(what);
  ASSERT_TRUE(all[law::invariance]);
  const counterexample found = make_counterexample(stream, failure{"insert", what, *all[law::invariance]});
  EXPECT_EQ(found.bytes, "aa\r\nbb\r\n");
  EXPECT_EQ(found.kept, found.bytes.size());
  EXPECT_TRUE(replay(*parser, found, model));
  EXPECT_EQ(shrink(*parser, found, model).bytes, "\r\n");
}

TEST(evaluation_of_changes, hears_what_was_said_before_the_change_and_no_more) {
  const std::vector<heard_frame> heard{{0, "first"}, {3, "second"}, {6, "third"}};
  const checked_stream stream{"aa\r\nbb\r\n", sim::ending::eof, heard};
  const sim::delivery what{plan_of("7 | eof"), 8, {}, sim::edit{4, 1, {}}};
  EXPECT_THAT(make_counterexample(stream, failure{"drop", what, {}}).heard, testing::SizeIs(2));
}

}  // namespace
}  // namespace asynchat::properties
