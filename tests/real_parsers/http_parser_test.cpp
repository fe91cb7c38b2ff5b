#include "parsers/http_parser.h"

#include <asynchat/properties/prove.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "documents.h"
#include "http1_streams.h"
#include "real_check.h"

namespace asynchat::real_parsers {
namespace {

using examples::http_parser_messages;
using examples::http_parser_requests;
using examples::http_parser_responses;
using properties::events;

std::string generated(side from, std::uint64_t seed) {
  support::seeded_random random(seed);
  const std::string bytes = support::generate_http1_stream(random, from).bytes;
  return seed % 2 == 0 ? bytes : damaged(bytes, seed);
}
std::string generated_requests(std::uint64_t seed) { return generated(side::client, seed); }
std::string generated_responses(std::uint64_t seed) { return generated(side::server, seed); }

TEST(http_parser, tells_recorded_traffic_the_same_however_it_is_cut) {
  const std::string trace = "http1/http1-mtu576.trace.jsonl";
  const properties::parser_subject<http_parser_requests> requests("requests");
  const properties::parser_subject<http_parser_responses> responses("responses");
  EXPECT_EQ(accusation_of_recorded(requests, trace, side::client), "");
  EXPECT_EQ(accusation_of_recorded(responses, trace, side::server), "");
}

constexpr std::string_view upgrade =
    "POST /chat HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: x\r\nContent-Length: 4\r\n\r\nbodyGET / HTTP/1.1\r\n\r\n";

void expect_proved(const properties::subject& parser, std::string_view bytes) {
  for (const sim::ending end : {sim::ending::eof, sim::ending::open}) {
    const properties::prove_report report = properties::prove(parser, {bytes, end, {}, {}}, {});
    EXPECT_EQ(report.result, properties::proof_result::proved)
        << report.reason << ": " << testing::PrintToString(bytes);
    EXPECT_GE(report.chunk_bytes_max, bytes.size());
  }
}

TEST(http_parser, is_proved_over_all_cuts) {
  const properties::parser_subject<http_parser_requests> requests("requests");
  const properties::parser_subject<http_parser_responses> responses("responses");
  expect_proved(requests, upgrade);
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    expect_proved(requests, generated_requests(seed));
    expect_proved(responses, generated_responses(seed));
  }
}

TEST(http_parser, is_never_accused) {
  expect_never_accused<http_parser_requests>(generated_requests);
  expect_never_accused<http_parser_responses>(generated_responses);
}

TEST(http_parser, may_be_paused_anywhere) {
  expect_never_accused<http_parser_messages<HTTP_REQUEST, true>>(generated_requests);
  expect_never_accused<http_parser_messages<HTTP_RESPONSE, true>>(generated_responses);
}

TEST(http_parser, makes_way_for_another_protocol_behind_the_body) {
  EXPECT_EQ(accusation_of<http_parser_requests>(upgrade), "");
}

TEST(http_parser, counts_the_bytes_of_a_head_alike_however_they_come) {
  const std::string head = "GET / HTTP/1.1\r\nName: a value\r\nOther:  \t x\r\n\r\n";
  for (std::uint32_t max = 1; max <= head.size() + 1; ++max) {
    http_parser_set_max_header_size(max);
    EXPECT_EQ(accusation_of<http_parser_requests>(head), "") << max;
  }
  http_parser_set_max_header_size(HTTP_MAX_HEADER_SIZE);
}

/// http_parser as it is first written down: what it gives is told at once, an empty read reaches it, and `upgrade` is
/// looked at where execute() returns.
struct http_parser_at_once {
  http_parser_at_once() { http_parser_init(&parser, HTTP_REQUEST); }

  void feed(std::string_view chunk, events& out) {
    http_parser_settings callbacks;
    http_parser_settings_init(&callbacks);
    callbacks.on_url = tell;
    callbacks.on_header_field = tell;
    callbacks.on_header_value = tell;
    callbacks.on_body = [](http_parser* from, const char* at, std::size_t size) {
      static_cast<events*>(from->data)->add("data", {at, size});
      return 0;
    };
    parser.data = &out;
    if (!switched) {
      // At an end that it did not expect it says that it used one byte of none.
      const std::size_t used = http_parser_execute(&parser, &callbacks, chunk.data(), chunk.size());
      chunk.remove_prefix(std::min(used, chunk.size()));
    }
    switched = parser.upgrade != 0;
    if (parser.http_errno != HPE_OK && !failed) out.add("error", http_errno_name(HTTP_PARSER_ERRNO(&parser)));
    failed = parser.http_errno != HPE_OK;
    if (switched && !chunk.empty()) out.add("other_protocol", chunk);
  }
  void finish(events& out) { feed({}, out); }

  static int tell(http_parser* from, const char* at, std::size_t size) {
    static_cast<events*>(from->data)->add("text", {at, size});
    return 0;
  }

  http_parser parser;
  bool switched = false;
  bool failed = false;
};

TEST(http_parser, differs_where_its_manual_warns) {
  expect_differs_still<http_parser_at_once>("http_parser-pieces");
  expect_differs_still<http_parser_at_once>("http_parser-empty-read");
  expect_differs_still<http_parser_at_once>("http_parser-upgrade");
}

}  // namespace
}  // namespace asynchat::real_parsers
