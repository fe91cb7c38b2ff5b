// Damage as it happens to traces: what is still read of each file, or the one sentence that it is refused with.

#include <asynchat/traces/trace_reader.h>
#include <asynchat/traces/trace_writer.h>
#include <gmock/gmock.h>

#include <optional>
#include <sstream>

#include "trace_vocabulary.h"

namespace asynchat::traces {
namespace {

using testing::AnyOf;
using testing::Eq;
using testing::StartsWith;

const std::string header = R"({"format":"asynchat-trace","version":1,"source":{"kind":"hand"}})";
const std::string opened = R"({"t":0,"conn":1,"event":"open","client":"a:1","server":"b:2"})";
const std::string in_text = R"({"t":1,"conn":1,"event":"data","from":"client","text":"hi"})";
const std::string in_base64 = R"({"t":2,"conn":1,"event":"data","from":"server","base64":"AAECAwQF"})";
const std::string closed = R"({"t":3,"conn":1,"event":"close"})";
const std::string whole = header + '\n' + opened + '\n' + in_text + '\n' + in_base64 + '\n' + closed + '\n';

/// What came of a text: the events that were read, the warning if there is one, and the error that ended it.
struct reading {
  std::string events;
  std::string warning;
  std::string error;
};

reading read(const std::string& text) {
  std::istringstream in(text);
  reading result;
  std::vector<trace_event> events;
  std::optional<trace_reader> reader;
  try {
    reader.emplace(in, "F");
    while (std::optional<trace_event> event = reader->next()) events.push_back(*std::move(event));
  } catch (const input_error& error) {
    result.error = error.what();
  }
  if (!events.empty()) result.events = story(events);
  if (reader && !reader->warnings().empty()) result.warning = reader->warnings().front();
  return result;
}

struct damage {
  const char* name;
  std::string text;
  std::string events;
  std::string warning;
  std::string error;
};

std::ostream& operator<<(std::ostream& out, const damage& one) { return out << one.name; }

const std::string not_json = ": expected one JSON object, found text that is not JSON, at column ";

const std::vector<damage> damages{
    {"a last line without its newline", header + '\n' + opened + '\n' + in_text + '\n' + in_base64,
     "1 open; 1 client \"hi\"", "F:4: the last line is torn (it has no newline) and was dropped", ""},
    {"cut in the middle of base64", header + '\n' + opened + '\n' + in_base64.substr(0, in_base64.size() - 5), "1 open",
     "F:3: the last line is torn (it has no newline) and was dropped", ""},
    {"cut in the middle of base64, and written on",
     header + '\n' + opened + '\n' + in_base64.substr(0, in_base64.size() - 5) + '\n' + closed + '\n', "1 open", "",
     "F:3" + not_json + "63"},
    {"base64 that is cut and closed again",
     header + '\n' + opened + '\n' + R"({"t":2,"conn":1,"event":"data","from":"server","base64":"AAECA"})" + '\n',
     "1 open", "", "F:3: expected \"base64\": base64 with padding (RFC 4648), found \"AAECA\""},
    {"two recorders' lines in one",
     header + '\n' + opened + '\n' + in_text.substr(0, 30) + in_base64 + '\n' + in_text.substr(30) + '\n', "1 open", "",
     "F:3" + not_json + "31"},
    {"two recorders' files, line by line", header + '\n' + opened + '\n' + opened + '\n', "1 open", "",
     "F:3: expected one \"open\" of connection 1, found a second one"},
    {"two events on a line", header + '\n' + opened + in_text + '\n', "", "", "F:2" + not_json + "62"},
    {"a second header", header + '\n' + opened + '\n' + header + '\n', "1 open", "",
     "F:3: expected the key \"event\": a string"},
    {"lines that end with CR LF", header + "\r\n" + opened + "\r\n" + in_text + "\r\n" + closed + "\r\n",
     "1 open; 1 client \"hi\"; 1 close", "", ""},
    {"a byte order mark", "\xef\xbb\xbf" + whole,
     std::string("1 open; 1 client \"hi\"; 1 server \"\0\1\2\3\4\5\"; 1 close", 49), "", ""},
    {"the same in UTF-16", std::string("\xff\xfe{\0\"\0", 6) + '\n', "", "",
     "F:1: expected one JSON object, found a NUL byte, at column 4"},
    {"a NUL behind an event", header + '\n' + opened + '\0' + '\n', "", "",
     "F:2: expected one JSON object, found a NUL byte, at column 62"},
    {"a block of NULs, as a crash leaves it", header + '\n' + opened + '\n' + std::string(4096, '\0'), "1 open",
     "F:3: the last line is torn (it has no newline) and was dropped", ""},
    {"a block of NULs, written on", header + '\n' + opened + '\n' + std::string(4096, '\0') + in_text + '\n', "1 open",
     "", "F:3: expected one JSON object, found a NUL byte, at column 1"},
    {"an empty line", header + '\n' + opened + "\n\n" + in_text + '\n', "1 open", "", "F:3" + not_json + "1"},
    {"spaces around an event", header + '\n' + "\t " + opened + "  \n", "1 open", "", ""},
    {"a line of 100,000 spaces", header + '\n' + opened + '\n' + std::string(100'000, ' ') + '\n', "1 open", "",
     "F:3" + not_json + "100001"},
    {"a text of 1,000,000 bytes",
     header + '\n' + opened + '\n' + R"({"t":1,"conn":1,"event":"data","from":"client","text":")" +
         std::string(1'000'000, 'x') + "\"}\n",
     "1 open; 1 client \"" + std::string(1'000'000, 'x') + '"', "", ""},
    {"no line at all", "\n", "", "", "F:1" + not_json + "1"},
};

class damaged : public testing::TestWithParam<damage> {};

TEST_P(damaged, is_read_as_far_as_it_goes) {
  const reading got = read(GetParam().text);
  EXPECT_EQ(got.events, GetParam().events);
  EXPECT_EQ(got.warning, GetParam().warning);
  EXPECT_EQ(got.error, GetParam().error);
}

INSTANTIATE_TEST_SUITE_P(traces, damaged, testing::ValuesIn(damages));

TEST(damaged_trace, with_any_bit_turned_is_read_or_refused_with_file_and_line) {
  std::size_t refused = 0;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string text = whole;
      text[at] = static_cast<char>(text[at] ^ (1 << bit));
      const reading got = read(text);
      if (got.error.empty()) continue;
      ++refused;
      EXPECT_THAT(got.error, AnyOf(StartsWith("F:1: "), StartsWith("F:2: "), StartsWith("F:3: "), StartsWith("F:4: "),
                                   StartsWith("F:5: ")));
    }
  }
  EXPECT_GT(refused, whole.size());
}

