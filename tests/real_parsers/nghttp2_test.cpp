#include "parsers/nghttp2.h"

#include <gtest/gtest.h>

#include <array>

#include "documents.h"
#include "real_check.h"
#include "seeded_random.h"

namespace asynchat::real_parsers {
namespace {

using examples::nghttp2_server;
using support::seeded_random;

std::string frame(std::uint8_t type, int flags, std::uint32_t stream, std::string_view payload) {
  std::string head;
  for (const int shift : {16, 8, 0}) head += static_cast<char>(payload.size() >> shift);
  head += static_cast<char>(type);
  head += static_cast<char>(flags);
  for (const int shift : {24, 16, 8, 0}) head += static_cast<char>(stream >> shift);
  return head.append(payload);
}

/// A client's side of a connection: what it sends, and the table of its header compression.
class client {
 public:
  explicit client(seeded_random& random) : random_(random) {
    nghttp2_hd_deflater* deflater = nullptr;
    nghttp2_hd_deflate_new(&deflater, 4096);
    deflater_.reset(deflater);
    bytes_ = std::string(NGHTTP2_CLIENT_MAGIC, NGHTTP2_CLIENT_MAGIC_LEN);
    const std::string_view settings("\0\3\0\0\0\x64", 6);
    bytes_ += frame(NGHTTP2_SETTINGS, 0, 0, random_.one_in(2) ? "" : settings);
  }

  /// A request with a body or none, padded or in two frames, and what may stand between frames.
  void ask(bool in_two) {
    const bool has_body = random_.one_in(2);
    const std::string fields = deflated(has_body ? "POST" : "GET", random_.bytes_of("abcdefgh0123", 30));
    const int flags = has_body ? NGHTTP2_FLAG_NONE : NGHTTP2_FLAG_END_STREAM;
    if (in_two) {
      const std::size_t first = random_.below(fields.size());
      bytes_ += frame(NGHTTP2_HEADERS, flags, stream_, fields.substr(0, first));
      bytes_ += frame(NGHTTP2_CONTINUATION, NGHTTP2_FLAG_END_HEADERS, stream_, fields.substr(first));
    } else if (random_.one_in(3)) {
      bytes_ += frame(NGHTTP2_HEADERS, flags | NGHTTP2_FLAG_END_HEADERS | NGHTTP2_FLAG_PADDED, stream_, padded(fields));
    } else {
      bytes_ += frame(NGHTTP2_HEADERS, flags | NGHTTP2_FLAG_END_HEADERS, stream_, fields);
    }
    if (random_.one_in(3)) bytes_ += frame(NGHTTP2_PING, 0, 0, "12345678");
    if (has_body) send_body();
    if (random_.one_in(4)) bytes_ += frame(NGHTTP2_PRIORITY, 0, stream_, std::string_view("\0\0\0\0\x10", 5));
    if (random_.one_in(5)) bytes_ += frame(0x20, 0, 0, "of a kind that is not known");
    stream_ += 2;
  }

  std::string leave() {
    if (random_.one_in(4)) bytes_ += frame(NGHTTP2_GOAWAY, 0, 0, std::string(8, '\0') + "bye");
    return bytes_;
  }

 private:
  std::string padded(std::string_view content) {
    const std::size_t size = random_.below(6);
    return static_cast<char>(size) + std::string(content) + std::string(size, '\0');
  }

  std::string deflated(std::string method, std::string cookie) {
    std::array<std::array<std::string, 2>, 5> fields{
        {{":method", method}, {":path", "/x"}, {":scheme", "https"}, {":authority", "h"}, {"cookie", cookie}}};
    std::array<nghttp2_nv, 5> pairs{};
    for (std::size_t i = 0; i < fields.size(); ++i) {
      auto& [name, value] = fields[i];
      pairs[i] = {reinterpret_cast<std::uint8_t*>(name.data()), reinterpret_cast<std::uint8_t*>(value.data()),
                  name.size(), value.size(), NGHTTP2_NV_FLAG_NONE};
    }
    std::array<std::uint8_t, 500> block{};
    const auto size = nghttp2_hd_deflate_hd(deflater_.get(), block.data(), block.size(), pairs.data(), pairs.size());
    EXPECT_GT(size, 0);
    return {block.begin(), block.begin() + size};
  }

  void send_body() {
    bytes_ += frame(NGHTTP2_DATA, 0, stream_, random_.bytes_of("xyz", 40));
    if (random_.one_in(3)) bytes_ += frame(NGHTTP2_WINDOW_UPDATE, 0, stream_, std::string_view("\0\0\1\0", 4));
    if (random_.one_in(4)) {
      bytes_ += frame(NGHTTP2_RST_STREAM, 0, stream_, std::string_view("\0\0\0\x8", 4));
    } else {
      bytes_ += frame(NGHTTP2_DATA, NGHTTP2_FLAG_END_STREAM | NGHTTP2_FLAG_PADDED, stream_,
                      padded(random_.bytes_of("xyz", 9)));
    }
  }

  seeded_random& random_;
  std::unique_ptr<nghttp2_hd_deflater, decltype(&nghttp2_hd_deflate_del)> deflater_{nullptr, nghttp2_hd_deflate_del};
  std::string bytes_;
  std::uint32_t stream_ = 1;
};

std::string requests(std::uint64_t seed) {
  seeded_random random(seed);
  client peer(random);
  for (std::size_t left = random.between(1, 3); left > 0; --left) peer.ask(false);
  return peer.leave();
}

TEST(nghttp2, is_never_accused_of_frames_without_continuation) { expect_never_accused<nghttp2_server>(requests); }

TEST(nghttp2, tells_requests_alike_however_they_are_cut) {
  EXPECT_EQ(accusation_of<nghttp2_server>(requests(1)), "");
  EXPECT_EQ(accusation_of<nghttp2_server>(requests(2)), "");
}

TEST(nghttp2, refuses_alike_what_is_wrong) {
  const std::string begun = requests(0).substr(0, NGHTTP2_CLIENT_MAGIC_LEN) + frame(NGHTTP2_SETTINGS, 0, 0, "");
  for (const std::string& wrong :
       {std::string("PRI * HTTP/1.1\r\n\r\n"), begun + frame(NGHTTP2_PING, 0, 0, "short"),
        begun + frame(NGHTTP2_HEADERS, NGHTTP2_FLAG_END_HEADERS, 1, "\xff\xff\xff\xff\xff\xff"),
        begun + frame(NGHTTP2_DATA, 0, 1, "of no stream"), begun + frame(NGHTTP2_SETTINGS, 0, 1, ""),
        begun + frame(NGHTTP2_WINDOW_UPDATE, 0, 0, std::string(4, '\0')), begun + std::string(9, '\xff')}) {
    EXPECT_EQ(accusation_of<nghttp2_server>(wrong), "") << testing::PrintToString(wrong);
  }
}

TEST(nghttp2, counts_reads_where_it_means_to_count_continuations) {
  expect_differs_still<nghttp2_server>("nghttp2-continuation");
}

TEST(nghttp2, says_nothing_of_a_stream_once_its_reset_went_out_between_two_reads) {
  expect_differs_still<nghttp2_server>("nghttp2-reset-sent");
}

TEST(nghttp2, is_accused_of_requests_in_two_frames) {
  seeded_random random(1);
  client peer(random);
  peer.ask(true);
  EXPECT_NE(accusation_of<nghttp2_server>(peer.leave()), "");
}

}  // namespace
}  // namespace asynchat::real_parsers
