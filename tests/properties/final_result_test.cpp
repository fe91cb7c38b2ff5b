#include <asynchat/properties/check.h>
#include <asynchat/properties/explain.h>
#include <asynchat/properties/final_result.h>
#include <asynchat/properties/parser_subject.h>

#include <gmock/gmock.h>

#include <memory>
#include <string>

namespace asynchat::properties {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Tells how many bytes came after every chunk, and at the end; with Wrong, the chunks are counted there.
template <bool Wrong>
struct counter {
  std::size_t bytes = 0;
  std::size_t chunks = 0;

  void feed(std::string_view chunk, events& out) {
    bytes += chunk.size();
    chunks += chunk.empty() ? 0 : 1;
    out.add("so far", std::to_string(bytes));
  }
  void finish(events& out) { out.add("total", std::to_string(Wrong ? chunks : bytes)); }
};

final_result result_of_counter() { return final_result(std::make_unique<parser_subject<counter<false>>>("counter")); }

const checked_stream stream{"some bytes", sim::ending::eof, {}, {}};

TEST(final_result, holds_where_only_events_on_the_way_depend_on_the_cuts) {
  EXPECT_FALSE(check(parser_subject<counter<false>>("counter"), stream, {}).held());
  const check_report report = check(result_of_counter(), stream, {});
  EXPECT_TRUE(report.held());
  EXPECT_GT(report[law::invariance].cases, 100u);
}

TEST(final_result, is_held_against_that_of_the_reference) {
  const reference model = [](std::string_view bytes, bool ended, std::span<const heard_frame>) {
    std::vector<expected_event> list{{{"a thing", "on the way", {}}, 1}};
    if (ended) list.push_back({{"total", std::to_string(bytes.size()), {}}, bytes.size()});
    return list;
  };
  const check_report report = check(result_of_counter(), stream, model);
  EXPECT_GT(report[law::model].cases, 10u);
  EXPECT_EQ(report[law::model].broken, 0u);
}

TEST(final_result, that_is_wrong_is_told_of_as_the_last_event) {
  const final_result parser(std::make_unique<parser_subject<counter<true>>>("counter"));
  const check_report report = check(parser, stream, {});
  ASSERT_NE(report.first_failure(), nullptr);
  const counterexample small = shrink(parser, make_counterexample(stream, *report.first_failure()), {});
  EXPECT_EQ(describe_breach(small.details), "the last total is \"2\" instead of \"1\"");
}

TEST(result_of, keeps_the_last_event_and_the_verdict_behind_it) {
  events log;
  EXPECT_THAT(result_of(log).list(), IsEmpty());
  log.add("line", "a");
  log.add("line", "b");
  EXPECT_THAT(result_of(log).list(), ElementsAre(event{"last line", "b", {}}));
  log.add("error", "bad");
  EXPECT_THAT(result_of(log).list(), ElementsAre(event{"last line", "b", {}}, event{"error", "bad", {}}));
}

}  // namespace
}  // namespace asynchat::properties
