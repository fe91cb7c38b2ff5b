#include <gmock/gmock.h>

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "command_run.h"

namespace asynchat::cli {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::string parser_file(const std::string& name) { return std::string(ASYNCHAT_SOURCE) + "/examples/parsers/" + name; }

/// Checks a program on a stream of its client, with a few plans.
class exec : public testing::Test {
 protected:
  command_run check(const std::string& command, const std::vector<std::string>& more = {}) {
    std::vector<std::string> words{"check", "--exec", command, "--out", folder_.path(), "--plans", "40", trace_};
    words.insert(words.end(), more.begin(), more.end());
    return run_command(words);
  }
  void stream(const std::string& bytes) { trace_ = folder_.file("talk.trace.jsonl", trace_of(bytes)); }
  /// A program in Perl, which reads chunk by chunk: `each` is what it does with one, `end` what it does after the last.
  std::string perl(const std::string& each, const std::string& end = "") {
    const std::string text = "$| = 1; while (sysread(STDIN, my $c, 65536)) { " + each + " }\n" + end + "\n";
    return "perl " + folder_.file("program.pl", text);
  }

  const scratch_folder folder_;
  std::string trace_ = parser_file("crlf.trace.jsonl");
  const std::string repro_ = folder_.path("crlf-1-client-invariance.repro.json");
  const std::string broken_ = perl("$c =~ s/\\r\\n/\\n/g; print $c;");
  const std::string right_ = "tr -d '\\r'";
};

TEST_F(exec, names_the_cut_in_one_sentence) {
  const std::string broken = "python3 " + parser_file("broken_crlf.py");
  const command_run result = check(broken);
  EXPECT_EQ(result.status, 1) << result.err;
  EXPECT_THAT(result.out, ContainsRegex("invariance: 1 cut at byte [0-9]+, between CR and LF: line 1 "));
  EXPECT_THAT(result.out, HasSubstr("again:  asynchat replay " + repro_ + " --exec '" + broken + "'"));
}

TEST_F(exec, holds_for_the_right_twin_and_says_how_much_was_tried_of_how_much) {
  const command_run result = check("python3 " + parser_file("crlf.py"));
  EXPECT_EQ(result.status, 0) << result.out << result.err;
  EXPECT_THAT(result.out, ContainsRegex("client +1 +157 +11 +41 +14,047 +1 held"));
  EXPECT_THAT(result.out, HasSubstr("Not for it: empty reads, changed suffixes, resets and short writes."));
}

TEST_F(exec, gives_a_machine_the_same_facts) {
  const nlohmann::json report = nlohmann::json::parse(check(broken_, {"--json"}).out);
  EXPECT_FALSE(report["held"]);
  EXPECT_EQ(report["streams"][0]["failure"]["law"], "invariance");
  EXPECT_THAT(report["streams"][0]["failure"]["again"].get<std::string>(), HasSubstr(" --exec "));
}

TEST_F(exec, repro_fails_again_and_holds_for_the_right_twin) {
  check(broken_);
  const command_run again = run_command({"replay", repro_, "--exec", broken_});
  EXPECT_EQ(again.status, 1) << again.err;
  EXPECT_THAT(again.out, HasSubstr("between CR and LF: lines 1 "));
  const command_run twin = run_command({"replay", repro_, "--exec", right_});
  EXPECT_EQ(twin.status, 0) << twin.out << twin.err;
}

TEST_F(exec, runs_nothing_because_a_file_says_so) {
  check(broken_);
  const command_run refused = run_command({"replay", repro_});
  EXPECT_EQ(refused.status, 2);
  EXPECT_THAT(refused.err, AllOf(HasSubstr("its subject is the program 'perl "), HasSubstr("--trust")));
  EXPECT_EQ(run_command({"replay", repro_, "--trust"}).status, 1);
}

TEST_F(exec, refuses_a_command_that_cannot_be_run_or_does_not_read) {
  for (const auto& [command, sentence] : std::vector<std::pair<std::string, std::string>>{
           {"no_such_program", "the shell cannot run it, exit status 127"},
           {"/", "the shell cannot run it, exit status 126"},
           {"true", "ends before it has read a byte, exit status 0"},
           {"python3 no_such_file.py", "exit status 2; it said: "},
           {"kill -SEGV $$", "ends before it has read a byte, killed by SIGSEGV"}}) {
    const command_run result = check(command);
    EXPECT_EQ(result.status, 2) << command;
    EXPECT_THAT(result.err, HasSubstr(sentence)) << command;
    EXPECT_THAT(result.out, IsEmpty()) << command;
  }
}

TEST_F(exec, tells_what_is_wrong_with_a_program_that_never_gets_right) {
  for (const auto& [command, sentence] : std::vector<std::pair<std::string, std::string>>{
           {"yes", "endless output"},
           {"exec yes >&2", "endless output"},
           {"sleep 100", "it stops reading and does not end"},
           {"cat > /dev/null; sleep 100", "it does not end"},
           {"cat; kill -SEGV $$", "killed by SIGSEGV"},
           {"sh -c 'cat; kill -SEGV $$'; exit $?", "exit status 139, killed by SIGSEGV"}}) {
    const command_run result = check(command, {"--time-limit", "0.3"});
    EXPECT_EQ(result.status, 1) << command << result.err;
    EXPECT_THAT(result.out, HasSubstr("the program fails on the whole stream in one read: " + sentence)) << command;
  }
}

TEST_F(exec, finds_a_crash_under_a_cut_and_shows_the_last_words) {
  const command_run result = check("exec " + perl("if ($c =~ /^\\n/) { print STDERR \"boom\\n\"; kill 11, $$ }"));
  EXPECT_EQ(result.status, 1) << result.err;
  EXPECT_THAT(result.out, AllOf(ContainsRegex("1 cut at byte [0-9]+, between .* and LF: error \"killed by SIGSEGV"),
                                HasSubstr("standard error:\n  boom\n")));
}

TEST_F(exec, finds_a_program_that_hangs_under_a_cut) {
  stream("a\nb");
  const command_run result = check(perl("sleep 100 if $c =~ /^\\n/;"), {"--time-limit", "0.3"});
  EXPECT_EQ(result.status, 1) << result.err;
  EXPECT_THAT(result.out, ContainsRegex("between .* and LF: error \"it does not end\" instead of exit status 0"));
}

TEST_F(exec, tells_of_another_exit_status) {
  const command_run result = check(perl("exit 1 if $c =~ /^\\n/;"));
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.out, HasSubstr("error \"exit status 1\" instead of exit status 0"));
}

