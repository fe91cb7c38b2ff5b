#include <asynchat/properties/canaries.h>
#include <asynchat/properties/gtest/framing_run.h>
#include <gmock/gmock.h>

#include "sample_subjects.h"
#include "scratch_folder.h"
#include "shell_word.h"

namespace asynchat::properties {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

constexpr std::string_view three_lines = "USER al\r\nPASS x\r\nQUIT\r\n";
constexpr const char* header = R"({"format":"asynchat-trace","version":1,"source":{"kind":"capture","name":"x"}})";

/// A trace of one connection in which each side sends that.
std::string trace_of(const std::string& client, const std::string& server) {
  std::string text = std::string(header) + "\n";
  text += R"({"t":1,"conn":1,"event":"open","client":"a:1","server":"b:2"})"
          "\n";
  if (!client.empty()) text += R"({"t":2,"conn":1,"event":"data","from":"client","text":")" + client + "\"}\n";
  if (!server.empty()) text += R"({"t":3,"conn":1,"event":"data","from":"server","text":")" + server + "\"}\n";
  return text + R"({"t":4,"conn":1,"event":"close"})"
                "\n";
}

/// Runs of tests of one name, whose failures are kept in a folder of their own.
class runs : public testing::Test {
 protected:
  framing_outcome run(const subject& parser, const auto& input, framing_options options = {}) {
    return framing_run(parser, std::move(options), {"my_parser", "holds"}, environment).check(input);
  }
  std::string kept_folder() const { return folder.path("kept/my_parser.holds"); }
  std::vector<std::string> kept() const {
    std::vector<std::string> paths;
    if (!std::filesystem::exists(kept_folder())) return paths;
    for (const auto& one : std::filesystem::directory_iterator(kept_folder())) paths.push_back(one.path().string());
    return paths;
  }

  scratch_folder folder;
  framing_environment environment{"", folder.path("kept"), folder.path(), "./my_test"};
  std::unique_ptr<subject> right = make_parser_subject<crlf_parser>("my_parser");
  std::unique_ptr<subject> wrong = make_parser_subject<cr_forgetter>("my_parser");
};

TEST_F(runs, hold_for_a_right_parser_and_count_their_plans) {
  const framing_outcome outcome = run(*right, three_lines, {.model = crlf_model});
  EXPECT_EQ(outcome.failure, "");
  EXPECT_EQ(outcome.streams, 1u);
  EXPECT_GT(outcome.plans_tried, 100u);
  EXPECT_THAT(kept(), IsEmpty());
}

TEST_F(runs, tell_a_failure_and_keep_it) {
  const framing_outcome outcome = run(*wrong, three_lines);
  ASSERT_EQ(kept().size(), 1u);
  EXPECT_EQ(outcome.failure.substr(0, outcome.failure.find('\n')),
            "invariance: 1 cut at byte 1, between CR and LF: frame 1 is incomplete \"\\n\" instead of line \"\"");
  EXPECT_THAT(outcome.failure, HasSubstr("\\r|\\n"));
  EXPECT_THAT(outcome.failure, EndsWith("kept:   " + kept()[0] + "\nagain:  ASYNCHAT_REPRO=" + kept()[0] +
                                        " ./my_test --gtest_filter=my_parser.holds\n"));
}

TEST_F(runs, replay_one_repro_and_nothing_else) {
  const framing_outcome first = run(*wrong, three_lines);
  environment.repro = kept().at(0);
  const framing_outcome again = run(*wrong, std::string_view("no CR here"));
  const auto sentence = [](const framing_outcome& one) { return one.failure.substr(0, one.failure.find('\n')); };
  EXPECT_EQ(sentence(again), sentence(first));
  EXPECT_EQ(again.streams, 0u);
  const framing_outcome mended = run(*right, three_lines);
  EXPECT_EQ(mended.failure, "");
  EXPECT_THAT(mended.remarks, ElementsAre(HasSubstr("holds now: 1 cut at byte 1")));
  EXPECT_EQ(kept().size(), 1u);
}

TEST_F(runs, leave_a_repro_of_another_subject_alone) {
  run(*wrong, three_lines);
  environment.repro = kept().at(0);
  const framing_outcome other = run(*make_parser_subject<cr_forgetter>("other_parser"), three_lines);
  EXPECT_EQ(other.failure, "");
  EXPECT_THAT(other.skipped, HasSubstr("is of my_parser, not of other_parser"));
}

TEST_F(runs, fail_where_the_repro_cannot_be_read) {
  environment.repro = folder.path("none.repro.json");
  EXPECT_THAT(run(*right, three_lines).failure, AllOf(StartsWith("ASYNCHAT_REPRO: "), HasSubstr("none.repro.json")));
  environment.repro = folder.write("broken.repro.json", "{}");
  EXPECT_THAT(run(*right, three_lines).failure, HasSubstr("broken.repro.json"));
}

