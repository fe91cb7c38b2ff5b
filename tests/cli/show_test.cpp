#include <gmock/gmock.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>

#include "command_run.h"
#include "event_text.h"

namespace asynchat::cli {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

/// A repro of a parser that loses a line in the middle of a long stream.
nlohmann::json lost_line(const std::string& subject, std::size_t lines) {
  std::string bytes;
  nlohmann::json expected = nlohmann::json::array();
  for (std::size_t i = 0; i < lines; ++i) {
    const std::string line = "line " + std::to_string(i);
    bytes += line + "\r\n";
    expected.push_back({{"name", "frame"}, {"text", line}});
  }
  nlohmann::json observed = expected;
  observed.erase(lines / 2);
  const std::size_t cut = bytes.find("line " + std::to_string(lines / 2)) + 3;
  return {{"format", "asynchat-repro"},
          {"version", 1},
          {"subject", subject},
          {"property", "invariance"},
          {"streams",
           {{{"conn", 3},
             {"from", "server"},
             {"text", bytes},
             {"plan", std::to_string(cut) + " " + std::to_string(bytes.size() - cut) + " | eof"}}}},
          {"schedule", nlohmann::json::array()},
          {"expected", expected},
          {"observed", observed},
          {"explanation", "a line is lost"},
          {"provenance", {{"seed", "1"}, {"strategy", "cut1"}, {"trace", "t"}, {"tool_version", "asynchat 0"}}}};
}

TEST(show, tells_all_that_a_repro_holds) {
  const scratch_folder folder;
  const command_run result = run_command({"show", folder.file("a.repro.json", lost_line("crlf", 3).dump())});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(result.out,
            "subject crlf\n"
            "law     invariance: however the same bytes are cut, the parser tells the same, errors included\n"
            "found   a line is lost\n"
            "stream  t: connection 3, from the server\n"
            "by      cut1, seed 1, asynchat 0\n"
            "plan    11 13 | eof\n"
            "\n"
            "        0             11\n"
            "bytes   line 0\\r\\nlin|e 1\\r\\nline 2\\r\\n\n"
            "whole   1---------2----------3---------\n"
            "cut     1---------           2---------\n"
            "                  ^\n"
            "\n"
            "delivered: 2 chunks\n"
            "        0         11  line 0\\r\\nlin\n"
            "       11         13  e 1\\r\\nline 2\\r\\n\n"
            "       24        eof\n"
            "expected: 3 events\n"
            "    1  frame \"line 0\"\n"
            ">   2  frame \"line 1\"\n"
            "    3  frame \"line 2\"\n"
            "observed: 2 events\n"
            "    1  frame \"line 0\"\n"
            ">   2  frame \"line 2\"\n"
            "\n"
            "again:  asynchat replay " +
                folder.path("a.repro.json") + "\n");
}

TEST(show, shows_a_long_repro_around_its_first_difference_in_the_width) {
  const scratch_folder folder;
  const std::string path = folder.file("a.repro.json", lost_line("a parser that nobody knows", 2000).dump());
  for (const std::size_t width : {40u, 60u, 80u, 120u}) {
    const command_run result = run_command({"show", "--width", std::to_string(width), path});
    EXPECT_EQ(result.status, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("bytes before\n"));
    EXPECT_THAT(result.out, HasSubstr("lin|"));
    EXPECT_THAT(result.out, HasSubstr("      ... 995 events before\n"));
    EXPECT_THAT(result.out, HasSubstr("> 1001  frame \"line 1001\"\n"));
    EXPECT_THAT(result.out, HasSubstr("events after\n"));
    std::istringstream lines(result.out.substr(result.out.find("\n\n")));
    for (std::string line; std::getline(lines, line) && !line.starts_with("again");) EXPECT_LE(line.size(), width);
  }
}

TEST(show, has_no_line_longer_than_the_width_for_any_bundled_repro) {
  for (const auto& file : std::filesystem::recursive_directory_iterator(data_file("repros"))) {
    if (!file.path().string().ends_with(".repro.json")) continue;
    for (const std::size_t width : {40u, 60u, 80u}) {
      const command_run result = run_command({"show", "--width", std::to_string(width), file.path()});
      ASSERT_EQ(result.status, 0) << result.err;
      std::istringstream lines(result.out);
      // The command is there to be copied.
      for (std::string line; std::getline(lines, line) && !line.starts_with("again");) {
        EXPECT_LE(line.size(), width) << file.path() << ": " << line;
      }
    }
  }
}

TEST(show, refuses_what_it_would_have_to_ignore) {
  const scratch_folder folder;
  const std::string repro = folder.file("a.repro.json", lost_line("crlf", 3).dump());
  for (const char* option : {"--framing", "--conn", "--from", "--to", "--port"}) {
    const command_run result = run_command({"show", repro, option, "1"});
    EXPECT_EQ(result.status, 2) << option;
    EXPECT_THAT(result.err, HasSubstr(std::string("a repro is shown whole; ") + option + " is for traces"));
  }
  const command_run back = run_command({"show", folder.file("t", trace_of("a")), "--from", "2", "--to", "1"});
  EXPECT_EQ(back.status, 2);
  EXPECT_THAT(back.err, HasSubstr("--to: expected no time before that of --from"));
}

TEST(show, shows_the_plan_as_what_comes_in_its_order) {
  const scratch_folder folder;
  nlohmann::json repro = lost_line("crlf", 3);
  repro["streams"][0]["plan"] = "11 b w20ms 3 f(EIO) 10 | reset";
  repro["streams"].push_back({{"conn", 3}, {"from", "client"}, {"text", "HELO\r\n"}, {"plan", ""}});
  repro["streams"][1]["heard"] = {{{"before", 12}, {"bytes", 6}}};
  const command_run result = run_command({"show", "--width", "44", folder.file("a.repro.json", repro.dump())});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("delivered: 3 chunks\n"
                                    "        0         11  line 0\\r\\nlin\n"
                                    "       11 empty read\n"
                                    "       11 wait 20.0 ms\n"
                                    "       11      hears  HELO\\r\\n\n"
                                    "       11          3  e 1\n"
                                    "       14 Input/output error\n"
                                    "       14         10  \\r\\nline 2\\r\\n\n"
                                    "       24      reset\n"));
  repro["streams"][0]["plan"] = "1*24 | eof";
  EXPECT_THAT(run_command({"show", folder.file("b.repro.json", repro.dump())}).out,
              HasSubstr("      ... 1 line before\n        1          1  i\n"));
}

