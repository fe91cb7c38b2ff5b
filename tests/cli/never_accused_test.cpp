#include <asynchat/properties/check.h>
#include <asynchat/properties/explain.h>
#include <asynchat/properties/hearing.h>
#include <asynchat/properties/parser_subject.h>
#include <asynchat/sim/random.h>
#include <asynchat/sim/tier.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "framing_streams.h"
#include "socket_worlds.h"
#include "subjects.h"

namespace asynchat::cli {
namespace {

// Whether a law accuses does not depend on the build; the sanitizers, ten times slower, look at every fortieth stream.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::uint64_t stride = 40;
#else
constexpr std::uint64_t stride = 1;
#endif
constexpr std::uint64_t streams_of_each = 530;
constexpr std::uint64_t streams_of_each_if_long = 5300;
constexpr std::uint64_t cases_of_each = 5300;

bool is_long() { return std::getenv("ASYNCHAT_LONG") != nullptr; }
std::uint64_t campaign() { return is_long() ? streams_of_each_if_long : streams_of_each; }

/// Damage moves bytes to the other side of what was heard between them. Told before all of them, it comes neither early
/// nor late.
support::generated_stream told_first(support::generated_stream stream) {
  for (heard_frame& one : stream.heard) one.before = 0;
  return stream;
}

/// Every strategy there is: of tier full, and those that change bytes.
std::vector<const sim::strategy*> all_strategies() {
  std::vector<const sim::strategy*> all;
  for (const auto* list : {&sim::full_strategies(), &sim::hostile_strategies()}) {
    for (const auto& one : *list) all.push_back(one.get());
  }
  return all;
}

/// The framings that are right: each is told valid streams and damaged ones, from either side, and no law may accuse
/// it: over 100,000 of them under some delivery of any strategy, and over 10,000, or 100,000 in the long campaign,
/// under all of it. Of these, every tenth is played on real sockets, too.
class right_framings : public testing::TestWithParam<std::size_t> {
 protected:
  const protocols::framing_spec& spec() const { return support::all_framings()[GetParam()]; }

