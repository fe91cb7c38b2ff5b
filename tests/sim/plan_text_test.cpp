#include <asynchat/sim/plan.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <sstream>

namespace asynchat::sim {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

plan parsed(std::string_view text) {
  auto result = parse_plan(text);
  if (const auto* error = std::get_if<plan_error>(&result)) {
    ADD_FAILURE() << text << ": at " << error->position << ": " << error->message;
    return {};
  }
  return std::get<plan>(result);
}

/// The offset and what was expected, or "parsed".
std::string refusal(std::string_view text, const plan_limits& limits = {}) {
  const auto result = parse_plan(text, limits);
  const auto* error = std::get_if<plan_error>(&result);
  return error == nullptr ? "parsed" : std::to_string(error->position) + ": " + error->message;
}

fail generic(std::errc code) { return {std::make_error_code(code)}; }

void expect_text(const plan& steps, std::string_view text) {
  EXPECT_EQ(to_string(steps), text);
  EXPECT_EQ(parsed(text), steps);
}

TEST(plan_text, shows_deliveries_waits_and_the_ending) {
  expect_text({{deliver{3}, deliver{1}, wait{milliseconds(20)}, deliver{2}}}, "3 1 w20ms 2 | eof");
}

TEST(plan_text, of_nothing_is_the_ending_alone) {
  expect_text({}, "| eof");
  expect_text({{}, ending::reset}, "| reset");
  expect_text({{}, ending::open}, "| open");
}

TEST(plan_text, writes_three_alike_once) {
  expect_text({{deliver{1}, deliver{1}, block{}, block{}, block{}}}, "1 1 b*3 | eof");
}

TEST(plan_text, writes_three_alike_that_begin_with_a_wait_once) {
  EXPECT_EQ(to_string(parsed("w1ms 2 w1ms 2 w1ms 2 w1ms | eof")), "(w1ms 2)*3 w1ms | eof");
  EXPECT_EQ(to_string(parsed("5 w1ms b 2 w1ms b 2 | eof")), "5 w1ms b 2 w1ms b 2 | eof");
  EXPECT_EQ(parsed("(w1ms 2*2 )*2 | eof"), parsed("w1ms 2 2 w1ms 2 2 | eof"));
}

TEST(plan_text, refuses_a_group_that_is_none) {
  EXPECT_EQ(refusal("(1 2 | eof"), "5: expected a number of bytes, b, wTIME, f(ERROR) or '|'");
  EXPECT_EQ(refusal("()*3 | eof"), "1: expected steps between '(' and ')'");
  EXPECT_EQ(refusal("(1) | eof"), "3: expected ')' and '*'");
  EXPECT_EQ(refusal("(1"), "2: expected ')' and '*'");
  EXPECT_EQ(refusal("(1)*0 | eof"), "4: expected a repetition of at least 1");
  EXPECT_EQ(refusal("((1)*2)*2 | eof"), "1: expected a number of bytes, b, wTIME, f(ERROR) or '|'");
  EXPECT_EQ(refusal("(1 2)*4 | eof", {7}), "6: expected at most 7 steps");
  EXPECT_EQ(refusal("(9223372036854775807)*3 | eof"),
            "0: expected deliveries of at most 18446744073709551615 bytes together");
}

TEST(plan_text, gives_times_in_the_largest_unit_that_fits) {
  expect_text({{wait{nanoseconds(0)}, wait{nanoseconds(1)}, wait{nanoseconds(1500)}, wait{milliseconds(2000)}}},
              "w0ns w1ns w1500ns w2s | eof");
  EXPECT_EQ(parsed("w3us | eof"), (plan{{wait{nanoseconds(3000)}}}));
}

TEST(plan_text, names_errors) {
  expect_text({{generic(std::errc::connection_reset)}}, "f(ECONNRESET) | eof");
  expect_text({{fail{{4242, std::generic_category()}}}}, "f(4242) | eof");
  expect_text({{fail{{32, std::system_category()}}}}, "f(system:EPIPE) | eof");
}

TEST(plan_text, shows_the_send_side_after_a_second_bar) {
  expect_text({{deliver{1}}, ending::eof, {accept{5}, block{}, accept_all}}, "1 | eof | 5 b all");
  expect_text({{deliver{1}}, ending::eof, {block{}}, accept{1}}, "1 | eof | b 1*");
  expect_text({{deliver{1}}, ending::eof, {}, generic(std::errc::broken_pipe)}, "1 | eof | f(EPIPE)*");
}

TEST(plan_text, reads_what_it_does_not_write) {
  EXPECT_EQ(parsed("  2*2|eof|all*  "), (plan{{deliver{2}, deliver{2}}}));
  EXPECT_EQ(parsed("|eof| "), plan{});
}

TEST(plan_text, goes_to_streams) {
  std::ostringstream out;
  out << plan{{deliver{4}}};
  EXPECT_EQ(out.str(), "4 | eof");
}

TEST(plan_text, refuses_with_the_offset_and_what_was_expected) {
  EXPECT_EQ(refusal(""), "0: expected '|' and an ending");
  EXPECT_EQ(refusal("3 1"), "3: expected '|' and an ending");
  EXPECT_EQ(refusal("3 x | eof"), "2: expected a number of bytes, b, wTIME, f(ERROR) or '|'");
  EXPECT_EQ(refusal("3 -1 | eof"), "2: expected a number of bytes, b, wTIME, f(ERROR) or '|'");
  EXPECT_EQ(refusal("3 | end"), "4: expected an ending: eof, reset or open");
  EXPECT_EQ(refusal("3 | eofs"), "7: expected a space or '|'");
  EXPECT_EQ(refusal("3b | eof"), "1: expected a space or '|'");
  EXPECT_EQ(refusal("3 | eof 1"), "8: expected '|' or nothing");
  EXPECT_EQ(refusal("3 | eof | w1s"), "10: expected a number of bytes, all, b or f(ERROR)");
  EXPECT_EQ(refusal("3 | eof | 1* 2"), "13: expected nothing after a step for ever");
  EXPECT_EQ(refusal("w | eof"), "1: expected a time after 'w', as in w20ms");
  EXPECT_EQ(refusal("w20 | eof"), "3: expected a unit of time: s, ms, us or ns");
  EXPECT_EQ(refusal("f(EWHAT) | eof"), "2: expected the name of an error, as in ECONNRESET, or its number");
  EXPECT_EQ(refusal("f(0) | eof"), "2: expected the name of an error, as in ECONNRESET, or its number");
  EXPECT_EQ(refusal("f(EPIPE | eof"), "7: expected ')'");
  EXPECT_EQ(refusal("1* | eof"), "2: expected how often, after '*'");
  EXPECT_EQ(refusal("1*0 | eof"), "2: expected a repetition of at least 1");
}

TEST(plan_text, refuses_what_overflows) {
  EXPECT_EQ(refusal("18446744073709551615 | eof"), "parsed");
  EXPECT_EQ(refusal("18446744073709551616 | eof"), "0: expected a number of at most 18446744073709551615");
  EXPECT_EQ(refusal("f(2147483648) | eof"), "2: expected a number of at most 2147483647");
  EXPECT_EQ(refusal("w9223372036s | eof"), "parsed");
  EXPECT_EQ(refusal("w9223372037s | eof"), "1: expected a time of at most 9223372036854775807ns");
  EXPECT_EQ(refusal("18446744073709551615 1 | eof"),
            "21: expected deliveries of at most 18446744073709551615 bytes together");
  EXPECT_EQ(refusal("9223372036854775808*2 | eof"),
            "0: expected deliveries of at most 18446744073709551615 bytes together");
}

TEST(plan_text, refuses_more_steps_than_its_limit) {
  EXPECT_EQ(refusal("1*3 1 | eof", {4}), "parsed");
  EXPECT_EQ(refusal("1*3 1 1 | eof", {4}), "7: expected at most 4 steps");
  EXPECT_EQ(refusal("1*18446744073709551615 | eof"), "1: expected at most 4194304 steps");
  EXPECT_EQ(refusal("| eof | 1*5", {4}), "9: expected at most 4 steps");
}

rc::Gen<fail> any_fail() {
  return rc::gen::map(rc::gen::pair(rc::gen::positive<int>(), rc::gen::arbitrary<bool>()), [](const auto& drawn) {
    const int small = drawn.first % 140 + 1;
    return fail{
        {drawn.first % 8 == 0 ? drawn.first : small, drawn.second ? std::generic_category() : std::system_category()}};
  });
}

rc::Gen<recv_step> any_recv_step() {
  const auto a_number = rc::gen::map(rc::gen::arbitrary<std::uint32_t>(), [](std::uint32_t n) { return n % 5 * n; });
  const auto a_time = rc::gen::map(rc::gen::nonNegative<std::int64_t>(), [](std::int64_t n) {
    return recv_step(wait{nanoseconds(n % 3 == 0 ? n % 1'000'000 * 1'000'000 : n)});
  });
  return rc::gen::oneOf(rc::gen::map(a_number, [](std::size_t n) { return recv_step(deliver{n}); }),
                        rc::gen::map(rc::gen::inRange(0, 3), [](int n) { return recv_step(deliver{std::size_t(n)}); }),
                        rc::gen::just(recv_step(block{})), a_time,
                        rc::gen::map(any_fail(), [](const fail& f) { return recv_step(f); }));
}

rc::Gen<send_step> any_send_step() {
  return rc::gen::oneOf(
      rc::gen::map(rc::gen::arbitrary<std::size_t>(), [](std::size_t n) { return send_step(accept{n}); }),
      rc::gen::map(rc::gen::inRange(0, 3), [](int n) { return send_step(accept{std::size_t(n)}); }),
      rc::gen::just(send_step(accept_all)), rc::gen::just(send_step(block{})),
      rc::gen::map(any_fail(), [](const fail& f) { return send_step(f); }));
}

/// Some steps, each one to five times.
template <class Step>
rc::Gen<std::vector<Step>> runs_of(rc::Gen<Step> step) {
  const auto runs = rc::gen::container<std::vector<std::pair<Step, int>>>(rc::gen::pair(step, rc::gen::inRange(1, 6)));
  return rc::gen::map(runs, [](const std::vector<std::pair<Step, int>>& drawn) {
    std::vector<Step> steps;
    for (const auto& [each, times] : drawn) steps.insert(steps.end(), static_cast<std::size_t>(times), each);
    return steps;
  });
}

rc::Gen<plan> any_plan() {
  return rc::gen::construct<plan>(runs_of(any_recv_step()), rc::gen::element(ending::open, ending::eof, ending::reset),
                                  runs_of(any_send_step()), any_send_step());
}

RC_GTEST_PROP(plan_text, read_back_is_the_same_plan, ()) {
  const plan steps = *any_plan();
  const auto result = parse_plan(to_string(steps));
  RC_ASSERT(std::holds_alternative<plan>(result));
  RC_ASSERT(std::get<plan>(result) == steps);
}

RC_GTEST_PROP(plan_text, any_text_is_refused_or_reads_back, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::oneOf(
      rc::gen::element(' ', '|', '*', 'b', 'w', 'f', '(', ')', '1', '9', 's', 'n'), rc::gen::arbitrary<char>()));
  const std::string ended = text + (text.size() % 2 == 0 ? "|eof" : "");
  const auto result = parse_plan(ended, {1000});
  if (const auto* error = std::get_if<plan_error>(&result)) {
    RC_ASSERT(error->position <= ended.size());
    RC_ASSERT(!error->message.empty());
  } else {
    RC_ASSERT(parse_plan(to_string(std::get<plan>(result)), {1000}) == result);
  }
}

RC_GTEST_PROP(plan_text, with_bytes_changed_is_refused_or_reads_back, ()) {
  std::string text = to_string(*any_plan());
  const auto changes = *rc::gen::container<std::vector<std::pair<std::uint16_t, char>>>(
      rc::gen::arbitrary<std::pair<std::uint16_t, char>>());
  for (const auto& [at, value] : changes) text[at % text.size()] = value;
  const auto result = parse_plan(text);
  if (const auto* steps = std::get_if<plan>(&result)) RC_ASSERT(parse_plan(to_string(*steps)) == result);
}

}  // namespace
}  // namespace asynchat::sim