TEST_F(exec, shows_both_logs_of_a_program_that_is_not_deterministic) {
  const command_run result = check("cat; echo $$");
  EXPECT_EQ(result.status, 3);
  EXPECT_THAT(result.out, HasSubstr("one and the same delivery, in one read, gave\n"));
  EXPECT_THAT(result.out, ContainsRegex("output line \"[0-9]+\"\n  exit 0\nand again\n"));
  EXPECT_EQ(check("cat; echo $$", {"--ignore", "^[0-9]+$"}).status, 0);
}

TEST_F(exec, sees_that_only_a_cut_delivery_is_not_deterministic) {
  const command_run result = check(perl("++$n;", "print \"$$\\n\" if $n > 1;"));
  EXPECT_EQ(result.status, 3) << result.out;
  EXPECT_THAT(result.out, ContainsRegex("one and the same delivery, cuts at .*, gave\n"));
}

TEST_F(exec, compares_only_the_result_when_asked) {
  const std::string counts = perl("$n += length $c; print \"so far $n\\n\";", "print \"all $n\\n\";");
  EXPECT_EQ(check(counts).status, 1);
  const command_run result = check(counts, {"--compare", "result"});
  EXPECT_EQ(result.status, 0) << result.out;
  const command_run wrong = check(perl("++$n;", "print \"$n\\n\";"), {"--compare", "result"});
  EXPECT_EQ(wrong.status, 1);
  EXPECT_THAT(wrong.out, HasSubstr(": the last output line is \"2\" instead of \"1\""));
}

TEST_F(exec, has_no_verdict_when_the_budget_ends_before_a_cut) {
  const command_run result = check("cat", {"--budget", "0.001"});
  EXPECT_EQ(result.status, 124);
  EXPECT_THAT(result.out, HasSubstr("The budget of 0.001 s ended"));
}

TEST_F(exec, never_accuses_a_program_that_is_only_slow) {
  stream("abc\ndef\n");
  const std::string slow = perl("select(undef, undef, undef, 0.2) if $n++; print $c;");
  const command_run result = check(slow, {"--strategy", "byte"});
  EXPECT_EQ(result.status, 0) << result.out << result.err;
}

TEST_F(exec, interrupted_at_once_says_nothing_of_the_program) {
  const std::string once = folder_.path("once");
  const command_run result =
      check("exec " + perl("if (!-e '" + once + "') { open(F, '>', '" + once + "'); kill 'INT', getppid } sleep 100;"),
            {"--jobs", "1"});
  EXPECT_EQ(result.status, 130) << result.out << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr("Interrupted"), Not(HasSubstr("does not end"))));
}

