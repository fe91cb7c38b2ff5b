#include "tcp_reassembler.h"

#include <gmock/gmock.h>

#include "trace_vocabulary.h"

namespace asynchat::traces {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// Segments by hand. Sequence numbers are given as offsets from the first byte of each side's stream.
class wire {
 public:
  explicit wire(std::uint32_t client_isn = 999, std::uint32_t server_isn = 4'999,
                const reassembly_options& options = {{}, 1 << 20})
      : reassembler(options), client_isn_(client_isn), server_isn_(server_isn) {}

  /// A connection on whose streams nothing was sent yet.
  static wire established(std::uint32_t client_isn = 999, const reassembly_options& options = {{}, 1 << 20}) {
    wire made(client_isn, 4'999, options);
    made.syn().syn_ack();
    return made;
  }

  wire& syn() {
    tcp_segment segment = from_client(-1);
    segment.syn = true;
    segment.has_ack = false;
    return send(segment);
  }
  wire& syn_ack() {
    tcp_segment segment = from_server(-1);
    segment.syn = true;
    return send(segment);
  }
  wire& client(std::int64_t offset, std::string payload, std::int64_t ack = 0) {
    return send(with(from_client(offset, ack), std::move(payload)));
  }
  wire& server(std::int64_t offset, std::string payload, std::int64_t ack = 0) {
    return send(with(from_server(offset, ack), std::move(payload)));
  }
  wire& client_fin(std::int64_t offset, std::string payload = {}, std::int64_t ack = 0) {
    return send(fin(with(from_client(offset, ack), std::move(payload))));
  }
  wire& server_fin(std::int64_t offset, std::string payload = {}, std::int64_t ack = 0) {
    return send(fin(with(from_server(offset, ack), std::move(payload))));
  }
  wire& server_rst(std::int64_t offset) {
    tcp_segment segment = from_server(offset);
    segment.rst = true;
    return send(segment);
  }

  tcp_segment from_client(std::int64_t offset, std::int64_t ack = 0) const {
    return segment(client_end, server_end, client_isn_, offset, server_isn_, ack);
  }
  tcp_segment from_server(std::int64_t offset, std::int64_t ack = 0) const {
    return segment(server_end, client_end, server_isn_, offset, client_isn_, ack);
  }
  static tcp_segment with(tcp_segment segment, std::string payload) {
    segment.payload = std::move(payload);
    segment.wire_bytes = segment.payload.size();
    return segment;
  }
  static tcp_segment fin(tcp_segment segment) {
    segment.fin = true;
    return segment;
  }
  wire& send(tcp_segment segment) {
    segment.time_ns = ++now_ns_;
    reassembler.take(std::move(segment));
    return *this;
  }
  wire& capture_ends() {
    reassembler.finish();
    return *this;
  }

  /// What came out since this was last asked.
  std::vector<trace_event> events() {
    std::vector<trace_event> all;
    while (std::optional<trace_event> event = reassembler.next()) all.push_back(*std::move(event));
    return all;
  }
  std::string told() { return story(events()); }

  tcp_reassembler reassembler;
  endpoint client_end = endpoint::inet("10.0.0.1", 40'000);
  endpoint server_end = endpoint::inet("10.0.0.2", 80);

 private:
  static tcp_segment segment(const endpoint& from, const endpoint& to, std::uint32_t isn, std::int64_t offset,
                             std::uint32_t peer_isn, std::int64_t ack) {
    tcp_segment made;
    made.from = from;
    made.to = to;
    made.seq = static_cast<std::uint32_t>(isn + 1 + offset);
    made.ack = static_cast<std::uint32_t>(peer_isn + 1 + ack);
    made.has_ack = true;
    return made;
  }

  std::uint32_t client_isn_;
  std::uint32_t server_isn_;
  std::uint64_t now_ns_ = 0;
};

TEST(tcp_reassembler, opens_with_the_answer_to_the_syn) {
  wire line;
  EXPECT_EQ(line.syn().told(), "");
  const auto events = line.syn_ack().events();
  ASSERT_EQ(story(events), "1 open");
  EXPECT_EQ(events[0].client, "10.0.0.1:40000");
  EXPECT_EQ(events[0].server, "10.0.0.2:80");
}

TEST(tcp_reassembler, remembers_of_closed_connections_the_last_ones) {
  reassembly_options options{{}, 1 << 20};
  options.closed_max = 2;
  wire line(999, 4'999, options);
  for (std::uint16_t port = 1; port <= 4; ++port) {
    line.client_end.port = port;
    line.syn().syn_ack().client_fin(0).server_fin(0, "", 1);
    EXPECT_EQ(line.reassembler.connections(), 0u);
  }
  line.events();
  for (std::uint16_t port = 4; port >= 3; --port) {
    line.client_end.port = port;
    line.client(1, "", 1).client(0, "late");
    EXPECT_EQ(line.told(), "") << port;
  }
  line.client_end.port = 1;
  line.client(1, "", 1);
  EXPECT_EQ(line.told(), "5 open") << "nobody knows any more whose segment that is";
}

TEST(tcp_reassembler, forgets_the_oldest_of_too_many_that_nobody_answers) {
  reassembly_options options{{}, 1 << 20};
  options.unanswered_max = 3;
  wire line(999, 4'999, options);
  for (std::uint16_t port = 1; port <= 100; ++port) {
    line.client_end.port = port;
    line.syn();
    EXPECT_LE(line.reassembler.connections(), 3u);
  }
  line.syn_ack();
  EXPECT_EQ(line.told(), "1 open");
}

TEST(tcp_reassembler, makes_one_event_of_each_segment) {
  wire line = wire::established();
  line.client(0, "ab").client(2, "c", 0).server(0, "x", 3);
  EXPECT_EQ(line.told(), "1 open; 1 client \"ab\"; 1 client \"c\"; 1 server \"x\"");
}

TEST(tcp_reassembler, puts_segments_in_order) {
  wire line = wire::established();
  line.client(4, "ef").client(2, "cd").client(0, "ab");
  const auto events = line.events();
  EXPECT_EQ(story(events), "1 open; 1 client \"ab\"; 1 client \"cd\"; 1 client \"ef\"");
  EXPECT_EQ(events[3].time_ns, 5u) << "bytes are there once all before them are";
}

TEST(tcp_reassembler, counts_the_first_copy_of_bytes) {
  wire line = wire::established();
  line.client(0, "abc").client(0, "ABC").client(2, "Xd").client(0, "XXXXe");
  EXPECT_EQ(line.told(), "1 open; 1 client \"abc\"; 1 client \"d\"; 1 client \"e\"");
}

TEST(tcp_reassembler, counts_the_first_copy_of_bytes_that_wait) {
  wire line = wire::established();
  line.client(2, "cd").client(6, "gh").client(1, "BCDEFGHI").client(0, "a");
  EXPECT_EQ(
      line.told(),
      "1 open; 1 client \"a\"; 1 client \"B\"; 1 client \"cd\"; 1 client \"EF\"; 1 client \"gh\"; 1 client \"I\"");
}

TEST(tcp_reassembler, gives_the_same_bytes_for_every_order_of_overlapping_segments) {
  const std::string stream = "abcdefgh";
  std::vector<std::pair<int, int>> cuts{{0, 3}, {2, 5}, {4, 6}, {1, 8}};
  std::sort(cuts.begin(), cuts.end());
  do {
    wire line = wire::established();
    for (const auto& [from, to] : cuts)
      line.client(from, stream.substr(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from)));
    std::string bytes;
    for (const trace_event& event : line.events()) bytes += event.bytes;
    EXPECT_EQ(bytes, stream);
    EXPECT_EQ(line.reassembler.out_of_order_bytes(), 0u);
  } while (std::next_permutation(cuts.begin(), cuts.end()));
}

TEST(tcp_reassembler, wraps_sequence_numbers_around) {
  wire line = wire::established(0xfffffffd);
  line.client(2, "cd").client(0, "ab").client(4, "ef").server(0, "x", 6);
  EXPECT_EQ(line.told(), "1 open; 1 client \"ab\"; 1 client \"cd\"; 1 client \"ef\"; 1 server \"x\"");
}

TEST(tcp_reassembler, follows_a_stream_longer_than_the_sequence_numbers) {
  wire line = wire::established();
  constexpr std::int64_t step = 1'500'000'000;
  for (std::int64_t at = 0; at < 5 * step; at += step) {
    tcp_segment cut = wire::with(line.from_client(at), "x");
    cut.wire_bytes = step;
    line.send(cut).server(0, "", at + step);
  }
  line.client(5 * step, "end");
  EXPECT_THAT(line.told(), HasSubstr("1 client \"x\"; 1 client gap 1499999999; 1 client \"end\""));
}

TEST(tcp_reassembler, ignores_keep_alive_probes) {
  wire line = wire::established();
  line.client(0, "ab").client(1, "").client(1, "?").server(0, "", 2).client(2, "c");
  EXPECT_EQ(line.told(), "1 open; 1 client \"ab\"; 1 client \"c\"");
}

TEST(tcp_reassembler, reports_a_gap_once_bytes_beyond_it_are_acknowledged) {
  wire line = wire::established();
  line.client(0, "ab").client(5, "fg");
  EXPECT_EQ(line.told(), "1 open; 1 client \"ab\"");
  line.server(0, "", 7);
  EXPECT_EQ(line.told(), "1 client gap 3; 1 client \"fg\"");
}

TEST(tcp_reassembler, reports_a_gap_that_was_acknowledged_before_it_showed) {
  wire line = wire::established();
  line.client(0, "ab").server(0, "", 5).client(5, "fg");
  EXPECT_EQ(line.told(), "1 open; 1 client \"ab\"; 1 client gap 3; 1 client \"fg\"");
}

TEST(tcp_reassembler, waits_for_bytes_that_the_receiver_still_waits_for) {
  wire line = wire::established();
  line.client(0, "ab").client(5, "fg").server(0, "", 2).server(0, "", 2).client(2, "cde");
  EXPECT_EQ(line.told(), "1 open; 1 client \"ab\"; 1 client \"cde\"; 1 client \"fg\"");
}

TEST(tcp_reassembler, reports_a_hole_that_never_fills_at_the_end_of_the_capture) {
  wire line = wire::established();
  line.client(0, "ab").client(5, "fg").server(3, "x");
  EXPECT_EQ(line.capture_ends().told(),
            "1 open; 1 client \"ab\"; 1 client gap 3; 1 client \"fg\"; 1 server gap 3; 1 server \"x\"");
}

TEST(tcp_reassembler, reports_bytes_that_were_acknowledged_and_never_seen_at_the_end_of_the_capture) {
  wire line = wire::established();
  EXPECT_EQ(line.client(0, "ab").server(0, "", 9).capture_ends().told(), "1 open; 1 client \"ab\"; 1 client gap 7");
}

TEST(tcp_reassembler, reports_the_rest_of_a_segment_that_the_capture_cut) {
  wire line = wire::established();
  tcp_segment cut = wire::with(line.from_client(0), "ab");
  cut.wire_bytes = 10;
  line.send(cut).client(10, "next").server(0, "", 14);
  EXPECT_EQ(line.told(), "1 open; 1 client \"ab\"; 1 client gap 8; 1 client \"next\"");
}

TEST(tcp_reassembler, ends_each_side_with_its_fin_and_closes_after_both) {
  wire line = wire::established();
  line.client_fin(0, "bye").server(0, "rest", 4).server_fin(4, "", 4);
  EXPECT_EQ(line.told(), "1 open; 1 client \"bye\"; 1 client eof; 1 server \"rest\"; 1 server eof; 1 close");
}

TEST(tcp_reassembler, holds_a_fin_back_until_all_before_it_is_there) {
  wire line = wire::established();
  line.client_fin(3, "de").client(0, "abc");
  EXPECT_EQ(line.told(), "1 open; 1 client \"abc\"; 1 client \"de\"; 1 client eof");
}

TEST(tcp_reassembler, takes_a_fin_for_the_end_of_bytes_that_the_capture_missed) {
  wire line = wire::established();
  EXPECT_EQ(line.client_fin(3).server(0, "", 4).told(), "1 open; 1 client gap 3; 1 client eof");
}

TEST(tcp_reassembler, leaves_bytes_beyond_the_fin_away) {
  wire line = wire::established();
  line.client(3, "XYZ").client(8, "far").client_fin(2, "cd").client(2, "cdXX").client(0, "ab");
  EXPECT_EQ(line.told(), "1 open; 1 client \"ab\"; 1 client \"c\"; 1 client \"X\"; 1 client eof");
  EXPECT_EQ(line.reassembler.out_of_order_bytes(), 0u);
}

TEST(tcp_reassembler, ignores_a_repeated_fin) {
  wire line = wire::established();
  line.client_fin(0, "a").client_fin(0, "a").client_fin(1).server_fin(0, "", 2).server_fin(0, "", 2).client(2, "", 1);
  EXPECT_EQ(line.told(), "1 open; 1 client \"a\"; 1 client eof; 1 server eof; 1 close");
  EXPECT_THAT(line.reassembler.take_warnings(), IsEmpty());
}

TEST(tcp_reassembler, resets_the_connection) {
  wire line = wire::established();
  line.client(0, "ab").client(4, "ef").server_rst(0);
  EXPECT_EQ(line.told(), "1 open; 1 client \"ab\"; 1 client gap 2; 1 client \"ef\"; 1 server reset; 1 close");
}

TEST(tcp_reassembler, warns_once_of_bytes_after_the_end) {
  wire line = wire::established();
  line.server_rst(0).client(0, "late").client(4, "later").server(0, "");
  EXPECT_EQ(line.told(), "1 open; 1 server reset; 1 close");
  EXPECT_THAT(line.reassembler.take_warnings(),
              ElementsAre("connection 1: bytes that the client sent after the connection's end are left away"));
}

TEST(tcp_reassembler, makes_nothing_of_a_refused_connection) {
  wire line;
  EXPECT_EQ(line.syn().server_rst(0).capture_ends().told(), "");
  EXPECT_EQ(line.reassembler.connections(), 0u);
}

TEST(tcp_reassembler, begins_anew_when_the_same_ports_are_used_again) {
  wire first = wire::established();
  first.client(0, "one");
  wire second(7'000, 80'000);
  tcp_segment syn = second.from_client(-1);
  syn.syn = true;
  syn.has_ack = false;
  tcp_segment syn_ack = second.from_server(-1);
  syn_ack.syn = true;
  first.send(syn).send(syn_ack).send(wire::with(second.from_client(0), "two"));
  EXPECT_EQ(first.told(), "1 open; 1 client \"one\"; 1 close; 2 open; 2 client \"two\"");
}

TEST(tcp_reassembler, begins_anew_after_a_close) {
  wire first = wire::established();
  first.client_fin(0).server_fin(0, "", 1);
  wire second(7'000, 80'000);
  tcp_segment syn_ack = second.from_server(-1);
  syn_ack.syn = true;
  first.send(syn_ack).send(wire::with(second.from_client(0), "two"));
  EXPECT_EQ(first.told(), "1 open; 1 client eof; 1 server eof; 1 close; 2 open; 2 client \"two\"");
}

TEST(tcp_reassembler, takes_a_repeated_syn_for_a_repetition) {
  wire line;
  line.syn().syn().syn_ack().syn_ack().client(0, "a").syn();
  EXPECT_EQ(line.told(), "1 open; 1 client \"a\"");
}

TEST(tcp_reassembler, takes_data_in_the_syn) {
  wire line;
  tcp_segment syn = wire::with(line.from_client(-1), "early");
  syn.syn = true;
  syn.has_ack = false;
  EXPECT_EQ(line.send(syn).syn_ack().client(5, " bird").told(), "1 open; 1 client \"early\"; 1 client \" bird\"");
}

TEST(tcp_reassembler, begins_in_mid_connection_with_the_first_byte_seen) {
  wire line;
  line.client(70, "late", 30).server(30, "answer", 74);
  EXPECT_EQ(line.told(), "1 open; 1 client \"late\"; 1 server \"answer\"");
}

TEST(tcp_reassembler, knows_in_mid_connection_where_the_other_side_is) {
  wire line;
  line.client(70, "late", 30).server(33, "answer", 74).client(74, "", 39);
  EXPECT_EQ(line.told(), "1 open; 1 client \"late\"; 1 server gap 3; 1 server \"answer\"");
}

TEST(tcp_reassembler, takes_bytes_that_were_acknowledged_before_they_were_captured) {
  wire line;
  EXPECT_EQ(line.client(70, "", 36).server(30, "answer", 70).told(), "1 open; 1 server \"answer\"");
}

TEST(tcp_reassembler, takes_a_keep_alive_probe_in_mid_connection_for_one) {
  wire line;
  EXPECT_EQ(line.client(70, "", 30).server(29, "?", 70).server(30, "x", 70).told(), "1 open; 1 server \"x\"");
}

TEST(tcp_reassembler, takes_the_lower_port_for_the_servers_without_a_syn) {
  wire line;
  const auto events = line.server(0, "x").events();
  EXPECT_EQ(events.at(0).server, "10.0.0.2:80");
}

TEST(tcp_reassembler, takes_the_named_port_for_the_servers_without_a_syn) {
  wire line(999, 4'999, {40'000, 1'000});
  const auto events = line.client(0, "x").events();
  EXPECT_EQ(events.at(0).server, "10.0.0.1:40000");
  EXPECT_EQ(story(events), "1 open; 1 server \"x\"");
}

TEST(tcp_reassembler, believes_the_syn_more_than_the_named_port) {
  wire line(999, 4'999, {40'000, 1'000});
  EXPECT_EQ(line.syn().syn_ack().events().at(0).server, "10.0.0.2:80");
  wire answer_only;
  EXPECT_EQ(answer_only.syn_ack().events().at(0).client, "10.0.0.1:40000");
}

TEST(tcp_reassembler, makes_a_gap_of_a_hole_that_too_much_waits_for) {
  wire line = wire::established(999, {{}, 1'000});
  line.client(1, std::string(600, 'x')).client(601, std::string(600, 'y'));
  EXPECT_EQ(line.told(), "1 open; 1 client gap 1; 1 client \"" + std::string(600, 'x') + "\"; 1 client \"" +
                             std::string(600, 'y') + "\"");
  EXPECT_THAT(line.reassembler.take_warnings(),
              ElementsAre(HasSubstr("connection 1: more than 1000 bytes from the client came before")));
}

TEST(tcp_reassembler, never_lets_time_decrease) {
  wire line = wire::established();
  tcp_segment late = wire::with(line.from_client(0), "a");
  line.reassembler.take(late);
  EXPECT_EQ(line.events().back().time_ns, 2u);
}

}  // namespace
}  // namespace asynchat::traces
