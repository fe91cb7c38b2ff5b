#include <asynchat/protocols/registry.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "every_cut.h"

namespace asynchat::protocols {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

using strings = std::vector<std::string>;

strings requests(std::string bytes, std::vector<heard_frame> heard = {}, const framing_limits& limits = {}) {
  return support::expect_at_every_cut({http1_spec{}, side::client, std::move(bytes), std::move(heard), limits});
}

strings answers(std::string bytes, std::vector<heard_frame> heard = {}, const framing_limits& limits = {}) {
  return support::expect_at_every_cut({http1_spec{}, side::server, std::move(bytes), std::move(heard), limits});
}

strings request_with(const std::string& header_lines, const std::string& rest = "") {
  return requests("POST / HTTP/1.1\r\n" + header_lines + "\r\n" + rest);
}

strings chunked_answer(const std::string& body, const framing_limits& limits = {}) {
  strings all = answers("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body, {}, limits);
  EXPECT_EQ(all.front(), "head \"HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\"");
  all.erase(all.begin());
  return all;
}

TEST(http1, says_nothing_of_an_empty_stream) { EXPECT_THAT(requests(""), IsEmpty()); }

TEST(http1, gives_pipelined_requests_in_order) {
  EXPECT_THAT(requests("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.0\r\n\r\n"),
              ElementsAre("head \"GET / HTTP/1.1\\r\\nHost: a\\r\\n\"", "end \"\"", "head \"GET /b HTTP/1.0\\r\\n\"",
                          "end \"\""));
}

TEST(http1, takes_as_many_bytes_of_body_as_announced) {
  EXPECT_THAT(requests("PUT / HTTP/1.1\r\ncontent-LENGTH:\t7 \r\n\r\na=1\r\n\r\nGET / HTTP/1.1\r\n\r\n"),
              ElementsAre("head \"PUT / HTTP/1.1\\r\\ncontent-LENGTH:\\t7 \\r\\n\"", "data \"a=1\\r\\n\\r\\n\"",
                          "end \"\"", "head \"GET / HTTP/1.1\\r\\n\"", "end \"\""));
}

TEST(http1, ends_a_message_of_length_zero_with_its_head) {
  EXPECT_THAT(answers("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 404 \r\nContent-Length: 1\r\n\r\nx"),
              ElementsAre("head \"HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\n\"", "end \"\"",
                          "head \"HTTP/1.1 404 \\r\\nContent-Length: 1\\r\\n\"", "data \"x\"", "end \"\""));
}

TEST(http1, joins_chunks_whatever_their_extensions) {
  EXPECT_THAT(chunked_answer("3\r\nab\r\r\n0A ;x=\"y\";z\r\n0123456789\r\n0\r\n\r\n"),
              ElementsAre("data \"ab\\r0123456789\"", "end \"\""));
}

TEST(http1, gives_trailers_after_the_last_chunk) {
  EXPECT_THAT(chunked_answer("1\r\nx\r\n000;last\r\nA: b\r\nC:\r\n\r\n"),
              ElementsAre("data \"x\"", "trailers \"A: b\\r\\nC:\\r\\n\"", "end \"\""));
}

TEST(http1, refuses_chunks_that_are_not_written_to_the_letter) {
  EXPECT_THAT(chunked_answer("g\r\n"), ElementsAre("error \"chunk-size\""));
  EXPECT_THAT(chunked_answer("\r\n"), ElementsAre("error \"chunk-size\""));
  EXPECT_THAT(chunked_answer("5 \r\nhello\r\n"), ElementsAre("error \"chunk-size\""));
  EXPECT_THAT(chunked_answer("0x5\r\nhello\r\n"), ElementsAre("error \"chunk-size\""));
  EXPECT_THAT(chunked_answer("-1\r\n"), ElementsAre("error \"chunk-size\""));
  EXPECT_THAT(chunked_answer("5\nhello\r\n"), ElementsAre("error \"bare-lf\""));
  EXPECT_THAT(chunked_answer("2\r\nabXX0\r\n\r\n"), ElementsAre("data \"ab\"", "error \"chunk-end\""));
  EXPECT_THAT(chunked_answer("2\r\nab\n0\r\n\r\n"), ElementsAre("data \"ab\"", "error \"chunk-end\""));
  EXPECT_THAT(chunked_answer("0\r\n folded\r\n\r\n"), ElementsAre("error \"obs-fold\""));
}

TEST(http1, refuses_a_chunk_size_that_overflows) {
  EXPECT_THAT(chunked_answer("10000000000000000\r\n"), ElementsAre("error \"chunk-size\""));
  EXPECT_THAT(chunked_answer("00ffffffffffffffff\r\nx"), ElementsAre("data \"x\"", "incomplete \"\""));
}

TEST(http1, limits_a_chunks_first_line_and_trailers) {
  const framing_limits limits{.head_bytes_max = 60};
  const std::string extension(59, ';');
  EXPECT_THAT(chunked_answer("0" + extension + "\r\n\r\n", limits), ElementsAre("end \"\""));
  EXPECT_THAT(chunked_answer("00" + extension + "\r\n\r\n", limits), ElementsAre("error \"too-long\""));
  const std::string value(26, 'v');
  EXPECT_THAT(chunked_answer("0\r\na:" + value + "\r\nb:" + value + "\r\n\r\n", limits),
              ElementsAre("trailers \"a:" + value + "\\r\\nb:" + value + "\\r\\n\"", "end \"\""));
  EXPECT_THAT(chunked_answer("0\r\na:" + value + "\r\nb:v" + value + "\r\n\r\n", limits),
              ElementsAre("error \"too-long\""));
}

TEST(http1, gives_no_body_to_the_answer_to_a_head_request) {
  const std::vector<heard_frame> heard{{0, "HEAD / HTTP/1.1\r\n"}, {0, "GET / HTTP/1.1\r\n"}};
  const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n";
  EXPECT_THAT(answers(head + "\r\n" + head + "\r\nok", heard),
              ElementsAre("head \"HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\"", "end \"\"",
                          "head \"HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\"", "data \"ok\"", "end \"\""));
}

TEST(http1, does_not_count_an_interim_answer_as_the_answer) {
  const std::vector<heard_frame> heard{{0, "HEAD / HTTP/1.1\r\n"}};
  EXPECT_THAT(
      answers("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nHTTP/1.1 204\r\n\r\n", heard),
      ElementsAre("head \"HTTP/1.1 100 Continue\\r\\n\"", "end \"\"",
                  "head \"HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\"", "end \"\"", "head \"HTTP/1.1 204\\r\\n\"",
                  "end \"\""));
}

TEST(http1, gives_no_body_to_204_and_304) {
  EXPECT_THAT(answers("HTTP/1.1 304 No\r\nContent-Length: 9\r\n\r\nHTTP/1.1 204 No\r\n\r\n"),
              ElementsAre("head \"HTTP/1.1 304 No\\r\\nContent-Length: 9\\r\\n\"", "end \"\"",
                          "head \"HTTP/1.1 204 No\\r\\n\"", "end \"\""));
}

TEST(http1, reads_an_answer_without_a_length_to_the_end_of_the_stream) {
  EXPECT_THAT(answers("HTTP/1.0 200 OK\r\n\r\nHTTP/1.0 200 OK\r\n\r\n"),
              ElementsAre("head \"HTTP/1.0 200 OK\\r\\n\"", "data \"HTTP/1.0 200 OK\\r\\n\\r\\n\"", "end \"\""));
  EXPECT_THAT(answers("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nx"), Contains("end \"\""));
  EXPECT_THAT(answers("HTTP/1.1 200 OK\r\n\r\n"), ElementsAre("head \"HTTP/1.1 200 OK\\r\\n\"", "end \"\""));
}

TEST(http1, leaves_the_rest_as_data_after_101) {
  const std::string request = "GET / HTTP/1.1\r\nUpgrade: x\r\n";
  const std::string answer = "HTTP/1.1 101 Switching Protocols\r\n";
  EXPECT_THAT(answers(answer + "\r\n\x81\x02hi", {{0, request}}),
              ElementsAre("head \"HTTP/1.1 101 Switching Protocols\\r\\n\"", "end \"\"", "data \"\\x81\\x02hi\""));
  EXPECT_THAT(requests(request + "\r\n\x81\n\n", {{request.size() + 2, answer}}),
              ElementsAre("head \"GET / HTTP/1.1\\r\\nUpgrade: x\\r\\n\"", "end \"\"", "data \"\\x81\\n\\n\""));
}

TEST(http1, leaves_the_rest_as_data_after_a_connect_that_succeeds) {
  const std::string request = "CONNECT a:1 HTTP/1.1\r\n";
  const std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n";
  EXPECT_THAT(answers(answer + "\r\nraw", {{0, request}}), Contains("data \"raw\""));
  EXPECT_THAT(requests(request + "\r\n\nraw", {{request.size() + 2, answer}}), Contains("data \"\\nraw\""));
}

TEST(http1, goes_on_after_a_connect_that_fails) {
  const std::string request = "CONNECT a:1 HTTP/1.1\r\n";
  const std::string answer = "HTTP/1.1 407 No\r\nContent-Length: 1\r\n";
  EXPECT_THAT(answers(answer + "\r\nx" + answer + "\r\ny", {{0, request}}), Contains("data \"y\""));
  EXPECT_THAT(requests(request + "\r\n" + request + "\r\n", {{request.size() + 2, answer}}), Not(Contains("data")));
}

TEST(http1, switches_only_after_the_body_of_the_request_that_asked) {
  const std::string head = "POST / HTTP/1.1\r\nContent-Length: 2\r\n";
  EXPECT_THAT(
      requests(head + "\r\nab\n", {{head.size() + 3, "HTTP/1.1 101 X\r\n"}}),
      ElementsAre("head \"POST / HTTP/1.1\\r\\nContent-Length: 2\\r\\n\"", "data \"ab\"", "end \"\"", "data \"\\n\""));
}

TEST(http1, does_not_take_an_earlier_requests_answer_for_the_latest_ones) {
  const std::string pipelined = "GET / HTTP/1.1\r\n\r\nCONNECT a:1 HTTP/1.1\r\n\r\n";
  const heard_frame first{pipelined.size(), "HTTP/1.1 200 OK\r\n"};
  EXPECT_THAT(requests(pipelined + "\n", {first}), Contains("error \"bare-lf\""));
  EXPECT_THAT(requests(pipelined + "\n", {first, first}), Contains("data \"\\n\""));
}

TEST(http1, does_not_switch_once_the_next_request_has_begun) {
  const std::string request = "GET / HTTP/1.1\r\n\r\n";
  EXPECT_THAT(requests(request + request, {{request.size() + 1, "HTTP/1.1 101 X\r\n"}}),
              ElementsAre("head \"GET / HTTP/1.1\\r\\n\"", "end \"\"", "head \"GET / HTTP/1.1\\r\\n\"", "end \"\""));
}

TEST(http1, counts_held_bytes_to_the_next_request) {
  const std::string request = "GET / HTTP/1.1\r\n\r\n";
  EXPECT_THAT(requests(request + "\r\n\r\n", {{request.size() + 1, "HTTP/1.1 101 X\r\n"}}),
              Contains("error \"start-line\""));
}

TEST(http1, reports_what_came_of_an_unfinished_head) {
  EXPECT_THAT(requests("GET / HTTP/1.1\r\nA: b\r\n\r"),
              ElementsAre("incomplete \"GET / HTTP/1.1\\r\\nA: b\\r\\n\\r\""));
}

TEST(http1, reports_an_unfinished_body_without_bytes) {
  EXPECT_THAT(answers("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab"), Contains("incomplete \"\""));
  EXPECT_THAT(chunked_answer(""), ElementsAre("incomplete \"\""));
  EXPECT_THAT(chunked_answer("5;e\r"), ElementsAre("incomplete \"\""));
  EXPECT_THAT(chunked_answer("1\r\nx\r"), ElementsAre("data \"x\"", "incomplete \"\""));
}

TEST(http1, reports_what_came_of_unfinished_trailers) {
  EXPECT_THAT(chunked_answer("0\r\nA: b\r\nC\r"), ElementsAre("incomplete \"A: b\\r\\nC\\r\""));
}

TEST(http1, refuses_heads_that_are_not_written_to_the_letter) {
  EXPECT_THAT(requests("GET / HTTP/1.1\n\n"), ElementsAre("error \"bare-lf\""));
  EXPECT_THAT(requests("\r\nGET / HTTP/1.1\r\n\r\n"), ElementsAre("error \"start-line\""));
  EXPECT_THAT(requests("\r\n\r\n"), ElementsAre("error \"start-line\""));
  EXPECT_THAT(requests("GET  / HTTP/1.1\r\n\r\n"), ElementsAre("error \"start-line\""));
  EXPECT_THAT(requests("GET / HTTP/2.0\r\n\r\n"), ElementsAre("error \"start-line\""));
  EXPECT_THAT(requests("GET / HTTP/1.1\r\r\n\r\n"), ElementsAre("error \"start-line\""));
  EXPECT_THAT(answers("HTTP/1.1 20 OK\r\n\r\n"), ElementsAre("error \"start-line\""));
  EXPECT_THAT(answers("HTTP/1.1 099 OK\r\n\r\n"), ElementsAre("error \"start-line\""));
  EXPECT_THAT(request_with("A: b\r\n c\r\n"), ElementsAre("error \"obs-fold\""));
  EXPECT_THAT(request_with("A : b\r\n"), ElementsAre("error \"header-line\""));
  EXPECT_THAT(request_with("A: b\rc\r\n"), ElementsAre("error \"header-line\""));
  EXPECT_THAT(request_with("A\r\n"), ElementsAre("error \"header-line\""));
}

TEST(http1, refuses_a_length_that_can_be_read_in_two_ways) {
  EXPECT_THAT(request_with("Content-Length: 1\r\nContent-Length: 1\r\n"), ElementsAre("error \"content-length\""));
  EXPECT_THAT(request_with("Content-Length: 1\r\nContent-Length: 2\r\n"), ElementsAre("error \"content-length\""));
  EXPECT_THAT(request_with("Content-Length: 1, 1\r\n"), ElementsAre("error \"content-length\""));
  EXPECT_THAT(request_with("Content-Length: +1\r\n"), ElementsAre("error \"content-length\""));
  EXPECT_THAT(request_with("Content-Length: \r\n"), ElementsAre("error \"content-length\""));
  EXPECT_THAT(request_with("Content-Length: 18446744073709551616\r\n"), ElementsAre("error \"content-length\""));
  EXPECT_THAT(request_with("Content-Length: 018446744073709551615\r\n", "x"), Contains("data \"x\""));
  EXPECT_THAT(request_with("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n"),
              ElementsAre("error \"length-conflict\""));
  EXPECT_THAT(request_with("Transfer-Encoding: chunked, gzip\r\n"), ElementsAre("error \"transfer-encoding\""));
  EXPECT_THAT(request_with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"),
              ElementsAre("error \"transfer-encoding\""));
  EXPECT_THAT(request_with("Transfer-Encoding: gzip\r\n"), ElementsAre("error \"transfer-encoding\""));
  EXPECT_THAT(request_with("Transfer-Encoding:\r\n"), ElementsAre("error \"transfer-encoding\""));
  EXPECT_THAT(requests("GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"),
              ElementsAre("error \"transfer-encoding\""));
}

TEST(http1, limits_a_head) {
  EXPECT_THAT(requests("GET / HTTP/1.1\r\n\r\n", {}, {.head_bytes_max = 14}), Contains("end \"\""));
  EXPECT_THAT(requests("GET /a HTTP/1.1\r\n\r\n", {}, {.head_bytes_max = 14}), ElementsAre("error \"too-long\""));
  EXPECT_THAT(requests("\n\n\n\n\n", {}, {.head_bytes_max = 0}), ElementsAre("error \"bare-lf\""));
}

}  // namespace
}  // namespace asynchat::protocols
