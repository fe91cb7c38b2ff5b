#include <asynchat/properties/check.h>
#include <asynchat/properties/counterexample.h>
#include <asynchat/properties/explain.h>
#include <gmock/gmock.h>

#include "canary_streams.h"
#include "sample_subjects.h"

namespace asynchat::properties {
namespace {

/// A right parser, but each `period`-th time it is played it drops the last line.
class forgetful_subject final : public subject {
 public:
  explicit forgetful_subject(int period) : period_(period) {}

  std::string name() const override { return "forgetful"; }
  bool has_states() const override { return false; }
  std::unique_ptr<session> start() const override { return std::make_unique<parser_session<crlf_parser>>(); }
  outcome play(std::string_view bytes, const sim::plan& steps, std::span<const heard_frame> heard) const override {
    outcome all = parser_subject<crlf_parser>("right").play(bytes, steps, heard);
    if (++plays_ % period_ != 0) return all;
    events some;
    for (std::size_t i = 0; i + 1 < all.log.size(); ++i) some.add(all.log.list()[i].name, all.log.list()[i].bytes);
    return {some, {}};
  }

 private:
  const int period_;
  mutable int plays_ = 0;
};

const std::string lines = "USER al\r\n\r\nQUIT\r\n";

TEST(replay, is_judged_before_all_else) {
  const check_report report = check(forgetful_subject(2), stream_of(lines), crlf_model);
  EXPECT_FALSE(report.is_deterministic());
  EXPECT_FALSE(report.held());
  for (const law which : all_laws) EXPECT_EQ(report[which].cases > 0, which == law::replay) << which;
}

TEST(replay, is_what_a_parser_that_seldom_differs_is_accused_of_and_nothing_else) {
  for (const int period : {50, 101, 333}) {
    const check_report report = check(forgetful_subject(period), stream_of(lines), crlf_model);
    ASSERT_NE(report.first_failure(), nullptr) << period;
    EXPECT_EQ(report.first_failure()->details.broken, law::replay);
    EXPECT_EQ(report[law::invariance].broken, 0u);
    EXPECT_EQ(report[law::model].cases, 0u);
  }
}

TEST(replay, is_told_of_with_both_logs) {
  const forgetful_subject parser(2);
  const checked_stream stream = stream_of(lines);
  const check_report report = check(parser, stream, crlf_model);
  const failure& found = *report.first_failure();
  EXPECT_EQ(std::max(found.details.expected.size(), found.details.observed.size()), 3u);
  EXPECT_EQ(std::min(found.details.expected.size(), found.details.observed.size()), 2u);
  EXPECT_THAT(explain(make_counterexample(stream, found)), testing::StartsWith("in one read: played again, frame 3 "));
}

TEST(replay, holds_for_a_channel_and_what_it_sends) {
  const check_report report = check(*make_crlf_chat(), stream_of(lines), crlf_model);
  EXPECT_GE(report[law::replay].cases, 5u);
  EXPECT_TRUE(report.is_deterministic());
}

TEST(replay, compares_what_is_sent) {
  outcome first{{}, ledger{}}, second = first;
  first.account->sent = "+OK";
  const sim::plan steps;
  trial one{"", &steps, &first.log, &*first.account};
  one.again = &second;
  ASSERT_TRUE(judge(law::replay, one));
  EXPECT_EQ(describe_breach(*judge(law::replay, one)), "played again, it sends other bytes");
}

check_options in_other_worlds() {
  check_options options;
  options.other_worlds = cli::socket_worlds();
  return options;
}

TEST(parity, is_judged_in_each_other_world_and_of_channels_alone) {
  const check_report channel = check(*make_crlf_chat(), stream_of(lines), crlf_model, in_other_worlds());
  EXPECT_EQ(channel[law::parity].cases, 4u) << "the recording and single bytes, over TCP and over a socketpair";
  EXPECT_TRUE(channel.held());
  const check_report parser =
      check(*make_parser_subject<crlf_parser>(), stream_of(lines), crlf_model, in_other_worlds());
  EXPECT_EQ(parser[law::parity].cases, 0u);
  EXPECT_EQ(check(*make_crlf_chat(), stream_of(lines), crlf_model)[law::parity].cases, 0u);
}

TEST(parity, holds_for_a_stream_that_is_larger_than_a_sockets_buffers_however_it_ends) {
  std::string bytes;
  while (bytes.size() < 3'000'000) bytes += std::string(bytes.size() % 977, 'x') + "\r\n";
  const auto parser = make_crlf_chat();
  for (const sim::ending end : {sim::ending::eof, sim::ending::reset, sim::ending::open}) {
    const checked_stream stream{bytes, end, {}, {}};
    evaluation player(*parser, stream, crlf_model);
    const verdict told = player.judge_elsewhere(whole_delivery(stream), cli::socket_worlds().front());
    EXPECT_TRUE(told.judged[static_cast<std::size_t>(law::parity)]);
    EXPECT_FALSE(first_breach(told)) << static_cast<int>(end);
  }
}

TEST(parity, is_told_of_with_the_name_of_the_world) {
  const canary& bird = *canary_named("local_peer_trusted");
  const checked_stream stream = stream_of("a\nb\r\n");
  const auto parser = bird.make();
  const check_report report = check(*parser, stream, bird.model, canary_options(bird));
  ASSERT_NE(report.first_failure(), nullptr);
  EXPECT_THAT(explain(make_counterexample(stream, *report.first_failure())),
              testing::StartsWith("in one read: over TCP, frame 1 \"a\\nb\" is split into"));
}

}  // namespace
}  // namespace asynchat::properties
