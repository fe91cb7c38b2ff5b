#include <asynchat/properties/canaries.h>
#include <asynchat/properties/counterexample.h>
#include <asynchat/properties/explain.h>
#include <asynchat/properties/prove.h>
#include <gmock/gmock.h>

#include <cmath>

#include "sample_subjects.h"

namespace asynchat::properties {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view sample = "USER al\r\nPASS x\r\n\r\nQUIT\r\nX\r\nrest";

template <class Parser>
prove_report proof_of(std::string_view bytes = sample, const prove_options& options = {}) {
  return prove(*make_parser_subject<Parser>(), stream_of(bytes), crlf_model, options);
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

TEST(prove, proves_a_right_parser_over_all_cuts) {
  const prove_report report = proof_of<crlf_parser>();
  EXPECT_EQ(report.result, proof_result::proved) << report.reason;
  EXPECT_EQ(report.cuts, "2^" + std::to_string(sample.size() - 1));
  EXPECT_EQ(report.chunk_bytes_max, sample.size());
  EXPECT_EQ(report.frames, 6u);
  EXPECT_GE(report.feeds, sample.size() * (sample.size() + 1) / 2);
  EXPECT_LE(report.feeds, sample.size() * (sample.size() + 1) / 2 + 2 * sample.size() + 1);
}

TEST(prove, proves_a_channel) {
  const prove_report report = prove(*make_crlf_chat(), stream_of(sample), crlf_model);
  EXPECT_EQ(report.result, proof_result::proved) << report.reason;
}

TEST(prove, proves_without_a_reference) {
  EXPECT_EQ(prove(*make_crlf_chat(), stream_of(sample), {}).result, proof_result::proved);
}

TEST(prove, needs_little_for_a_stream_that_cannot_be_cut) {
  EXPECT_EQ(proof_of<crlf_parser>("").cuts, "1");
  EXPECT_EQ(proof_of<crlf_parser>("x").cuts, "1");
  EXPECT_EQ(proof_of<crlf_parser>("").result, proof_result::proved);
}

TEST(prove, finds_a_cut_that_loses_a_byte) {
  const prove_report report = proof_of<cr_forgetter>();
  ASSERT_EQ(report.result, proof_result::failed);
  EXPECT_EQ(report.found->details.broken, law::invariance);
  const counterexample example = make_counterexample(stream_of(sample), *report.found);
  EXPECT_TRUE(replay(*make_parser_subject<cr_forgetter>(), example, crlf_model));
  EXPECT_THAT(report.cuts, IsEmpty());
}

TEST(prove, finds_a_read_of_nothing_that_matters) {
  const prove_report report = proof_of<empty_read_resetter>();
  ASSERT_EQ(report.result, proof_result::failed);
  EXPECT_EQ(report.found->details.broken, law::empty_reads);
}

TEST(prove, finds_a_wrong_end) {
  const prove_report report = proof_of<end_dropper>();
  ASSERT_EQ(report.result, proof_result::failed);
  EXPECT_EQ(report.found->details.broken, law::model);
}

/// Tells at the end how long the last read was.
struct last_read_teller : crlf_parser {
  std::size_t last = 0;
  void feed(std::string_view chunk, events& out) {
    if (!chunk.empty()) last = chunk.size();
    crlf_parser::feed(chunk, out);
  }
  void finish(events& out) { out.add("last", std::to_string(last)); }
  friend bool operator==(const last_read_teller&, const last_read_teller&) = default;
};

TEST(prove, finds_a_state_that_only_the_end_tells_apart) {
  const prove_report report = prove(*make_parser_subject<last_read_teller>(), stream_of(sample), {});
  ASSERT_EQ(report.result, proof_result::failed);
  EXPECT_EQ(report.found->details.broken, law::invariance);
}

/// Errs when a read of exactly three bytes comes after one of exactly two: no rest in one read or byte by byte shows
/// it.
struct two_then_three : crlf_parser {
  bool two = false;
  void feed(std::string_view chunk, events& out) {
    if (two && chunk.size() == 3) out.add("oops");
    if (!chunk.empty()) two = chunk.size() == 2;
    crlf_parser::feed(chunk, out);
  }
  friend bool operator==(const two_then_three&, const two_then_three&) = default;
};

TEST(prove, finds_a_state_that_one_further_cut_tells_apart) {
  const prove_report report = proof_of<two_then_three>();
  ASSERT_EQ(report.result, proof_result::failed);
  EXPECT_THAT(explain(make_counterexample(stream_of(sample), *report.found)), HasSubstr("2 cuts at bytes 2 and 5: "));
}

/// Counts reads, for nobody.
struct reads_counter : crlf_parser {
  std::size_t reads = 0;
  void feed(std::string_view chunk, events& out) {
    if (!chunk.empty()) ++reads;
    crlf_parser::feed(chunk, out);
  }
  friend bool operator==(const reads_counter&, const reads_counter&) = default;
};

TEST(prove, calls_a_state_that_differs_for_nothing_unproved_and_names_the_place) {
  const prove_report report = proof_of<reads_counter>();
  EXPECT_EQ(report.result, proof_result::unproved);
  EXPECT_THAT(report.reason, HasSubstr("bytes 0 to 2, 2 bytes in one read, leave another state"));
  EXPECT_FALSE(report.found);
  EXPECT_THAT(report.cuts, IsEmpty());
}

/// Equal to all of its kind, although a copy behaves in another way.
struct forgetful_copy : crlf_parser {
  bool copied = false;
  void feed(std::string_view chunk, events& out) {
    if (copied && chunk.size() > 1) return;
    crlf_parser::feed(chunk, out);
  }
  forgetful_copy() = default;
  forgetful_copy(const forgetful_copy& other) : crlf_parser(other), copied(true) {}
  forgetful_copy& operator=(const forgetful_copy&) = default;
  friend bool operator==(const forgetful_copy&, const forgetful_copy&) { return true; }
};

TEST(prove, does_not_trust_states_that_do_not_tell_all) {
  const prove_report report = proof_of<forgetful_copy>();
  EXPECT_EQ(report.result, proof_result::unproved);
  EXPECT_THAT(report.reason, HasSubstr("the states do not tell all"));
}

TEST(prove, says_that_silence_proves_nothing) {
  const prove_report report = prove(*make_parser_subject<mute_parser>(), stream_of("a\r\n"), {});
  EXPECT_EQ(report.result, proof_result::unproved);
  EXPECT_THAT(report.reason, HasSubstr("tells nothing of these 3 bytes"));
}

template <class Parser>
struct stateless : Parser {
  bool operator==(const stateless&) const = delete;
};

TEST(prove, tries_every_cut_of_a_short_stream_where_there_are_no_states) {
  const prove_report report = proof_of<stateless<crlf_parser>>("ab\r\ncd\r\n\r\nx\r\n\r\n");
  EXPECT_EQ(report.result, proof_result::proved) << report.reason;
  EXPECT_EQ(report.cuts, "2^14");
  // Each cut, and each with a read of nothing before and behind each chunk.
  EXPECT_EQ(report.feeds, 3 * (16u << 13) + (1u << 14));
  const prove_report broken = proof_of<stateless<cr_forgetter>>("ab\r\n");
  ASSERT_EQ(broken.result, proof_result::failed);
  EXPECT_EQ(broken.found->strategy, "exhaustive");
}

/// Takes a read of nothing for the end of a line.
struct impatient : crlf_parser {
  void feed(std::string_view chunk, events& out) {
    if (chunk.empty()) out.add("line");
    crlf_parser::feed(chunk, out);
  }
};

TEST(prove, tries_every_cut_with_reads_of_nothing) {
  const prove_report report = proof_of<stateless<impatient>>("a\r\nb\r\n");
  ASSERT_EQ(report.result, proof_result::failed);
}

TEST(prove, accuses_what_does_not_repeat_itself_of_that_alone) {
  const canary& bird = *canary_named("pool_not_reset");
  const prove_report report = prove(*bird.make(), stream_of("ab\r\ncd"), bird.model);
  ASSERT_EQ(report.result, proof_result::failed);
  EXPECT_EQ(report.found->details.broken, law::replay);
}

/// Right in one large read, and without a word in smaller ones.
struct large_reads_only : crlf_parser {
  void feed(std::string_view chunk, events& out) {
    if (chunk.size() < 2000) return;
    crlf_parser::feed(chunk, out);
  }
  friend bool operator==(const large_reads_only&, const large_reads_only&) = default;
};

TEST(prove, holds_a_very_long_stream_byte_by_byte_against_the_reference) {
  const std::string lines = repeated("abcdefgh\r\n", 1000);
  EXPECT_EQ(proof_of<large_reads_only>(lines, {.window_bytes = 4}).result, proof_result::failed);
}

TEST(prove, says_why_it_cannot_prove_a_longer_stream_without_states) {
  const prove_report report = proof_of<stateless<crlf_parser>>("abcdefghijklmno\r\n");
  EXPECT_EQ(report.result, proof_result::unproved);
  EXPECT_THAT(report.reason, HasSubstr("up to 16 bytes, and these are 17 bytes"));
}

TEST(prove, takes_chunks_to_a_window_of_a_long_stream_and_one_cut_everywhere) {
  const prove_options small{.every_length_bytes_max = 16, .feeds_max = 1000};
  const std::string stream = repeated(sample, 8);
  const prove_report report = proof_of<crlf_parser>(stream, small);
  EXPECT_EQ(report.result, proof_result::proved) << report.reason;
  EXPECT_EQ(report.chunk_bytes_max, 1000 / stream.size());
  EXPECT_EQ(report.stretch_bytes, stream.size());
  EXPECT_THAT(report.cuts, HasSubstr("at least 2^"));
  EXPECT_EQ(proof_of<cr_forgetter>(stream, small).result, proof_result::failed);
  EXPECT_EQ(proof_of<two_then_three>(stream, small).result, proof_result::failed);
}

/// Loses what comes in a read of 500 bytes or more.
struct large_read_loser : crlf_parser {
  void feed(std::string_view chunk, events& out) {
    if (chunk.size() < 500) crlf_parser::feed(chunk, out);
  }
};

TEST(prove, finds_what_only_reads_above_the_window_show) {
  struct lucky_when_whole : large_read_loser {
    std::size_t fed = 0;
    void feed(std::string_view chunk, events& out) {
      fed += chunk.size();
      if (chunk.size() == fed) return crlf_parser::feed(chunk, out);
      large_read_loser::feed(chunk, out);
    }
  };
  const std::string stream = repeated(sample, 20);
  const prove_report report = proof_of<lucky_when_whole>(stream, {.window_bytes = 3});
  EXPECT_EQ(report.chunk_bytes_max, 3u);
  EXPECT_EQ(report.result, proof_result::failed);
}

TEST(prove, stretches_a_very_long_stream) {
  const std::string stream = repeated(sample, 600);
  const prove_options fast{.window_bytes = 2};
  const prove_report report = prove(*make_crlf_chat(), stream_of(stream), crlf_model, fast);
  EXPECT_EQ(report.result, proof_result::proved) << report.reason;
  EXPECT_EQ(report.stretch_bytes, 1024u);
  EXPECT_LT(report.bytes_fed, 1100 * stream.size());
  const std::string bad = stream + "\r\n" + repeated("abcdefgh", 1000);
  EXPECT_EQ(proof_of<cr_forgetter>(bad, fast).result, proof_result::failed);
}

/// Whether it has heard "x" decides whether a CR at a chunk's end is lost.
struct heeding_parser : crlf_parser {
  bool told = false;
  void hear(std::string_view frame) { told = told || frame == "x"; }
  void feed(std::string_view chunk, events& out) {
    crlf_parser::feed(chunk, out);
    if (told && rest.ends_with('\r')) rest.pop_back();
  }
  friend bool operator==(const heeding_parser&, const heeding_parser&) = default;
};

TEST(prove, lets_the_parser_hear_the_other_side_in_time) {
  const auto parser = make_parser_subject<heeding_parser>();
  const std::vector<heard_frame> early{{4, "x"}}, harmless{{4, "y"}};
  const checked_stream stream{"aa\r\nbb\r\n", sim::ending::eof, early, {}};
  EXPECT_EQ(prove(*parser, stream, crlf_model).result, proof_result::failed);
  EXPECT_EQ(prove(*parser, {stream.bytes, stream.end, harmless, {}}, crlf_model).result, proof_result::proved);
}

/// Laws that a delivery of one stream can show: those that an induction over its cuts must see broken.
bool is_seen_by_induction(law which) {
  constexpr law seen[] = {law::invariance, law::empty_reads, law::suffix, law::model,
                          law::frames,     law::order,       law::bounds};
  return std::find(std::begin(seen), std::end(seen), which) != std::end(seen);
}

class proved_canaries : public testing::TestWithParam<std::size_t> {
 protected:
  const canary& bird() const { return all_canaries()[GetParam()]; }
};

TEST_P(proved_canaries, are_never_proved_where_they_are_wrong) {
  const auto parser = bird().make();
  if (!parser->has_states() || !is_seen_by_induction(bird().caught_by)) return;
  const prove_report report = prove(*parser, stream_of(bird().wrong.bytes), bird().model);
  EXPECT_NE(report.result, proof_result::proved) << bird().mistake;
  if (!report.found) return;
  const counterexample example = make_counterexample(stream_of(bird().wrong.bytes), *report.found);
  const counterexample small = shrink(*parser, example, bird().model);
  EXPECT_LE(sim::cuts_of(small.steps).size(), bird().cuts_max) << explain(small);
  EXPECT_TRUE(small.stable);
}

TEST_P(proved_canaries, have_right_twins_that_are_proved) {
  const auto twin = bird().make_right();
  for (const canary_example& each : {bird().right, bird().wrong}) {
    const prove_report report = prove(*twin, stream_of(each.bytes), bird().model);
    EXPECT_EQ(report.result, proof_result::proved) << report.reason;
  }
}

INSTANTIATE_TEST_SUITE_P(every, proved_canaries, testing::Range(std::size_t{0}, all_canaries().size()),
                         [](const auto& tested) { return std::string(all_canaries()[tested.param].name); });

/// Counts by trying each cut.
std::uint64_t naive_count(std::size_t bytes, std::size_t longest) {
  if (bytes == 0) return 1;
  std::uint64_t sum = 0;
  for (std::size_t first = 1; first <= std::min(bytes, longest); ++first) sum += naive_count(bytes - first, longest);
  return sum;
}

TEST(count_of_cuts, is_that_of_the_ways_to_cut) {
  for (std::size_t bytes = 2; bytes <= 18; ++bytes) {
    EXPECT_EQ(count_of_cuts(bytes, bytes), "2^" + std::to_string(bytes - 1));
    for (std::size_t longest = 2; longest < bytes; ++longest) {
      const auto power = static_cast<int>(std::log2(static_cast<double>(naive_count(bytes, longest))));
      EXPECT_EQ(count_of_cuts(bytes, longest), "at least 2^" + std::to_string(power)) << bytes << ' ' << longest;
    }
  }
}

TEST(count_of_cuts, has_no_end) {
  EXPECT_EQ(count_of_cuts(2000, 2000), "2^1999");
  EXPECT_EQ(count_of_cuts(10'000, 200), "at least 2^9998");
  EXPECT_EQ(count_of_cuts(100'000, 2), "at least 2^69423") << "Fibonacci's number 100,001";
  EXPECT_EQ(count_of_cuts(100'000, 1), "1");
}

}  // namespace
}  // namespace asynchat::properties