TEST(damaged_trace, with_any_byte_gone_is_read_or_refused) {
  for (std::size_t at = 0; at < whole.size(); ++at) {
    const std::string error = read(whole.substr(0, at) + whole.substr(at + 1)).error;
    EXPECT_THAT(error, AnyOf(Eq(""), StartsWith("F:")));
  }
}

/// The last line of a trace, read in both ways: as it is, and with a key besides that asks for a closer look.
void expect_read_alike(const std::string& line) {
  const std::string before = header + '\n' + opened + '\n';
  const std::size_t begin = line.find('{') + 1;
  const reading plain = read(before + line + '\n');
  const reading closely = read(before + line.substr(0, begin) + R"("other":[],)" + line.substr(begin) + '\n');
  EXPECT_EQ(plain.events, closely.events) << line;
  EXPECT_EQ(plain.error, closely.error) << line;
}

TEST(plain_event, is_what_a_closer_look_reads) {
  for (
      const char* line : {
          R"({"t":1,"conn":1,"event":"close"})",
          R"({"event" : "close" , "conn" : 1 , "t" : 1})",
          R"({"t":1,"conn":1,"event":"close","client":3})",
          R"({"t":1,"conn":1,"event":"close","bytes":0,"text":"x","base64":"y"})",
          R"({"t":1,"conn":1,"event":"eof","from":"server","note":null,"ok":true,"x":-1.5,"y":-3,"z":"s"})",
          R"({"t":1,"conn":1,"event":"eof"})",
          R"({"t":1,"conn":1,"event":"reset","from":"Server"})",
          R"({"t":1,"conn":1,"event":"data","from":"server","text":"\u00e9\ud83d\ude00\n"})",
          R"({"t":1,"conn":1,"event":"data","from":"server","text":7})",
          R"({"t":1,"conn":1,"event":"data","from":"server","base64":""})",
          R"({"t":1,"conn":1,"event":"data","from":"server","base64":"AB=="})",
          R"({"t":1,"conn":1,"event":"data","from":"server","text":"a","base64":"YQ=="})",
          R"({"t":1,"conn":1,"event":"data","from":"server","text":"a","why":"b","why":"c"})",
          R"({"t":1,"conn":1,"event":"gap","from":"server","bytes":9007199254740992})",
          R"({"t":1,"conn":1,"event":"gap","from":"server","bytes":9007199254740991})",
          R"({"t":1,"conn":1.0,"event":"close"})",
          R"({"t":"1","conn":1,"event":"close"})",
          R"({"t":1,"conn":2,"event":"open","client":"a","server":"b","from":"client"})",
          R"({"t":1,"conn":2,"event":"open","client":"a"})",
          R"({"a1":1,"a2":1,"a3":1,"a4":1,"a5":1,"a6":1,"a7":1,"a8":1,"a9":1,"b1":1,"b2":1,"b3":1,"b4":1,"b5":1,"b6":1,"b7":1,"b8":1,"t":1,"conn":1,"event":"close"})",
      }) {
    expect_read_alike(line);
  }
}

}  // namespace
}  // namespace asynchat::traces
