#include <asynchat/traces/capture_reader.h>
#include <gmock/gmock.h>
#include <pcap/pcap.h>

#include "capture_builder.h"
#include "trace_vocabulary.h"

namespace asynchat::traces {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

// The numbers that files use where they differ from libpcap's DLT_ ones.
constexpr std::uint32_t linktype_raw = 101;

std::string read(const capture_builder& capture, const capture_options& options = {}) {
  const scratch_folder folder;
  capture_reader reader(folder.write("c.pcap", capture.bytes()), options);
  return story(all_events(reader));
}

/// The error for a file of these bytes, without the file's name.
std::string error_of(std::string_view bytes, const capture_options& options = {}) {
  const scratch_folder folder;
  const std::string path = folder.write("c.pcap", bytes);
  const std::string message = message_of<input_error>([&] {
    capture_reader reader(path, options);
    all_events(reader);
  });
  EXPECT_THAT(message, StartsWith(path + ": "));
  return message.substr(std::min(message.size(), path.size() + 2));
}

tcp_packet request() { return {.seq = 100, .ack = 500, .payload = "GET"}; }
tcp_packet response() { return {.from_client = false, .seq = 500, .ack = 103, .payload = "OK"}; }
const std::string exchange = "1 open; 1 client \"GET\"; 1 server \"OK\"";

std::string with_link(std::uint32_t link_type, const std::string& header, bool v6 = false) {
  capture_builder capture(link_type);
  for (const tcp_packet& packet : {request(), response()}) {
    capture.add(header + (v6 ? ipv6_packet(packet) : ipv4_packet(packet)));
  }
  return read(capture);
}

TEST(capture_reader, reads_ipv4_in_ethernet) {
  EXPECT_EQ(read(capture_builder().add(request()).add(response())), exchange);
}

TEST(capture_reader, reads_ipv6_in_ethernet) {
  const scratch_folder folder;
  const auto capture = capture_builder().add(ethernet(ipv6_packet(request()))).add(ethernet(ipv6_packet(response())));
  capture_reader reader(folder.write("c", capture.bytes()));
  const auto events = all_events(reader);
  EXPECT_EQ(story(events), exchange);
  EXPECT_EQ(events.at(0).client, "[fd00::1]:40000");
}

TEST(capture_reader, reads_behind_vlan_tags) {
  for (const std::string& tags : {be16(0x8100) + be16(5), be16(0x88a8) + be16(5) + be16(0x8100) + be16(6),
                                  be16(0x9100) + be16(5) + be16(0x8100) + be16(6)}) {
    EXPECT_EQ(
        read(capture_builder().add(ethernet(ipv4_packet(request()), tags)).add(ethernet(ipv6_packet(request()), tags))),
        "1 open; 1 client \"GET\"; 2 open; 2 client \"GET\"");
  }
}

TEST(capture_reader, reads_linux_cooked_captures) {
  const std::string sll = be16(0) + be16(1) + be16(6) + std::string(8, '\1');
  EXPECT_EQ(with_link(DLT_LINUX_SLL, sll + be16(0x0800)), exchange);
  EXPECT_EQ(with_link(DLT_LINUX_SLL, sll + be16(0x86dd), true), exchange);
  EXPECT_EQ(with_link(DLT_LINUX_SLL, sll + be16(0x8100) + be16(5) + be16(0x0800)), exchange);
  const std::string sll2 = be16(0) + be32(1) + be16(1) + be16(6) + std::string(8, '\1');
  EXPECT_EQ(with_link(DLT_LINUX_SLL2, be16(0x0800) + sll2), exchange);
  EXPECT_EQ(with_link(DLT_LINUX_SLL2, be16(0x86dd) + sll2, true), exchange);
}

TEST(capture_reader, reads_loopback_and_raw_ip) {
  EXPECT_EQ(with_link(DLT_NULL, be32(0x02000000)), exchange);
  EXPECT_EQ(with_link(DLT_NULL, be32(30), true), exchange);
  EXPECT_EQ(with_link(DLT_LOOP, be32(2)), exchange);
  EXPECT_EQ(with_link(linktype_raw, ""), exchange);
  EXPECT_EQ(with_link(DLT_IPV4, ""), exchange);
  EXPECT_EQ(with_link(DLT_IPV6, "", true), exchange);
}

TEST(capture_reader, refuses_a_link_that_it_does_not_know_by_name) {
  EXPECT_EQ(error_of(capture_builder(DLT_IEEE802_11).add("x").bytes()),
            "expected packets of Ethernet, Linux cooked, loopback or raw IP, found IEEE802_11");
  EXPECT_THAT(error_of(capture_builder(9999).add("x").bytes()), EndsWith("found link type 9999"));
}

TEST(capture_reader, ignores_the_padding_of_a_short_frame) {
  EXPECT_EQ(read(capture_builder().add(ethernet(ipv4_packet(request())) + "padding")), "1 open; 1 client \"GET\"");
}

TEST(capture_reader, takes_the_length_of_the_frame_where_the_header_has_none) {
  std::string packet = ipv4_packet(request());
  packet.replace(2, 2, be16(0));
  EXPECT_EQ(read(capture_builder().add(ethernet(packet))), "1 open; 1 client \"GET\"");
}

TEST(capture_reader, skips_tcp_options) {
  tcp_packet packet = request();
  packet.options = std::string("\x01\x01\x08\x0a", 4) + be32(1) + be32(2);
  EXPECT_EQ(read(capture_builder().add(packet)), "1 open; 1 client \"GET\"");
}

TEST(capture_reader, skips_ipv6_extension_headers) {
  const std::string hop_by_hop = be16(60 << 8) + be16(0x0104) + be32(0);
  const std::string options = be16(44 << 8) + be16(0x0104) + be32(0);
  const std::string whole_in_one_fragment = be16(6 << 8) + be16(0) + be32(77);
  EXPECT_EQ(read(capture_builder().add(
                ethernet(ipv6_packet(hop_by_hop + options + whole_in_one_fragment + tcp_bytes(request()), 0, true)))),
            "1 open; 1 client \"GET\"");
}

TEST(capture_reader, joins_ipv4_fragments) {
  tcp_packet long_one = request();
  long_one.payload = std::string(100, 'x');
  const std::string tcp = tcp_bytes(long_one);
  const std::string first = ipv4_packet(tcp.substr(0, 48), 6, true, 0x2000),
                    second = ipv4_packet(tcp.substr(48), 6, true, 6);
  const std::string whole = "1 open; 1 client \"" + long_one.payload + "\"";
  EXPECT_EQ(read(capture_builder().add(ethernet(first)).add(ethernet(second))), whole);
  EXPECT_EQ(read(capture_builder().add(ethernet(second)).add(ethernet(first))), whole);
}

TEST(capture_reader, warns_of_what_it_could_not_decode) {
  const scratch_folder folder;
  const std::string fragment = be16(6 << 8) + be16(8) + be32(77);
  std::string bad = ipv4_packet(request());
  bad.replace(32, 1, "\x10");  // a TCP header of four bytes
  const auto capture = capture_builder()
                           .add(request())
                           .add(ethernet(bad))
                           .add(ethernet(ipv4_packet("12345678", 6, true, 0x2000)))
                           .add(ethernet(ipv6_packet(fragment + "123", 44, true)));
  capture_reader reader(folder.write("c", capture.bytes()));
  all_events(reader);
  EXPECT_THAT(reader.warnings(),
              ElementsAre(HasSubstr("c: 1 packets cannot be decoded"), HasSubstr("1 IPv6 fragments are left away"),
                          HasSubstr("1 IPv4 fragments are left away")));
}

TEST(capture_reader, reports_what_a_short_snapshot_cut_away) {
  tcp_packet long_one = request();
  long_one.payload = "0123456789";
  tcp_packet after = request();
  after.seq = 110;
  tcp_packet answer = response();
  answer.ack = 113;
  for (const bool v6 : {false, true}) {
    const auto packet = [v6](const tcp_packet& one) { return ethernet(v6 ? ipv6_packet(one) : ipv4_packet(one)); };
    capture_builder capture;
    capture.add_cut(packet(long_one), packet(long_one).size() - 6).add(packet(after)).add(packet(answer));
    EXPECT_EQ(read(capture), "1 open; 1 client \"0123\"; 1 client gap 6; 1 client \"GET\"; 1 server \"OK\"");
  }
}

TEST(capture_reader, puts_a_connection_together_from_disorder) {
  const tcp_packet syn{.seq = 99, .flags = {.syn = true, .ack = false}};
  const tcp_packet syn_ack{.from_client = false, .seq = 499, .ack = 100, .flags = {.syn = true}};
  const tcp_packet late{.seq = 103, .ack = 500, .payload = "more"};
  const tcp_packet repeated{.seq = 100, .ack = 500, .payload = "XXXXXXX!"};
  const tcp_packet fin{.seq = 108, .ack = 502, .flags = {.fin = true}};
  EXPECT_EQ(
      read(capture_builder().add(syn).add(syn_ack).add(late).add(request()).add(repeated).add(response()).add(fin)),
      "1 open; 1 client \"GET\"; 1 client \"more\"; 1 client \"!\"; 1 server \"OK\"; 1 client eof");
}

TEST(capture_reader, counts_time_from_the_first_packet) {
  const scratch_folder folder;
  const auto capture = capture_builder()
                           .add_at(10, 999'999, "not a frame")
                           .add_at(11, 1, ethernet(ipv4_packet(request())))
                           .add_at(5, 0, ethernet(ipv4_packet(response())));
  capture_reader reader(folder.write("c", capture.bytes()));
  EXPECT_EQ(reader.header().started, "1970-01-01T00:00:10.999999000Z");
  const auto events = all_events(reader);
  EXPECT_EQ(events.at(1).time_ns, 2'000u);
  EXPECT_EQ(events.at(2).time_ns, 2'000u) << "a clock that was set back";
}

TEST(capture_reader, names_the_capture_in_its_header) {
  const scratch_folder folder;
  capture_reader reader(folder.write("some.pcap", capture_builder().add(request()).bytes()));
  EXPECT_EQ(reader.header().kind, source_kind::capture);
  EXPECT_EQ(reader.header().name, "some.pcap");
  EXPECT_THAT(reader.warnings(), IsEmpty());
}

TEST(capture_reader, says_what_is_wrong_with_a_file) {
  const std::string expected = "expected a capture, pcap or pcapng: ";
  EXPECT_EQ(error_of(""), expected + "the file is empty");
  EXPECT_EQ(error_of("hello, world, I am not a capture"), "at byte 0: " + expected + "unknown file format");
  EXPECT_THAT(error_of("\xa1\xb2"), StartsWith("at byte 0: " + expected + "truncated"));
  const scratch_folder folder;
  EXPECT_EQ(message_of<input_error>([&] { capture_reader(folder.path("none")); }),
            folder.path("none") + ": expected a file that can be opened: No such file or directory");
  EXPECT_EQ(message_of<input_error>([&] { capture_reader(folder.path("")); }),
            folder.path("") + ": expected a file that can be opened: Is a directory");
}

TEST(capture_reader, keeps_what_is_whole_of_a_capture_that_was_cut_off) {
  const scratch_folder folder;
  const std::string bytes = capture_builder().add(request()).add(response()).bytes();
  const std::size_t first = capture_builder().add(request()).bytes().size();
  for (std::size_t size = first; size <= bytes.size(); ++size) {
    capture_reader reader(folder.write("c", bytes.substr(0, size)));
    EXPECT_EQ(story(all_events(reader)), size == bytes.size() ? exchange : "1 open; 1 client \"GET\"") << size;
    const bool is_whole = size == first || size == bytes.size();
    EXPECT_EQ(reader.warnings().size(), is_whole ? 0u : 1u) << size;
    if (!is_whole) {
      EXPECT_THAT(reader.warnings()[0], HasSubstr("cut off in the middle of a packet, which was dropped: truncated"));
    }
  }
}

TEST(capture_reader, says_where_a_packet_is_wrong) {
  const std::string good = capture_builder().add(request()).bytes();
  EXPECT_THAT(error_of(good + std::string(64, '\xff')),
              StartsWith("at byte " + std::to_string(good.size()) + ": expected a whole packet: "));
}

TEST(capture_reader, leaves_away_what_the_filter_does_not_take) {
  const auto capture = capture_builder().add(request()).add(ethernet(ipv6_packet(request())));
  EXPECT_EQ(read(capture, {.filter = "ip6"}), "1 open; 1 client \"GET\"");
  EXPECT_EQ(read(capture, {.filter = "tcp port 80"}), "1 open; 1 client \"GET\"; 2 open; 2 client \"GET\"");
  EXPECT_EQ(
      error_of(capture.bytes(), {.filter = "tcp port 81"}),
      "expected a TCP connection, found none: 0 of 2 packets are TCP, 0 cannot be decoded, 2 are left away by the "
      "filter");
}

TEST(capture_reader, says_what_is_wrong_with_a_filter) {
  const std::string bytes = capture_builder().add(request()).bytes();
  EXPECT_EQ(
      error_of(bytes, {.filter = "tcp prt 80"}),
      "expected a capture filter, see pcap-filter(7): can't parse filter expression: syntax error, in 'tcp prt 80'");
  EXPECT_THAT(error_of(bytes, {.filter = "port 99999"}), HasSubstr("illegal port number 99999 > 65535"));
}

TEST(capture_reader, forgets_connections_that_are_closed) {
  capture_builder capture;
  for (std::uint32_t i = 0; i < 100; ++i) {
    const std::uint32_t isn = i << 20;
    capture.add({.seq = isn, .flags = {.syn = true, .ack = false}})
        .add({.from_client = false, .seq = isn, .ack = isn + 1, .flags = {.syn = true}})
        .add({.seq = isn + 1, .ack = isn + 1, .flags = {.rst = true}});
  }
  const std::string told = read(capture, {.connections_max = 1});
  EXPECT_THAT(told, EndsWith("100 open; 100 client reset; 100 close"));
}

TEST(capture_reader, says_that_there_is_no_tcp) {
  const std::string udp = be16(1000) + be16(53) + be16(8) + be16(0);
  EXPECT_EQ(error_of(capture_builder()
                         .add(ethernet(ipv4_packet(udp, 17, true)))
                         .add(ethernet(ipv6_packet(udp, 17, true)))
                         .bytes()),
            "expected a TCP connection, found none: 0 of 2 packets are TCP, 0 cannot be decoded");
  EXPECT_EQ(error_of(capture_builder().bytes()),
            "expected a TCP connection, found none: 0 of 0 packets are TCP, 0 cannot be decoded");
}

TEST(capture_reader, refuses_times_that_a_trace_cannot_hold) {
  const auto capture = capture_builder().add_at(0, 0, "x").add_at(9'007'200, 0, "x");
  EXPECT_THAT(error_of(capture.bytes()), HasSubstr("expected a packet within 104 days of the first one"));
}

TEST(capture_reader, refuses_to_grow_beyond_its_limits) {
  const auto capture = capture_builder().add(request()).add(ethernet(ipv6_packet(request())));
  EXPECT_THAT(error_of(capture.bytes(), {.connections_max = 1}),
              HasSubstr("expected at most 1 connections that are open at a time, found more"));
  tcp_packet far = request();
  far.seq += 1'000;
  const auto hole = capture_builder().add(request()).add(far);
  EXPECT_THAT(error_of(hole.bytes(), {.out_of_order_total_bytes_max = 100}),
              HasSubstr("expected at most 100 bytes that wait for earlier ones"));
}

TEST(capture_reader, gives_up_fragments_above_their_limit) {
  const scratch_folder folder;
  capture_builder capture;
  capture.add(request());
  for (std::uint16_t i = 0; i < 10; ++i)
    capture.add(ethernet(ipv4_packet(std::string(800, 'x'), 6, true, static_cast<std::uint16_t>(0x2000 + 200 * i))));
  capture_reader reader(folder.write("c", capture.bytes()), {.fragment_bytes_max = 2'000});
  all_events(reader);
  EXPECT_THAT(reader.warnings(), ElementsAre(HasSubstr("10 IPv4 fragments are left away")));
}

TEST(capture_reader, passes_a_few_warnings_on_and_counts_the_rest) {
  const scratch_folder folder;
  capture_builder capture;
  for (std::uint32_t i = 0; i < 5; ++i) {
    tcp_packet far = request();
    far.seq += 10 * (i + 1);
    capture.add(i == 0 ? request() : far);
  }
  capture_reader reader(folder.write("c", capture.bytes()), {.out_of_order_bytes_max = 0, .warnings_max = 1});
  all_events(reader);
  EXPECT_THAT(reader.warnings(), ElementsAre(HasSubstr("the hole is a gap"), EndsWith("3 more warnings")));
}

}  // namespace
}  // namespace asynchat::traces
