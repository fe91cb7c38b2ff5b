#include <asynchat/properties/check.h>
#include <asynchat/properties/rapidcheck/generators.h>
#include <gmock/gmock.h>

#include <array>
#include <set>

#include "sample_subjects.h"

namespace asynchat::properties {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

/// The first values that a generator makes.
template <class Value>
std::vector<rc::Shrinkable<Value>> made_by(const rc::Gen<Value>& source, int count = 300) {
  std::vector<rc::Shrinkable<Value>> values;
  for (int seed = 0; seed < count; ++seed) values.push_back(source(rc::Random(static_cast<std::uint64_t>(seed)), 40));
  return values;
}

/// The smallest value that shrinking comes to as long as the condition holds.
template <class Value, class Condition>
Value shrunk(rc::Shrinkable<Value> from, Condition holds) {
  for (bool smaller = true; smaller;) {
    smaller = false;
    for (auto next = from.shrinks(); auto candidate = next.next();) {
      if (!holds(candidate->value())) continue;
      from = *candidate;
      smaller = true;
      break;
    }
  }
  return from.value();
}

TEST(any_terminator, is_of_every_kind_and_shrinks_to_little) {
  std::set<std::size_t> kinds;
  bool overlaps_itself = false;
  for (const rc::Shrinkable<terminator>& one : made_by(any_terminator())) {
    const terminator value = one.value();
    kinds.insert(value.index());
    const auto* pattern = std::get_if<std::string>(&value);
    if (pattern == nullptr) continue;
    ASSERT_FALSE(pattern->empty());
    overlaps_itself |= pattern->size() > 2 && pattern->front() == pattern->back();
    const auto is_pattern = [](const terminator& other) { return std::holds_alternative<std::string>(other); };
    EXPECT_EQ(std::get<std::string>(shrunk(one, is_pattern)).size(), 1u);
  }
  EXPECT_EQ(kinds.size(), 3u);
  EXPECT_TRUE(overlaps_itself);
  EXPECT_EQ(rc::toString(terminator(byte_count(5))), "count 5");
}

TEST(any_plan_for, delivers_all_bytes_and_has_a_text) {
  std::set<sim::ending> endings;
  for (const rc::Shrinkable<sim::plan>& one : made_by(any_plan_for(20))) {
    const sim::plan steps = one.value();
    endings.insert(steps.end);
    ASSERT_EQ(sim::delivered(steps), 20u);
    ASSERT_EQ(std::get<sim::plan>(sim::parse_plan(sim::to_string(steps))), steps);
  }
  EXPECT_EQ(endings.size(), 3u);
  EXPECT_EQ(rc::toString(plan_of("3 w20ms 1 | eof | 2*")), "3 w20ms 1 | eof | 2*");
}

TEST(any_plan_for, shrinks_to_the_cut_that_matters) {
  const auto cuts_at_seven = [](const sim::plan& steps) {
    const std::vector<std::size_t> cuts = sim::cuts_of(steps);
    return std::find(cuts.begin(), cuts.end(), 7u) != cuts.end();
  };
  int found = 0;
  for (const rc::Shrinkable<sim::plan>& one : made_by(any_plan_for(20))) {
    if (!cuts_at_seven(one.value())) continue;
    ++found;
    EXPECT_EQ(sim::to_string(shrunk(one, cuts_at_seven)), "7 13 | eof");
  }
  EXPECT_GT(found, 50);
}

TEST(dialogue_of, says_every_byte_once_and_in_order) {
  int mixed = 0;
  for (const auto& made : made_by(dialogue_of(stream_around("\r\n"), stream_for(terminator("--"))))) {
    const traces::dialogue talk = made.value();
    std::array<std::string, 2> said;
    for (const traces::piece& one : talk.pieces) {
      std::string& so_far = said[static_cast<std::size_t>(one.from)];
      ASSERT_EQ(one.offset, so_far.size());
      ASSERT_GT(one.size, 0u);
      so_far += talk.bytes_of(one);
    }
    ASSERT_EQ(said[0], talk.from(side::client).bytes);
    ASSERT_EQ(said[1], talk.from(side::server).bytes);
    mixed += talk.pieces.size() > 3;
  }
  EXPECT_GT(mixed, 50);
}

TEST(dialogue_of, shrinks_to_few_pieces_and_is_shown_as_a_talk) {
  const auto has_line_end = [](const traces::dialogue& talk) {
    return talk.from(side::client).bytes.find("\r\n") != std::string::npos;
  };
  for (const auto& made : made_by(dialogue_of(stream_around("\r\n"), stream_around("\n")))) {
    if (!has_line_end(made.value())) continue;
    const traces::dialogue smallest = shrunk(made, has_line_end);
    ASSERT_EQ(rc::toString(smallest), "client says \"\\r\\n\"\nclient ends: eof\nserver ends: eof\n");
  }
}

TEST(generated_plans, break_no_law_of_a_right_parser_and_of_a_right_channel) {
  const auto channel = make_crlf_chat();
  const auto parser = make_parser_subject<crlf_parser>();
  ASSERT_TRUE(rc::check("no generated plan is accused", [&] {
    const std::string bytes = *stream_around("\r\n");
    const checked_stream stream = stream_of(bytes);
    const sim::delivery what{*any_plan_for(bytes.size()), bytes.size(), {}};
    for (const subject* one : {channel.get(), parser.get()}) {
      const reference model = crlf_model;
      const verdict all = evaluation(*one, stream, model).judge(what);
      if (const breach* found = first_breach(all)) RC_FAIL(std::string(sentence(found->broken)));
    }
  }));
}

}  // namespace
}  // namespace asynchat::properties
