#include "merge.h"

#include <asynchat/traces/error.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "made_simulation.h"
#include "shard_file.h"

namespace asynchat::cli {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* canary = "canary:no_carry_over";
constexpr const char* second_of_four = "canary_no_carry_over-0..199-shard-1-of-4.sim.json";

void run_shard(const std::string& folder, const std::string& part, const std::string& protocol = canary) {
  run_made({"sim", "--protocol", protocol, "--seeds", "0..199", "--shard", part, "--out", folder});
}

json whole() {
  const scratch_folder folder;
  return json::parse(
      run_made({"sim", "--protocol", canary, "--seeds", "0..199", "--json", "--out", folder.path()}).out);
}

json merged(std::vector<std::string> folders) {
  folders.insert(folders.begin(), {"merge", "--json"});
  return json::parse(run_made(folders).out);
}

/// Without where the repros lie, what one process and a merge both tell.
json common(json report) {
  json result;
  for (const char* key : {"seeds", "digest", "events", "failed", "without_verdict", "faults", "failures", "status"}) {
    result[key] = report[key];
  }
  for (json& failure : result["failures"]) {
    failure["repro"] = std::filesystem::path(failure["repro"].get<std::string>()).filename().string();
  }
  return result;
}

/// Four shards, each in a folder of its own.
class four_shards : public testing::Test {
 protected:
  four_shards() {
    for (int i = 0; i < 4; ++i) {
      const std::string number = std::to_string(i);
      run_shard(folder_.path(number), number + "/4");
      folders_.push_back(folder_.path(number));
    }
  }

  std::string second() const { return folders_[1] + '/' + second_of_four; }
  void edit_second(const std::string& what, const std::string& by) const {
    std::string content = content_of(second());
    const std::size_t at = content.find(what);
    ASSERT_NE(at, std::string::npos) << what;
    std::ofstream(second(), std::ios::binary) << content.replace(at, what.size(), by);
  }

