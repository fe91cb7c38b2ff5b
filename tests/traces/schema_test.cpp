#include "schema_check.h"

#include <asynchat/traces/repro.h>
#include <asynchat/traces/trace_reader.h>
#include <gmock/gmock.h>
#include <gtest/gtest-spi.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "trace_vocabulary.h"

namespace asynchat::traces {
namespace {

using nlohmann::json;

const std::string header_line = R"({"format":"asynchat-trace","version":1,"source":{"kind":"hand"}})";
const std::string last_conn = std::to_string(trace_integer_max);

/// What the reader says against a text where the format has it; empty if it takes it.
std::string refused_by_reader(schema_part what, const std::string& text) {
  try {
    std::string file = what == schema_part::repro ? text : text + '\n';
    if (what == schema_part::event) {
      std::string before = header_line + '\n';
      const json event = json::parse(text, nullptr, false);
      const bool opens = event.is_object() && event.value("event", json()) == "open";
      for (const std::string& conn : {std::string("1"), last_conn}) {
        if (!opens) before += R"({"t":0,"conn":)" + conn + R"(,"event":"open","client":"c:1","server":"s:2"})" + "\n";
      }
      file = before + file;
    }
    std::istringstream in(file);
    if (what == schema_part::repro) {
      read_repro(in, "repro");
    } else {
      trace_reader reader(in, "trace");
      while (reader.next()) {
      }
    }
    return {};
  } catch (const input_error& error) {
    return error.what();
  }
}

struct sample {
  schema_part what = schema_part::event;
  std::string text;
};

std::vector<sample> right_samples() {
  std::vector<sample> result{
      {schema_part::header,
       R"({"format":"asynchat-trace","version":1,"source":{"kind":"capture","name":"a"},"started":"2026-11-20T20:55:01Z"})"},
      {schema_part::repro, R"({"format":"asynchat-repro","version":1,"subject":"crlf","property":"model","streams":[)"
                           R"({"conn":1,"from":"client","text":"ab","plan":"1 1 | eof"},)"
                           R"({"conn":1,"from":"server","base64":"AAA=","plan":"","heard":[{"before":0,"bytes":1}]}],)"
                           R"("schedule":["a line"],"expected":[{"name":"line","text":"","numbers":[-1,2]}],)"
                           R"("observed":[{"name":"line","base64":""}],"explanation":"why",)"
                           R"("provenance":{"seed":"1","strategy":"cut1","trace":"a","tool_version":"0.1.0"}})"}};
  for (const std::string rest :
       {R"("open","client":"10.0.0.1:1","server":"s:25")", R"("data","from":"client","text":"abcd")",
        R"("data","from":"server","base64":"AAA=")", R"("gap","from":"server","bytes":7)", R"("eof","from":"client")",
        R"("reset","from":"server")", R"("close")"}) {
    result.push_back({schema_part::event, R"({"t":5,"conn":1,"event":)" + rest + "}"});
  }
  return result;
}

/// What might stand in the place of any value.
const std::vector<json> other_values{nullptr,
                                     true,
                                     0,
                                     1,
                                     -1,
                                     1.5,
                                     trace_integer_max,
                                     trace_integer_max + 1,
                                     1e300,
                                     "",
                                     "x",
                                     "client",
                                     "AAAA",
                                     "AA==",
                                     "AB==",
                                     "AAB=",
                                     "AAA",
                                     "A=AA",
                                     "AAAA\n",
                                     "====",
                                     "open",
                                     "data",
                                     "gap",
                                     "eof",
                                     "reset",
                                     "close",
                                     "\n",
                                     "\xc3\xa4",
                                     json::array(),
                                     json::object(),
                                     json::array({1}),
                                     json::array({"x", "a\nb"})};

void visit_places(json& value, const std::function<void(json&)>& visit) {
  visit(value);
  if (value.is_structured()) {
    for (auto& inner : value) visit_places(inner, visit);
  }
}

/// Every text that differs from the right one in one place: a value is another, a key is missing or there is one more.
std::vector<sample> nearly(const sample& right) {
  std::vector<sample> result{right};
  json whole = json::parse(right.text);
  visit_places(whole, [&](json& place) {
    const json old = place;
    const auto put = [&] { result.push_back({right.what, whole.dump()}); };
    for (const json& other : other_values) {
      place = other;
      put();
    }
    if (old.is_object()) {
      for (const auto& [key, value] : old.items()) {
        place = old;
        place.erase(key);
        put();
      }
      for (const std::string key : {"from", "text", "base64", "bytes", "unknown", "heard", "numbers"}) {
        place = old;
        place[key] = "AAAA";
        put();
      }
    }
    place = old;
  });
  return result;
}

std::vector<sample> samples() {
  std::vector<sample> result;
  for (const sample& right : right_samples()) {
    for (sample& one : nearly(right)) {
      // Two rules of the repro are no schema's: see its description.
      const std::string why = refused_by_reader(one.what, one.text);
      if (why.find("within the stream's bytes") == std::string::npos) result.push_back(std::move(one));
    }
  }
  return result;
}

TEST(schemas, hold_for_every_bundled_file) {
  namespace fs = std::filesystem;
  std::size_t files = 0;
  for (const std::string room : {"traces/corpus", "tests/data", "examples", "docs", "fuzz"}) {
    for (const auto& entry : fs::recursive_directory_iterator(ASYNCHAT_SOURCE + room)) {
      const std::string path = entry.path().string();
      if (!path.ends_with(".trace.jsonl") && !path.ends_with(".repro.json")) continue;
      EXPECT_EQ(refused_file(path), "") << path;
      ++files;
    }
  }
  EXPECT_GE(files, 30u);
}

TEST(schemas, refuse_what_the_reader_refuses_and_nothing_else) {
  std::size_t refused = 0;
  const std::vector<sample> all = samples();
  for (const auto& [what, text] : all) {
    const std::string by_reader = refused_by_reader(what, text);
    const std::string by_schema = refused_by_schema(what, text);
    EXPECT_EQ(by_reader.empty(), by_schema.empty()) << text << "\nreader: " << by_reader << "\nschema: " << by_schema;
    refused += by_reader.empty() ? 0 : 1;
  }
  EXPECT_GT(refused, 1000u);
  EXPECT_GT(all.size() - refused, 100u);
}

bool can_validate() { return std::system("python3 -c 'import jsonschema' 2> /dev/null") == 0; }
const char* const needed = "python3-jsonschema is needed for this test";

TEST(schemas, mean_the_same_to_the_validator_that_is_installed_with_them) {
  const scratch_folder folder;
  std::string events = header_line + '\n';
  std::vector<std::string> right{""};  // by line
  std::string command =
      "cd '" + folder.path() + "' && python3 '" + ASYNCHAT_SOURCE + "traces/schema/validate.py' events";
  std::set<std::string> expected;
  for (const auto& [what, text] : samples()) {
    const bool refused = !refused_by_reader(what, text).empty();
    if (what == schema_part::event) {
      events += text + '\n';
      right.push_back(text);
      if (refused) expected.insert("events:" + std::to_string(right.size()));
    } else if (text.find("\"asynchat-") != std::string::npos) {  // else it is not known for what it is
      const std::string name = "n" + std::to_string(right.size()) + "-" + std::to_string(command.size());
      folder.write(name, what == schema_part::repro ? text : text + '\n');
      command += ' ' + name;
      if (refused) expected.insert(name + ":1");
    }
  }
  folder.write("events", events + R"({"t":0,"conn":1,"ev)");
  if (!can_validate()) GTEST_SKIP() << needed;
  const int status = std::system((command + " > said").c_str());
  EXPECT_EQ(WEXITSTATUS(status), 1);
  std::set<std::string> said;
  std::istringstream lines(content_of(folder.path("said")));
  for (std::string line; std::getline(lines, line);) said.insert(line.substr(0, line.find(": ")));
  EXPECT_EQ(said, expected);
}

TEST(schemas, are_not_held_against_what_has_no_header) {
  if (!can_validate()) GTEST_SKIP() << needed;
  const scratch_folder folder;
  folder.write("program", "\x7f\n\xff\n\x01\n");
  const std::string command =
      "cd '" + folder.path() + "' && python3 '" ASYNCHAT_SOURCE "traces/schema/validate.py' program > said";
  EXPECT_EQ(WEXITSTATUS(std::system(command.c_str())), 1);
  EXPECT_EQ(content_of(folder.path("said")).find("program:1: "), 0u);
  EXPECT_EQ(content_of(folder.path("said")).find("program:2"), std::string::npos);
}

TEST(schemas, leave_quietly_when_nobody_reads_what_they_refuse) {
  if (!can_validate()) GTEST_SKIP() << needed;
  const scratch_folder folder;
  std::string wrong = header_line + '\n';
  for (int line = 0; line < 5000; ++line) wrong += "{}\n";
  folder.write("wrong", wrong);
  const std::string command = "cd '" + folder.path() +
                              "' && python3 '" ASYNCHAT_SOURCE
                              "traces/schema/validate.py' wrong 2> said | head -n 1 > /dev/null";
  EXPECT_EQ(std::system(command.c_str()), 0);
  EXPECT_EQ(content_of(folder.path("said")), "");
}

TEST(schemas, fail_a_test_that_writes_what_they_refuse) {
  const auto write_wrongly = [] {
    const scratch_folder folder;
    std::ofstream(folder.path("a")) << header_line << "\n"
                                    << R"({"t":0,"conn":0,"event":"close"})"
                                    << "\n";
  };
  EXPECT_NONFATAL_FAILURE(write_wrongly(), "line 2: # is refused by");
}

}  // namespace
}  // namespace asynchat::traces