TEST_F(exec, interrupted_later_tells_the_failure_that_it_saw) {
  for (const std::string time : {"2", "3", "4"}) {  // when it is played again, and while it is shrunk
    const std::string times = folder_.path("times" + time);
    const command_run result =
        check("exec " + perl("next unless $c =~ /^\\n/; open(F, '>>', '" + times + "'); print F 1; close F;\n" +
                             "if (-s '" + times + "' == " + time + ") { kill 'INT', getppid; sleep 100 } exit 1;"),
              {"--jobs", "1"});
    EXPECT_EQ(result.status, 130) << result.out << result.err;
    EXPECT_THAT(result.out, AllOf(HasSubstr("error \"exit status 1\" instead of exit status 0"),
                                  Not(HasSubstr("does not end")), Not(HasSubstr("deterministic"))));
  }
}

TEST_F(exec, works_where_the_end_of_children_is_ignored) {
  const std::string asynchat = ASYNCHAT_PROGRAMS "/asynchat check --plans 2 --exec cat " + trace_;
  EXPECT_EQ(
      std::system(("perl -e '$SIG{CHLD} = \"IGNORE\"; open STDOUT, \"> /dev/null\"; exec @ARGV' " + asynchat).c_str()),
      0);
}

TEST_F(exec, needs_bytes_of_the_side_that_is_sent) {
  const command_run result = check("cat", {"--side", "server"});
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.err, HasSubstr("expected bytes from the server; there are none to send"));
}

TEST_F(exec, aims_its_cuts_by_a_framing) {
  const command_run result = check(broken_, {"--framing", "crlf"});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.out, HasSubstr("between CR and LF: lines 1 "));
}

TEST_F(exec, lets_no_output_steer_the_terminal) {
  const command_run result = check("exec " + perl("if ($c =~ /^\\n/) { print STDERR \"\\e[31m\\n\"; exit 1 }"));
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.out, Not(HasSubstr("\x1b")));
}

TEST_F(exec, refuses_what_is_no_regular_expression) {
  const command_run result = check("cat", {"--ignore", "("});
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.err, HasSubstr("expected a regular expression"));
}

/// A program of the bank, the trace that shows its mistake, and what the sentence ends in.
struct bank_case {
  std::string wrong;
  std::string right;
  std::string trace;
  std::string sentence;
};

class bank : public testing::TestWithParam<bank_case> {};

TEST_P(bank, mistake_is_found_and_the_right_twin_never_accused) {
  const scratch_folder folder;
  const bank_case& now = GetParam();
  const auto check = [&](const std::string& command) {
    return run_command({"check", "--exec", command, "--out", folder.path(), "--plans", "60", parser_file(now.trace)});
  };
  const command_run wrong = check(now.wrong);
  EXPECT_EQ(wrong.status, 1) << wrong.err;
  EXPECT_THAT(wrong.out, ContainsRegex("invariance: 1 cut at byte [0-9]+, between " + now.sentence));
  const command_run right = check(now.right);
  EXPECT_EQ(right.status, 0) << right.out << right.err;
}

std::string bank_file(const std::string& name) { return parser_file("bank/" + name); }

INSTANTIATE_TEST_SUITE_P(
    programs, bank,
    testing::Values(bank_case{ASYNCHAT_PROGRAMS "/overlong", ASYNCHAT_PROGRAMS "/overlong_right", "crlf.trace.jsonl",
                              ".* and .*: line 2 \"too long\" is too many"},
                    bank_case{"perl " + bank_file("length_header.pl"), "perl " + bank_file("length_header_right.pl"),
                              "bank/frames.trace.jsonl", "NUL and .*: line 1 "},
                    bank_case{"ruby --disable=gems " + bank_file("readuntil.rb"),
                              "ruby --disable=gems " + bank_file("readuntil_right.rb"), "crlf.trace.jsonl",
                              "CR and LF: line 1 .* is lost"},
                    bank_case{"tclsh " + bank_file("any_newline.tcl"), "tclsh " + bank_file("any_newline_right.tcl"),
                              "crlf.trace.jsonl", "CR and LF: line 2 \"\" is too many"},
                    bank_case{"sh " + bank_file("one_message.sh"), "sh " + bank_file("one_message_right.sh"),
                              "crlf.trace.jsonl", ".* and .*: line 1 "}));

}  // namespace
}  // namespace asynchat::cli