  void expect_innocent(side from, const support::generated_stream& generated, std::uint64_t seed) {
    const checked_parser parser = framing_choice(protocols::to_string(spec())).parser_for(from);
    const properties::checked_stream stream{generated.bytes, sim::ending::eof, generated.heard};
    properties::check_options options;
    options.seed = seed;
    if (seed / stride % 10 == 0) options.other_worlds = socket_worlds();
    const properties::check_report report = properties::check(*parser.subject, stream, parser.model, options);
    const properties::failure* found = report.first_failure();
    EXPECT_TRUE(report.held()) << protocols::to_string(spec()) << ", seed " << seed << ": "
                               << (found ? properties::explain(properties::make_counterexample(stream, *found)) : "");
  }
};

TEST_P(right_framings, are_never_accused) {
  for (std::uint64_t seed = 0; seed < campaign() / 2; seed += stride) {
    const side from = seed / stride % 2 == 0 ? side::client : side::server;
    expect_innocent(from, support::generate_stream(spec(), from, seed), seed);
    expect_innocent(from, told_first(support::generate_damaged_stream(spec(), from, seed)), seed);
    if (HasFailure()) return;
  }
}

TEST_P(right_framings, are_never_accused_of_any_generated_case) {
  const std::vector<const sim::strategy*> strategies = all_strategies();
  for (std::uint64_t seed = 0; seed < cases_of_each; seed += stride) {
    sim::random_source random(sim::derived_seed(seed, GetParam()));
    const side from = random.below(2) == 0 ? side::client : side::server;
    const checked_parser parser = framing_choice(protocols::to_string(spec())).parser_for(from);
    const support::generated_stream generated = random.below(2) == 0
                                                    ? support::generate_stream(spec(), from, seed)
                                                    : told_first(support::generate_damaged_stream(spec(), from, seed));
    const properties::checked_stream stream{generated.bytes, sim::ending::eof, generated.heard};
    const std::vector<std::size_t> ends = properties::frame_ends(stream, parser.model);
    const std::vector<sim::edge> edges = properties::edges_of(*parser.subject, stream, ends);
    const sim::stream_shape shape{stream.bytes, stream.end, ends, edges, {}, seed};
    const sim::strategy& strategy = *strategies[random.below(strategies.size())];
    const std::uint64_t plans = strategy.count(shape);
    const sim::delivery chosen =
        plans == 0 ? properties::whole_delivery(stream) : strategy.make(shape, random.below(plans));

    const properties::verdict all = properties::evaluation(*parser.subject, stream, parser.model).judge(chosen);
    const properties::breach* found = properties::first_breach(all);
    ASSERT_EQ(found, nullptr) << protocols::to_string(spec()) << ", seed " << seed << ": " << found->broken << ", "
                              << properties::describe_breach(*found) << " under " << chosen.steps << " of "
                              << sim::to_string(strategy);
  }
}

INSTANTIATE_TEST_SUITE_P(each, right_framings, testing::Range<std::size_t>(0, support::all_framings().size()));

TEST_P(right_framings, are_not_accused_at_their_limits) {
  const std::optional<framing_choice> limited = framing_choice(protocols::to_string(spec())).limited();
  EXPECT_EQ(limited.has_value(), !std::holds_alternative<protocols::count_spec>(spec()));
  if (!limited) return;
  for (const side from : {side::client, side::server}) {
    const checked_parser parser = limited->parser_for(from);
    const properties::law_result result = properties::check_limits(*parser.subject, parser.model);
    EXPECT_GT(result.cases, 200u);
    EXPECT_EQ(result.broken, 0u) << limited->name() << ": "
                                 << (result.first ? properties::describe_breach(result.first->details) : "");
  }
}

TEST(right_framings, are_told_ten_thousand_streams_and_a_hundred_thousand) {
  EXPECT_GE(support::all_framings().size() * streams_of_each, 10'000u);
  EXPECT_GE(support::all_framings().size() * streams_of_each_if_long, 100'000u);
  EXPECT_GE(support::all_framings().size() * cases_of_each, 100'000u);
}

/// A reference as a parser: it decodes all that has come so far, each time anew, and must not take back what it told.
class reference_subject final : public properties::subject {
 public:
  explicit reference_subject(properties::reference decode) : decode_(std::move(decode)) {}

  std::string name() const override { return "reference"; }
  bool has_states() const override { return false; }
  std::unique_ptr<properties::session> start() const override {
    return std::make_unique<properties::parser_session<silent_parser>>();
  }

  properties::outcome play(std::string_view bytes, const sim::plan& steps,
                           std::span<const heard_frame> heard) const override {
    properties::events told;
    std::size_t at = 0;
    for (const sim::recv_step& step : steps.recv) {
      if (const auto* chunk = std::get_if<sim::deliver>(&step)) at += chunk->bytes;
      go_on(told, bytes.substr(0, at), false, heard);
    }
    if (steps.end != sim::ending::open) go_on(told, bytes, true, heard);
    return {told, {}};
  }

 private:
  struct silent_parser {
    void feed(std::string_view, properties::events&) {}
    void finish(properties::events&) {}
  };

  void go_on(properties::events& told, std::string_view bytes, bool ended, std::span<const heard_frame> heard) const {
    const auto now = properties::to_events(decode_(bytes, ended, properties::heard_by(heard, bytes.size())));
    for (std::size_t i = 0; i < told.size(); ++i) {
      const properties::event& before = told.list()[i];
      const bool grows = i + 1 == told.size() && i < now.size() && properties::is_mergeable(before) &&
                         now.list()[i].name == before.name && now.list()[i].bytes.starts_with(before.bytes);
      if (i < now.size() && (grows || now.list()[i] == before)) continue;
      return told.add("taken back", before.bytes);
    }
    told = now;
  }

  properties::reference decode_;
};

class references : public testing::TestWithParam<std::size_t> {};

TEST_P(references, are_never_accused) {
  const protocols::framing_spec& spec = support::all_framings()[GetParam()];
  for (std::uint64_t seed = 0; seed < (is_long() ? 40 : 4); ++seed) {
    const side from = seed % 2 == 0 ? side::client : side::server;
    const checked_parser parser = framing_choice(protocols::to_string(spec)).parser_for(from);
    const support::generated_stream generated = seed % 4 < 2
                                                    ? support::generate_stream(spec, from, seed)
                                                    : told_first(support::generate_damaged_stream(spec, from, seed));
    const properties::checked_stream stream{generated.bytes, sim::ending::eof, generated.heard};
    const properties::check_report report =
        properties::check(reference_subject(parser.model), stream, parser.model, {.seed = seed});
    const properties::failure* found = report.first_failure();
    EXPECT_TRUE(report.held()) << protocols::to_string(spec) << ", seed " << seed << ": "
                               << (found ? properties::explain(properties::make_counterexample(stream, *found)) : "");
  }
}

INSTANTIATE_TEST_SUITE_P(each, references, testing::Range<std::size_t>(0, support::all_framings().size()));

}  // namespace
}  // namespace asynchat::cli