TEST_F(runs, replay_what_was_kept_first) {
  run(*wrong, three_lines);
  const framing_outcome again = run(*wrong, std::string_view("no CR here"));
  EXPECT_THAT(again.failure, AllOf(StartsWith("invariance: 1 cut at byte 1"), HasSubstr("an earlier run kept")));
  EXPECT_EQ(again.streams, 0u);
}

TEST_F(runs, remove_what_was_kept_and_holds_now) {
  run(*wrong, three_lines);
  const framing_outcome mended = run(*right, three_lines);
  EXPECT_EQ(mended.failure, "");
  EXPECT_EQ(mended.streams, 1u);
  EXPECT_THAT(mended.remarks, ElementsAre(HasSubstr("holds now; removed: 1 cut at byte 1")));
  EXPECT_THAT(kept(), IsEmpty());
}

TEST_F(runs, remove_what_was_kept_when_the_model_is_mended) {
  const reference wrong_model = [](std::string_view bytes, bool ended, std::span<const heard_frame> heard) {
    std::vector<expected_event> told = crlf_model(bytes, ended, heard);
    for (expected_event& one : told) one.what.name = "text";
    return told;
  };
  EXPECT_THAT(run(*right, three_lines, {.model = wrong_model, .laws_off = {law::model, law::epochs}}).failure,
              StartsWith("progress: "));
  EXPECT_THAT(run(*right, three_lines, {.model = wrong_model, .laws_off = {law::progress, law::epochs}}).failure,
              StartsWith("model: "));
  EXPECT_EQ(kept().size(), 2u);
  const framing_outcome mended = run(*right, three_lines, {.model = crlf_model});
  EXPECT_EQ(mended.failure, "");
  const auto outdated = HasSubstr("expects what the model no longer says");
  EXPECT_THAT(mended.remarks, ElementsAre(outdated, outdated));
  EXPECT_THAT(kept(), IsEmpty());
}

TEST_F(runs, tell_of_a_corrupt_kept_file_and_go_on) {
  folder.write("kept/my_parser.holds/old.repro.json", "\xff");
  const framing_outcome outcome = run(*right, three_lines);
  EXPECT_EQ(outcome.failure, "");
  EXPECT_EQ(outcome.streams, 1u);
  EXPECT_THAT(outcome.remarks, ElementsAre(HasSubstr("old.repro.json")));
}

TEST_F(runs, fail_in_full_where_nothing_can_be_kept) {
  environment.repro_folder = folder.write("file", "");
  EXPECT_THAT(run(*wrong, three_lines).failure, AllOf(StartsWith("invariance: 1 cut"), HasSubstr("not kept: ")));
}

TEST_F(runs, fail_for_a_parser_that_tells_nothing) {
  EXPECT_THAT(run(*make_parser_subject<mute_parser>(), three_lines).failure,
              HasSubstr("tells nothing of these 23 bytes"));
}

TEST_F(runs, leave_out_the_laws_that_are_off) {
  const auto parser = make_parser_subject<empty_read_resetter>("my_parser");
  EXPECT_THAT(run(*parser, three_lines).failure, StartsWith("empty_reads: "));
  std::filesystem::remove_all(kept_folder());
  EXPECT_EQ(run(*parser, three_lines, {.laws_off = {law::empty_reads}}).failure, "");
}

TEST_F(runs, tell_and_keep_a_call_that_does_not_return) {
  const canary& hanging = hanging_canary();
  const auto parser = hanging.make();
  EXPECT_EXIT(run(*parser, std::string(hanging.wrong.bytes), {.feed_limit = std::chrono::milliseconds(50)}),
              testing::ExitedWithCode(1), "progress: .*did not return within.*kept:   .*progress.*repro.json");
}

TEST_F(runs, compare_the_final_result_alone_when_asked_to) {
  /// Tells of each read, and at the end how many bytes there were.
  struct byte_counter {
    std::int64_t count = 0;
    void feed(std::string_view chunk, events& out) {
      count += static_cast<std::int64_t>(chunk.size());
      if (!chunk.empty()) out.add("read");
    }
    void finish(events& out) { out.add("total", {}, {count}); }
  };
  /// The same, but for a byte that it forgets at each cut.
  struct forgetful_counter : byte_counter {
    void finish(events& out) { out.add("total", {}, {count - (out.size() > 1 ? 1 : 0)}); }
  };
  const auto counter = make_parser_subject<byte_counter>("counter");
  EXPECT_THAT(run(*counter, three_lines).failure, StartsWith("invariance: "));
  EXPECT_EQ(run(*counter, three_lines, {.what = comparison::result}).failure, "");
  EXPECT_THAT(run(*make_parser_subject<forgetful_counter>(), three_lines, {.what = comparison::result}).failure,
              StartsWith("invariance: 1 cut"));
}