  scratch_folder folder_;
  std::vector<std::string> folders_;
};

TEST_F(four_shards, give_what_the_whole_gives_in_any_order) {
  const json expected = common(whole());
  EXPECT_EQ(expected["failed"], 20);
  std::vector<std::string> order = folders_;
  std::sort(order.begin(), order.end());
  do {
    EXPECT_EQ(common(merged(order)), expected);
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST_F(four_shards, count_once_when_one_of_them_was_run_twice) {
  run_shard(folder_.path("again"), "2/4");
  folders_.push_back(folder_.path("again"));
  folders_.push_back(folders_.front());
  EXPECT_EQ(common(merged(folders_)), common(whole()));
}

TEST_F(four_shards, print_the_table_of_the_whole) {
  folders_.insert(folders_.begin(), "merge");
  const command_run run = run_made(folders_);
  EXPECT_EQ(run.status, 1);
  EXPECT_THAT(run.out, AllOf(HasSubstr("0..199      all    200"), HasSubstr(whole()["digest"].get<std::string>()),
                             HasSubstr("\nand 10 more seeds of canary:no_carry_over that failed\n"),
                             HasSubstr("  repro:  " + folder_.path("1/canary_no_carry_over-seed-13.repro.json") + '\n'),
                             HasSubstr("\n20 seeds FAILED: 200 seeds, ")));
}

TEST_F(four_shards, are_not_deterministic_where_two_runs_of_one_differ) {
  run_shard(folder_.path("again"), "1/4");
  edit_second("\"events\": ", "\"events\": 1");
  const command_run run = run_made({"merge", folders_[1], folder_.path("again")});
  EXPECT_EQ(run.status, 3);
  EXPECT_THAT(run.err, AllOf(HasSubstr(second()), HasSubstr(folder_.path("again")),
                             HasSubstr("are results of the same shard and differ")));
}

TEST_F(four_shards, tell_which_of_them_are_missing) {
  const scratch_folder good;
  run_shard(good.path(), "1/10", "crlf");
  run_shard(good.path(), "7/10", "crlf");
  const command_run run = run_made({"merge", good.path()});
  EXPECT_EQ(run.status, 4);
  EXPECT_THAT(run.out,
              AllOf(HasSubstr("2 of 10     40"), HasSubstr("\nof the shards that are there: all laws held: 40 seeds, "),
                    HasSubstr("\ncrlf: 8 of 10 shards missing: 0, 2..6, 8..9\n"
                              "  again:  asynchat sim --protocol crlf --clients "
                              "4 --seeds 0..199 --profile tcp --shard 0/10 --out "
                              "DIR\n")));
  EXPECT_EQ(run_made({"merge", "--partial", good.path()}).status, 0);
  EXPECT_EQ(merged({good.path()})["runs"][0]["shards"]["missing"][1], (json{{"first", 2}, {"last", 6}}));
  EXPECT_EQ(run_made({"merge", folders_[3]}).status, 1) << "a failure is told first";
}

TEST_F(four_shards, stand_beside_those_of_another_protocol) {
  run_shard(folders_[0], "0/1", "crlf");
  const json report = merged(folders_);
  EXPECT_EQ(report["runs"].size(), 2u);
  EXPECT_EQ(report["runs"][1]["protocol"], "crlf");
  EXPECT_EQ(report["runs"][0]["digest"], whole()["digest"]);
  EXPECT_EQ(report["seeds"], 400);
}

TEST_F(four_shards, refuse_what_does_not_fit_to_them) {
  run_shard(folders_[1], "1/5");
  const command_run run = run_made({"merge", folders_[0], folders_[1]});
  EXPECT_EQ(run.status, 2);
  EXPECT_THAT(run.err, HasSubstr("expected one of 4 shards, as "));
  EXPECT_THAT(run.err, HasSubstr("found one of 5"));
}

TEST_F(four_shards, refuse_a_result_of_another_build) {
  edit_second("\"tool_version\": \"", "\"tool_version\": \"9");
  EXPECT_THAT(run_made({"merge", folders_[0], folders_[1]}).err, HasSubstr("expected a result of asynchat "));
}

TEST_F(four_shards, are_read_or_refused_when_a_byte_is_changed_and_refused_when_the_end_is_cut_off) {
  const std::string whole = content_of(second());
  for (std::size_t at = 0; at + 2 < whole.size(); at += 3) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 0x11);
    try {
      read_shard(folder_.file("changed", changed));
    } catch (const traces::input_error&) {
    }
    EXPECT_THROW(read_shard(folder_.file("cut", whole.substr(0, at))), traces::input_error) << at;
  }
}

struct damage {
  std::string what, by, sentence;
};

class damaged_result : public four_shards, public testing::WithParamInterface<damage> {};

TEST_P(damaged_result, is_refused_in_one_sentence_that_names_it) {
  edit_second(GetParam().what, GetParam().by);
  const command_run run = run_made({"merge", folders_[1]});
  EXPECT_EQ(run.status, 2);
  EXPECT_THAT(run.err, AllOf(HasSubstr(second() + ':'), HasSubstr(GetParam().sentence)));
  EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1);
  EXPECT_THAT(run.out, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    each, damaged_result,
    testing::Values(
        damage{"\"version\": 1,", "\"version\": 2,",
               "expected version 1 of the format asynchat-sim-shard, found version 2"},
        damage{"asynchat-sim-shard", "asynchat-trace", "expected the result of a shard"},
        damage{"\"clients\": 4,", "\"clients\": 4,,", ":6: expected one JSON object, found text that is not JSON"},
        damage{"\"clients\": 4,", "\"clients\": -4,", "expected \"clients\": a whole number of 64 bits, found -4"},
        damage{"\"clients\": 4,", "", "expected the key \"clients\""},
        damage{"\"clients\": 4,", "\"clients\": 1e999,", "out of range"},
        damage{"\"clients\": 4,", "\"clients\": [[[[[[[[[[0]]]]]]]]]],", "nested at most 8 deep"},
        damage{"\"profile\": \"tcp\"", "\"profile\": \"udp\"", "expected \"profile\": \"tcp\" or \"hostile\""},
        damage{"\"first_seed\": 0", "\"first_seed\": 500", "expected seeds A..B with A no higher than B"},
        damage{"\"index\": 1", "\"index\": 4", "expected a shard from 0 to 3"},
        damage{"\"seeds\": 50", "\"seeds\": 49", "expected 50 seeds, those of the shard, found 49"},
        damage{"\"digest\": \"", "\"digest\": \"0", "16 hexadecimal digits"},
        damage{"\"failed\": 10", "\"failed\": 3", "expected 3 entries"},
        damage{"\"seed\": 13,", "\"seed\": 14,", "expected seeds of the shard, found 14"},
        damage{"\"seed\": 13,", "\"seed\": 33,", "expected each seed once, found 33 twice"},
        damage{"\"failures\": [", "\"failures\": [7,", "expected an object, found 7"},
        damage{"{", std::string(2 << 20, ' ') + "{", "expected at most 1048576 bytes"}));

TEST(merge, wants_folders_with_results) {
  const scratch_folder folder;
  EXPECT_THAT(run_made({"merge", folder.path()}).err, HasSubstr("expected at least one *.sim.json"));
  EXPECT_THAT(run_made({"merge", folder.path("none")}).err, HasSubstr("expected a folder of result files"));
  std::filesystem::create_directory(folder.path("x.sim.json"));
  EXPECT_THAT(run_made({"merge", folder.path()}).err, HasSubstr("x.sim.json: expected a file that can be read"));
  EXPECT_EQ(run_made({"merge"}).status, 2);
}

}  // namespace
}  // namespace asynchat::cli
