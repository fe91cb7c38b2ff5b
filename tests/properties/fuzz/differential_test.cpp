#include <asynchat/properties/canaries.h>
#include <asynchat/properties/fuzz/differential.h>
#include <asynchat/properties/fuzz/mutator.h>
#include <asynchat/properties/parser_subject.h>
#include <gtest/gtest.h>

#include <string>
#include <variant>

namespace asynchat::properties {
namespace {

/// None where no fuzz input means that plan.
std::optional<fuzz_input> input_of(const canary_example& example) {
  return from_plan(example.bytes, std::get<sim::plan>(sim::parse_plan(example.plan)));
}

TEST(differential, tells_the_breach_of_each_canarys_own_example_and_none_of_its_right_twin) {
  for (const canary& one : all_canaries()) {
    const std::optional<fuzz_input> input = input_of(one.wrong);
    if (!is_judged_by_fuzzing(one.caught_by) || !input) continue;
    const std::unique_ptr<subject> broken = one.make();
    const std::unique_ptr<subject> right = one.make_right();
    EXPECT_TRUE(differential(*broken, one.model).run(*input)) << one.name;
    EXPECT_FALSE(differential(*right, one.model).run(*input)) << one.name;
  }
}

TEST(differential, never_accuses_a_right_parser_over_many_changed_inputs) {
  const canary& lines = *canary_named("no_carry_over");
  const std::unique_ptr<subject> right = lines.make_right();
  differential tester(*right, lines.model);
  mutator changer({.terminators = {"\r\n"}});
  sim::random_source random(3);
  fuzz_input input;
  for (int i = 0; i < 20'000; ++i) {
    if (i % 16 == 0) input = changer.generate(64, random);
    changer.mutate(input, 64, random);
    ASSERT_FALSE(tester.run(input)) << sim::to_string(to_plan(input));
  }
}

/// Equal states that are not: what a restored session tells is its own mistake, not that of a fresh parser.
struct forgetful {
  void feed(std::string_view chunk, events& out) { out.add(used ? "again" : "data", chunk); }
  void finish(events&) {}

  forgetful() = default;
  forgetful(const forgetful&) {}
  forgetful& operator=(const forgetful&) {
    used = true;
    return *this;
  }
  bool operator==(const forgetful&) const { return true; }
  bool used = false;
};

TEST(differential, plays_a_breach_from_the_first_byte_before_it_is_told) {
  const parser_subject<forgetful> parser("forgetful");
  const reference none;
  differential tester(parser, none);
  for (int i = 0; i < 4; ++i) EXPECT_FALSE(tester.run({.bytes = "abc", .reads = {1}}));
}

TEST(differential, notes_what_was_not_seen_before) {
  const canary& lines = *canary_named("no_carry_over");
  const std::unique_ptr<subject> right = lines.make_right();
  differential tester(*right, lines.model);
  shapes_seen shapes;
  const auto new_in = [&](const std::string& bytes) {
    tester.run({.bytes = bytes}, &shapes);
    return shapes.take_new();
  };
  EXPECT_GT(new_in("a\r\n"), 0u);
  EXPECT_EQ(new_in("b\r\n"), 0u);
  EXPECT_GT(new_in("a\r\nb\r\n"), 0u);
}

}  // namespace
}  // namespace asynchat::properties