TEST_F(runs, check_both_sides_of_every_trace_or_one) {
  folder.write("t/a.trace.jsonl", trace_of("hello\\r\\n", "you\\r\\nthere\\r\\n"));
  folder.write("t/b.trace.jsonl", trace_of("bye\\r\\n", ""));
  const trace_files all{"t/*.trace.jsonl"};
  EXPECT_EQ(run(*right, all).streams, 3u);
  EXPECT_EQ(run(*right, all, {.from = side::server}).streams, 1u);
  const framing_outcome failed = run(*wrong, all, {.from = side::client});
  EXPECT_THAT(failed.failure, HasSubstr("stream: " + folder.path("t/a.trace.jsonl") +
                                        ", connection 1, client; what comes after it was not checked"));
  EXPECT_THAT(kept(), ElementsAre(StartsWith(kept_folder() + "/a-1-client-invariance-")));
}

TEST_F(runs, fail_where_a_glob_matches_nothing_or_nothing_with_bytes) {
  EXPECT_EQ(run(*right, trace_files{"t/*.trace.jsonl"}).failure,
            "no trace matches t/*.trace.jsonl in " + folder.path() + "\n");
  folder.write("t/a.trace.jsonl", trace_of("x", ""));
  EXPECT_THAT(run(*right, trace_files{"t/*"}, {.from = side::server}).failure, HasSubstr("has bytes to check"));
}

TEST_F(runs, fail_with_the_line_of_a_broken_trace) {
  folder.write("t/a.trace.jsonl", std::string(header) + "\nno JSON\n");
  EXPECT_THAT(run(*right, trace_files{"t/*"}).failure, HasSubstr("a.trace.jsonl:2: "));
}

TEST_F(runs, let_a_parser_hear_the_frames_of_the_other_side) {
  /// Marks each line with how many frames it had heard.
  struct hearer : crlf_parser {
    std::int64_t heard = 0;
    void hear(std::string_view) { ++heard; }
    void feed(std::string_view chunk, events& out) {
      events lines;
      crlf_parser::feed(chunk, lines);
      for (const event& one : lines.list()) out.add(one.name, one.bytes, {heard});
    }
    bool operator==(const hearer&) const = default;
  };
  const reference counting = [](std::string_view bytes, bool ended, std::span<const heard_frame> heard) {
    std::vector<expected_event> told = crlf_model(bytes, ended, heard);
    for (expected_event& one : told) {
      if (one.what.name == "line") one.what.numbers = {std::ssize(heard)};
    }
    return told;
  };
  folder.write("t/a.trace.jsonl", trace_of("a\\r\\nb\\r\\n", "you\\r\\n"));
  const auto parser = make_parser_subject<hearer>("my_parser");
  const framing_options deaf{.from = side::server, .model = counting};
  const framing_options hearing{.from = side::server, .model = counting, .other_side = crlf_model};
  EXPECT_EQ(run(*parser, trace_files{"t/*"}, hearing).failure, "");
  EXPECT_EQ(run(*parser, trace_files{"t/*"}, deaf).failure, "");
  const auto hard_of_hearing = make_parser_subject<crlf_parser>("my_parser");
  EXPECT_THAT(run(*hard_of_hearing, trace_files{"t/*"}, hearing).failure, StartsWith("model: "));
}

TEST(shell_words, are_quoted_where_a_shell_would_read_more_than_letters) {
  EXPECT_EQ(shell_word("a/b-1.repro.json"), "a/b-1.repro.json");
  EXPECT_EQ(shell_word("it's $HOME"), "'it'\\''s $HOME'");
  EXPECT_EQ(shell_word(""), "''");
}

TEST_F(runs, refuse_a_model_that_speaks_of_bytes_that_are_not_there) {
  const reference beyond = [](std::string_view, bool, std::span<const heard_frame>) {
    return std::vector<expected_event>{{{"line", "never", {}}, 100}};
  };
  EXPECT_THAT([&] { run(*right, three_lines, {.model = beyond}); },
              testing::ThrowsMessage<std::invalid_argument>(
                  "the model says that a frame ends at byte 100 of a stream of 23 bytes"));
}

TEST(places, are_named_after_the_parser_and_the_glob) {
  const test_place place = place_named_after("mine::parser<int>", "../traces/smtp-*.trace.jsonl");
  EXPECT_EQ(place.suite, "mine_parser_int");
  EXPECT_EQ(place.test, "traces_smtp");
  EXPECT_EQ(place_named_after("p", "*.trace.jsonl").test, "traces");
}

}  // namespace
}  // namespace asynchat::properties
