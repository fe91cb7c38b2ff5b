#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "process.h"
#include "raw_client.h"

namespace asynchat::examples {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

const std::string page =
    "Hello from asynchat. This page is one hundred bytes long, of which the last one ends its only line.\n";
const std::string get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
const std::string page_reply = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + page;

class http_server : public testing::Test {
 protected:
  finished_run curl(std::vector<std::string> words, const std::string& input = {}) {
    words.insert(words.begin(), {"curl", "--noproxy", "*", "-sS", "-i"});
    words.push_back(server.url());
    return run_client(words, input);
  }

  /// What comes back for these bytes, to the end of the stream; the client says that they are all.
  std::string answer_to(const std::string& bytes) {
    raw_client client(server.port());
    client.send(bytes);
    client.end_output();
    return client.receive_all();
  }

  running_server server{"http_server"};
};

TEST_F(http_server, gives_curl_the_page) { EXPECT_EQ(curl({}).out, page_reply); }

TEST_F(http_server, gives_curl_the_head_alone) {
  EXPECT_EQ(curl({"-I"}).out, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
}

TEST_F(http_server, echoes_what_curl_posts) {
  EXPECT_THAT(curl({"-d", "name=value"}).out, EndsWith("\r\n\r\nname=value"));
}

TEST_F(http_server, echoes_an_empty_body) {
  EXPECT_EQ(curl({"-d", ""}).out, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
}

TEST_F(http_server, echoes_what_curl_sends_in_chunks) {
  const std::string body(300'000, 'x');
  const auto run =
      curl({"-H", "Transfer-Encoding: chunked", "-H", "Expect: 100-continue", "--data-binary", "@-"}, body);
  EXPECT_THAT(run.out, StartsWith("HTTP/1.1 100 Continue\r\n"));
  EXPECT_THAT(run.out, EndsWith("\r\n\r\n" + body));
}

TEST_F(http_server, echoes_a_megabyte_and_refuses_a_byte_more) {
  const std::string body(std::size_t{1024} * 1024, 'x');
  EXPECT_THAT(curl({"--data-binary", "@-"}, body).out, EndsWith("\r\n\r\n" + body));
  EXPECT_THAT(curl({"--data-binary", "@-"}, body + "x").out, HasSubstr("HTTP/1.1 413 "));
  EXPECT_THAT(curl({"-H", "Transfer-Encoding: chunked", "--data-binary", "@-"}, body + "x").out,
              HasSubstr("HTTP/1.1 413 "));
}

TEST_F(http_server, keeps_the_connection_of_curl) {
  const auto run = run_client({"curl", "--noproxy", "*", "-sS", "-o", "/dev/null", "-o", "/dev/null", "-w",
                               "%{num_connects} ", server.url(), server.url()});
  EXPECT_EQ(run.out, "1 0 ");
}

TEST_F(http_server, refuses_what_it_cannot_do) {
  EXPECT_THAT(curl({"-X", "DELETE"}).out, HasSubstr("HTTP/1.1 405 Method Not Allowed\r\nAllow: GET, HEAD, POST\r\n"));
  EXPECT_THAT(curl({"-X", "BREW"}).out, StartsWith("HTTP/1.1 501 "));
  EXPECT_THAT(answer_to("GET / HTTP/2.0\r\nHost: a\r\n\r\n"), StartsWith("HTTP/1.1 505 "));
  EXPECT_THAT(answer_to("GET /else HTTP/1.1\r\nHost: a\r\n\r\n"), StartsWith("HTTP/1.1 404 "));
}

TEST_F(http_server, takes_a_target_that_names_the_host) {
  const auto answer = [&](const std::string& target) {
    return answer_to("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
  };
  EXPECT_EQ(answer("http://a/"), page_reply);
  EXPECT_EQ(answer("HTTP://a:80"), page_reply);
  EXPECT_THAT(answer("http://a/else"), StartsWith("HTTP/1.1 404 "));
  EXPECT_THAT(answer("http:///"), StartsWith("HTTP/1.1 400 "));
  EXPECT_EQ(run_client({"curl", "--noproxy", "", "-x", server.url(), "-sS", "-i", "http://a.example/"}).out,
            page_reply);
}

TEST_F(http_server, answers_pipelined_requests_in_order) {
  const std::string post = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi";
  EXPECT_EQ(answer_to(get + post + get), page_reply + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi" + page_reply);
}

TEST_F(http_server, closes_when_asked_to) {
  const std::string closing = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\n" + page;
  EXPECT_EQ(answer_to("GET / HTTP/1.1\r\nHost: a\r\nConnection: x, Close\r\n\r\n" + get), closing);
  EXPECT_EQ(answer_to("GET / HTTP/1.0\r\n\r\n" + get), closing);
  EXPECT_EQ(answer_to("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET / HTTP/1.0\r\n\r\n"),
            "HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: keep-alive\r\n\r\n" + page + closing);
}

TEST_F(http_server, reads_chunk_extensions_and_trailers) {
  EXPECT_THAT(answer_to("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"
                        "3;a=b\r\nabc\r\nA\r\n0123456789\r\n0\r\nX: y\r\n\r\n" +
                        get),
              EndsWith("\r\n\r\nabc0123456789" + page_reply));
}

TEST_F(http_server, refuses_a_request_line_with_a_line_end_of_another_kind) {
  EXPECT_THAT(answer_to("GET /\nfoo HTTP/1.1\r\nHost: a\r\n\r\n"), StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(answer_to("GET /\rfoo HTTP/1.1\r\nHost: a\r\n\r\n"), StartsWith("HTTP/1.1 400 "));
}

TEST_F(http_server, refuses_requests_that_another_may_read_otherwise) {
  const std::string head = "POST / HTTP/1.1\r\nHost: a\r\n";
  for (const std::string bad : {
           "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc",
           "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
           "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
           "Content-Length: 3, 3\r\n\r\nabc",
           "Content-Length: +3\r\n\r\nabc",
           "Content-Length: -1\r\n\r\n",
           "Content-Length: 0x3\r\n\r\nabc",
           "Content-Length: 99999999999999999999\r\n\r\n",
           "Content-Length:\r\n\r\n",
           "Content-Length : 3\r\n\r\nabc",
           "X: y\r\n Content-Length: 3\r\n\r\nabc",
           "X: y\nContent-Length: 3\r\n\r\nabc",
           "X: a\rb\r\n\r\n",
           "No colon\r\n\r\n",
           ": no name\r\n\r\n",
           "Host: b\r\n\r\n",
           "Transfer-Encoding: chunked\r\n\r\nxyz\r\n",
           "Transfer-Encoding: chunked\r\n\r\n-1\r\n",
           "Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n",
           "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n",
       }) {
    const std::string answer = answer_to(head + bad + get);
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 400 ")) << bad;
    EXPECT_THAT(answer, Not(HasSubstr("200 OK"))) << bad;
  }
  EXPECT_THAT(answer_to("GET / HTTP/1.1\r\n\r\n"), StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(answer_to("GET /\r\n\r\n"), StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(answer_to(std::string("GET / HTTP/1.1\r\nHost: a\0b\r\n\r\n", 29)), StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(answer_to(head + "Transfer-Encoding: gzip\r\n\r\n"), StartsWith("HTTP/1.1 501 "));
}

TEST_F(http_server, lets_a_refusal_reach_a_client_that_goes_on_sending) {
  raw_client client(server.port());
  EXPECT_TRUE(
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9000000\r\n\r\n" + std::string(9'000'000, 'x')));
  client.end_output();
  EXPECT_THAT(client.receive_all(), StartsWith("HTTP/1.1 413 "));
}

TEST_F(http_server, bounds_heads_and_trailers) {
  EXPECT_THAT(answer_to("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(8200, 'y')), StartsWith("HTTP/1.1 431 "));
  std::string chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n";
  for (int i = 0; i < 101; ++i) chunked += "X: y\r\n";
  EXPECT_THAT(answer_to(chunked), StartsWith("HTTP/1.1 400 "));
}

TEST_F(http_server, reads_no_more_from_a_client_that_reads_nothing) {
  std::string requests;
  for (int i = 0; i < 1000; ++i) requests += get;
  raw_client flood(server.port());
  const std::size_t before = server.resident_bytes();
  const std::size_t bytes_max = std::size_t{256} * 1024 * 1024;
  EXPECT_LT(flood.send_until_stuck(requests, bytes_max, [&] { EXPECT_EQ(answer_to(get), page_reply); }), bytes_max);
  if (memory_is_measured()) {
    EXPECT_LT(server.resident_bytes_peak(), before + std::size_t{2} * 1024 * 1024);
  }
}

TEST_F(http_server, answers_wrk_without_an_error) {
  const auto run = run_client({"wrk", "-t2", "-c100", "-d2s", server.url()});
  EXPECT_EQ(run.status, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr(" requests in "));
  EXPECT_THAT(run.out, Not(HasSubstr(" 0 requests in ")));
  EXPECT_THAT(run.out, Not(HasSubstr("Socket errors")));
  EXPECT_THAT(run.out, Not(HasSubstr("Non-2xx")));
}

}  // namespace
}  // namespace asynchat::examples
