#include <asynchat/properties/generated_case.h>
#include <asynchat/properties/rapidcheck/generators.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <variant>

namespace asynchat::properties {
namespace {

/// What many cases have together.
struct totals {
  double bytes = 0, terminators = 0, chunks = 0, empty_reads = 0;

  void add(const std::string& stream, const sim::plan& steps) {
    bytes += static_cast<double>(stream.size());
    for (std::size_t at = stream.find("\r\n"); at != std::string::npos; at = stream.find("\r\n", at + 2)) ++terminators;
    for (const sim::recv_step& step : steps.recv) ++(std::holds_alternative<sim::deliver>(step) ? chunks : empty_reads);
  }
};

TEST(generated_cases, deliver_their_streams_whole) {
  case_generator generator("\r\n", "ab ", 1);
  generated_case one;
  for (int i = 0; i < 2000; ++i) {
    generator.next(one);
    ASSERT_EQ(sim::delivered(one.steps), one.bytes.size());
  }
}

TEST(generated_cases, are_the_same_for_the_same_seed) {
  case_generator first("\r\n", "ab ", 7), second("\r\n", "ab ", 7), other("\r\n", "ab ", 8);
  generated_case a, b, c;
  std::set<std::string> streams;
  for (int i = 0; i < 500; ++i) {
    first.next(a);
    second.next(b);
    other.next(c);
    ASSERT_EQ(a.bytes, b.bytes);
    ASSERT_EQ(a.steps, b.steps);
    streams.insert(a.bytes);
    streams.insert(c.bytes);
  }
  EXPECT_GT(streams.size(), 800u);
}

TEST(generated_cases, are_distributed_as_those_of_the_rapidcheck_generators) {
  totals ours, theirs;
  case_generator generator("\r\n", "ab ", 3);
  generated_case one;
  rc::Random random(3);
  const auto streams = stream_around("\r\n");
  for (int i = 0; i < 4040; ++i) {
    generator.next(one);
    ours.add(one.bytes, one.steps);
    const std::string stream = streams(random.split(), i % 101).value();
    theirs.add(stream, plan_for(stream.size())(random.split(), i % 101).value());
  }
  EXPECT_NEAR(ours.bytes / theirs.bytes, 1, 0.1);
  EXPECT_NEAR(ours.terminators / theirs.terminators, 1, 0.1);
  EXPECT_NEAR(ours.chunks / theirs.chunks, 1, 0.1);
  EXPECT_NEAR(ours.empty_reads / theirs.empty_reads, 1, 0.1);
}

}  // namespace
}  // namespace asynchat::properties
