#include <asynchat/properties/check.h>
#include <asynchat/sim/tier.h>
#include <gmock/gmock.h>

#include "sample_subjects.h"

namespace asynchat::properties {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::Field;
using testing::StartsWith;

constexpr std::string_view sample = "USER al\r\nPASS x\r\n\r\nQUIT\r\nX\r\nrest";

struct without_states : crlf_parser {
  bool operator==(const without_states&) const = delete;
};

/// Says stop when it is asked for the nth time, and counts how often it is asked.
check_options stopped_at(std::uint64_t nth, std::uint64_t& asked) {
  check_options options;
  options.stop = [nth, &asked] { return ++asked >= nth; };
  return options;
}

const strategy_result& plans_of(const check_report& report, std::string_view name) {
  for (const strategy_result& one : report.strategies) {
    if (one.name == name) return one;
  }
  throw std::out_of_range(std::string(name));
}

TEST(a_stopped_check, tells_which_strategies_are_incomplete) {
  std::uint64_t asked = 0;
  const check_report report =
      check(*make_parser_subject<without_states>(), stream_of(sample), crlf_model, stopped_at(10, asked));
  EXPECT_TRUE(report.stopped);
  EXPECT_TRUE(report.held());
  EXPECT_EQ(asked, 10u);
  EXPECT_TRUE(plans_of(report, "byte").complete);
  EXPECT_FALSE(plans_of(report, "cut1").complete);
  EXPECT_LT(plans_of(report, "cut1").tried, plans_of(report, "cut1").possible);
  EXPECT_EQ(plans_of(report, "random(200)").tried, 0u);
}

TEST(a_stopped_check, ends_a_sweep_too) {
  std::uint64_t asked = 0;
  const check_report report = check(*make_crlf_chat(), stream_of(sample), crlf_model, stopped_at(6, asked));
  EXPECT_TRUE(report.stopped);
  EXPECT_EQ(asked, 6u);
  EXPECT_GT(plans_of(report, "cut1").tried, 0u);
  EXPECT_FALSE(plans_of(report, "cut1").complete);
  EXPECT_TRUE(plans_of(report, "whole").complete);
}

TEST(a_stopped_check, keeps_the_failure_that_it_found_before) {
  std::uint64_t asked = 0;
  const check_report report =
      check(*make_parser_subject<cr_forgetter>(), stream_of(sample), crlf_model, stopped_at(20, asked));
  EXPECT_TRUE(report.stopped);
  EXPECT_NE(report.first_failure(), nullptr);
}

TEST(a_check, that_nobody_stops_is_complete) {
  std::uint64_t asked = 0;
  const check_report report = check(*make_crlf_chat(), stream_of(sample), crlf_model, stopped_at(1u << 30, asked));
  EXPECT_FALSE(report.stopped);
  EXPECT_THAT(report.strategies, Each(Field(&strategy_result::complete, true)));
  EXPECT_EQ(report.tried(), check(*make_crlf_chat(), stream_of(sample), crlf_model).tried());
}

TEST(a_check, tells_how_far_it_has_come) {
  for (const bool swept : {true, false}) {
    std::vector<std::uint64_t> done;
    std::uint64_t planned = 0;
    check_options options;
    options.progress = [&](const check_progress& now) {
      done.push_back(now.done);
      planned = now.planned;
    };
    const std::unique_ptr<subject> parser = swept ? make_crlf_chat() : make_parser_subject<without_states>();
    check(*parser, stream_of(sample), crlf_model, options);
    EXPECT_TRUE(std::is_sorted(done.begin(), done.end()));
    EXPECT_GT(done.size(), 30u);
    EXPECT_LE(done.back(), planned);
    EXPECT_GT(done.back(), planned * 9 / 10);
  }
}

TEST(a_check, tries_only_the_strategies_that_are_named) {
  check_options options;
  options.strategies = {"burst(3)", "cut1"};
  const check_report report = check(*make_crlf_chat(), stream_of(sample), crlf_model, options);
  EXPECT_THAT(report.strategies,
              ElementsAre(Field(&strategy_result::name, "cut1"), Field(&strategy_result::name, "burst(3)")));
  EXPECT_EQ(report.tried(), report.possible());
  EXPECT_TRUE(report.held());
}

TEST(a_check, tries_all_plans_of_a_named_strategy_where_it_would_leave_pairs_out) {
  check_options options;
  options.strategies = {"cut2"};
  const std::string twice = std::string(sample) + "\r\n" + std::string(sample) + std::string(sample);
  const check_report report = check(*make_crlf_chat(), stream_of(twice), crlf_model, options);
  EXPECT_GT(twice.size(), 64u);
  EXPECT_EQ(report.tried(), (twice.size() - 1) * (twice.size() - 2) / 2);
}

TEST(a_check, finds_with_a_family_of_strategies_what_its_members_find) {
  check_options options;
  options.strategies = {"burst"};
  const check_report report = check(*make_parser_subject<cr_forgetter>(), stream_of(sample), crlf_model, options);
  EXPECT_EQ(report.strategies.size(), 8u);
  EXPECT_THAT(report.first_failure()->strategy, StartsWith("burst("));
}

}  // namespace
}  // namespace asynchat::properties
