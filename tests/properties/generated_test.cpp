#include <asynchat/properties/check.h>
#include <asynchat/properties/rapidcheck/generators.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sample_subjects.h"

namespace asynchat::properties {
namespace {

// Whether a law accuses does not depend on the build; the sanitizers, ten times slower, look at a part of the cases.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int streams_of_each = 25;
constexpr int stride = 16;
#else
constexpr int streams_of_each = 100;
constexpr int stride = 1;
#endif

/// How often each law judged a generated delivery.
struct law_counts {
  std::array<std::uint64_t, all_laws.size()> cases{};
};

/// A generated delivery of a generated stream, cut short or with another suffix now and then.
sim::delivery any_delivery(const std::string& bytes) {
  const auto kept = *rc::gen::oneOf(rc::gen::just(bytes.size()), rc::gen::inRange<std::size_t>(0, bytes.size() + 1));
  const auto suffix = kept == bytes.size() ? std::string() : *rc::gen::element<std::string>("", "X", "\r", "\n");
  const auto end = *rc::gen::element(sim::ending::eof, sim::ending::reset, sim::ending::open);
  sim::plan steps = *plan_for(kept + suffix.size(), suffix.empty() ? end : sim::ending::open);
  if (*rc::gen::arbitrary<bool>()) steps.send_after = sim::accept{1};
  return {std::move(steps), kept, suffix};
}

TEST(generated, deliveries_never_break_a_law_of_a_right_channel) {
  law_counts counts;
  const auto parser = make_crlf_chat();
  const reference model = crlf_model;
  const auto property = [&] {
    const std::string bytes = *stream_around("\r\n");
    const checked_stream stream = stream_of(bytes);
    evaluation player(*parser, stream, model);
    for (const sim::delivery& what :
         {whole_delivery(stream), any_delivery(bytes), any_delivery(bytes), any_delivery(bytes)}) {
      const verdict all = player.judge(what);
      for (const law which : all_laws)
        counts.cases[static_cast<std::size_t>(which)] += all.judged[static_cast<std::size_t>(which)];
      if (const breach* found = first_breach(all)) RC_FAIL(std::string(sentence(found->broken)));
    }
  };
  ASSERT_TRUE(rc::check("a right channel keeps every law", [&] {
    for (int i = 0; i < streams_of_each; ++i) property();
  }));
  for (const law which : all_laws) {
    const bool of_two_plays = which == law::replay || which == law::parity;
    const bool on_made_streams = which == law::epochs || which == law::limits || which == law::linear_cost;
    EXPECT_GE(counts.cases[static_cast<std::size_t>(which)], on_made_streams || of_two_plays ? 0u : 1000u) << which;
  }
}

TEST(generated, streams_pass_tier_quick) {
  const auto parser = make_crlf_chat();
  int turn = 0;
  ASSERT_TRUE(rc::check("tier quick accuses no right channel", [&] {
    if (turn++ % stride != 0) return;
    const std::string bytes = *stream_around("\r\n");
    const check_report report = check(*parser, stream_of(bytes), crlf_model);
    RC_ASSERT(report.held());
  }));
}

}  // namespace
}  // namespace asynchat::properties