TEST(show, lets_nothing_through_that_moves_a_terminal) {
  const scratch_folder folder;
  nlohmann::json hostile = lost_line("\x1b[2J\r", 3);
  hostile["explanation"] = "\x1b[31mred\n";
  hostile["provenance"]["trace"] = "\x07";
  hostile["observed"][0]["name"] = "\x1b]0;title\x07";
  const command_run result = run_command({"show", folder.file("a.repro.json", hostile.dump())});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, Not(ContainsRegex("[\x01-\x09\x0b-\x1f\x7f]")));
}

TEST(event_text, fits_into_the_width) {
  EXPECT_EQ(fitted("abcdef", 6), "abcdef");
  EXPECT_EQ(fitted("abcdefg", 6), "abc...");
  EXPECT_EQ(fitted("a\r\n\x01", 6), "a\\r...");
  EXPECT_EQ(fitted("abc", 2), "");
  EXPECT_EQ(event_text({"name", "bytes", {1, -2}}, 20), "name \"bytes\" 1 -2");
  EXPECT_EQ(event_text({"name", std::string(50, 'b'), {}}, 20), "name \"bbbbbbbbbb...\"");
}

TEST(event_text, tells_times_in_three_digits) {
  EXPECT_EQ(time_text(0), "0 ns");
  EXPECT_EQ(time_text(999), "999 ns");
  EXPECT_EQ(time_text(1'000), "1.00 us");
  EXPECT_EQ(time_text(99'949), "99.9 us");
  EXPECT_EQ(time_text(99'950), "100 us");
  EXPECT_EQ(time_text(999'999), "1.00 ms");
  EXPECT_EQ(time_text(3'600'000'000'000), "3600 s");
}

TEST(show, refuses_a_repro_without_a_law) {
  const scratch_folder folder;
  nlohmann::json lawless = lost_line("crlf", 3);
  lawless["property"] = "gravity";
  EXPECT_THAT(run_command({"show", folder.file("b.repro.json", lawless.dump())}).err,
              HasSubstr("expected a law's name, not 'gravity'"));
}

}  // namespace
}  // namespace asynchat::cli
