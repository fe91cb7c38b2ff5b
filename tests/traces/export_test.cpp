#include <asynchat/traces/capture_reader.h>
#include <asynchat/traces/export.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <sstream>

#include "address_book.h"
#include "seeded_random.h"
#include "trace_vocabulary.h"
#include "tshark.h"

namespace asynchat::traces {
namespace {

using support::seeded_random;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

/// Events as they are given.
class event_list final : public event_source {
 public:
  explicit event_list(std::vector<trace_event> events, trace_header header = {})
      : events_(std::move(events)), header_(std::move(header)) {}

  const trace_header& header() const override { return header_; }
  std::optional<trace_event> next() override {
    if (next_ == events_.size()) return std::nullopt;
    return events_[next_++];
  }
  const std::string& file() const override { return name_; }
  const std::vector<std::string>& warnings() const override { return none_; }

 private:
  std::vector<trace_event> events_;
  trace_header header_;
  std::string name_ = "given";
  std::vector<std::string> none_;
  std::size_t next_ = 0;
};

trace_event opening(std::uint64_t conn, std::string client = "10.0.0.1:40000", std::string server = "10.0.0.2:80") {
  trace_event event;
  event.conn = conn;
  event.client = std::move(client);
  event.server = std::move(server);
  return event;
}
trace_event happened(event_kind kind, std::uint64_t conn, side from = side::client) {
  trace_event event;
  event.kind = kind;
  event.conn = conn;
  event.from = from;
  return event;
}
trace_event said(std::uint64_t conn, side from, std::string bytes) {
  trace_event event = happened(event_kind::data, conn, from);
  event.bytes = std::move(bytes);
  return event;
}
trace_event missed(std::uint64_t conn, side from, std::uint64_t bytes) {
  trace_event event = happened(event_kind::gap, conn, from);
  event.gap_bytes = bytes;
  return event;
}

std::string exported(std::vector<trace_event> events, const export_options& options = {}, trace_header header = {}) {
  event_list source(std::move(events), std::move(header));
  std::ostringstream out;
  export_capture(source, out, options);
  return out.str();
}

std::vector<trace_event> imported(const std::string& bytes) {
  capture_reader reader(std::make_unique<std::istringstream>(bytes), "F");
  return all_events(reader);
}

std::string there_and_back(std::vector<trace_event> events, const export_options& options = {}) {
  return story(imported(exported(std::move(events), options)));
}

TEST(export_capture, gives_the_events_back) {
  EXPECT_EQ(there_and_back({opening(1), said(1, side::client, "GET"), said(1, side::server, "O"),
                            said(1, side::server, "K"), happened(event_kind::eof, 1, side::server),
                            happened(event_kind::eof, 1), happened(event_kind::close, 1)}),
            "1 open; 1 client \"GET\"; 1 server \"O\"; 1 server \"K\"; 1 server eof; 1 client eof; 1 close");
}

TEST(export_capture, keeps_times_to_the_nanosecond) {
  trace_event late = said(1, side::client, "x");
  late.time_ns = 5'000'000'007;
  const std::string bytes = exported({opening(1), late}, {}, {source_kind::hand, "", "2026-11-20T20:55:01.123456789Z"});
  capture_reader reader(std::make_unique<std::istringstream>(bytes), "F");
  EXPECT_EQ(reader.header().started, "2026-11-20T20:55:01.123456789Z");
  EXPECT_EQ(all_events(reader).back().time_ns, late.time_ns);
}

TEST(export_capture, counts_from_1970_where_a_trace_does_not_say_when_it_began) {
  for (const std::optional<std::string>& started : {std::optional<std::string>(), {"yesterday"}}) {
    const std::string bytes = exported({opening(1)}, {}, {source_kind::hand, "", started});
    EXPECT_THAT(bytes, HasSubstr("times count from 1970"));
    capture_reader reader(std::make_unique<std::istringstream>(bytes), "F");
    EXPECT_EQ(reader.header().started, "1970-01-01T00:00:00.000000000Z");
  }
}

TEST(export_capture, makes_segments_of_what_the_mtu_does_not_allow) {
  const std::string chunk(1'000, 'x');
  EXPECT_EQ(there_and_back({opening(1), said(1, side::client, chunk)}, {.mtu_bytes = 576}),
            "1 open; 1 client \"" + chunk.substr(0, 536) + "\"; 1 client \"" + chunk.substr(536) + "\"");
}

TEST(export_capture, goes_on_right_behind_four_gigabytes) {
  std::vector<trace_event> events{opening(1)};
  std::string expected = "1 open";
  const std::uint64_t most = capture_writer::gap_bytes_max;
  for (int i = 0; i < 9; ++i) {
    events.push_back(missed(1, side::server, most));
    events.push_back(said(1, side::server, "x"));
    expected += "; 1 server gap " + std::to_string(most) + "; 1 server \"x\"";
  }
  EXPECT_EQ(there_and_back(events), expected);
}

TEST(export_capture, shows_of_a_gap_no_more_than_a_window_allows) {
  const std::string bytes = exported(
      {opening(1), missed(1, side::client, trace_integer_max), missed(1, side::client, 5), said(1, side::client, "x")});
  EXPECT_EQ(story(imported(bytes)), "1 open; 1 client gap 1073741824; 1 client \"x\"");
  EXPECT_THAT(bytes,
              HasSubstr("the recording missed 9007199254740991 bytes from the client here, shown as 1073741824"));
}

TEST(export_capture, shows_a_gap_at_the_end) {
  EXPECT_EQ(there_and_back({opening(1), missed(1, side::client, 7)}), "1 open; 1 client gap 7");
  EXPECT_EQ(there_and_back({opening(1), missed(1, side::client, 7), happened(event_kind::eof, 1)}),
            "1 open; 1 client gap 7; 1 client eof");
  EXPECT_EQ(there_and_back({opening(1), missed(1, side::client, 7), happened(event_kind::reset, 1, side::server)}),
            "1 open; 1 client gap 7; 1 server reset; 1 close");
}

/// The ends of the connections as they are imported.
std::vector<std::string> ends_of(const std::string& bytes) {
  std::vector<std::string> ends;
  for (const trace_event& event : imported(bytes)) {
    if (event.kind == event_kind::open) ends.push_back(event.client + " " + event.server);
  }
  return ends;
}

TEST(export_capture, keeps_addresses) {
  EXPECT_THAT(ends_of(exported({opening(1), opening(2, "[fd00::1]:7", "[fd00::2]:80")})),
              testing::ElementsAre("10.0.0.1:40000 10.0.0.2:80", "[fd00::1]:7 [fd00::2]:80"));
}

TEST(export_capture, shows_a_stand_in_for_what_is_no_address_and_says_so) {
  const std::string bytes = exported({opening(1, "unnamed", "unix:/run/x"),
                                      opening(2, "mail.example:25000", "10.0.0.2:25"), opening(3, "", "[fd00::2]:25"),
                                      opening(4, "1.2.3.4:5", "[fd00::2]:25"), opening(5, "1.2.3.4:0", ":80")});
  EXPECT_THAT(ends_of(bytes), testing::ElementsAre("192.0.2.1:49152 198.51.100.1:4", "192.0.2.2:25000 10.0.0.2:25",
                                                   "[2001:db8::1:3]:49152 [fd00::2]:25",
                                                   "[::ffff:1.2.3.4]:5 [fd00::2]:25", "1.2.3.4:49152 198.51.100.5:80"));
  EXPECT_THAT(bytes, AllOf(HasSubstr("the server is unix:/run/x, shown as 198.51.100.1:4"),
                           HasSubstr("the client is mail.example:25000, shown as 192.0.2.2:25000")));
}

TEST(export_capture, tells_connections_apart_that_are_open_on_the_same_ends) {
  const auto ends = ends_of(exported(
      {opening(1), opening(2), opening(3, "10.0.0.2:80", "10.0.0.1:40000"), opening(4, "1.1.1.1:1", "1.1.1.1:1")}));
  EXPECT_EQ(std::set<std::string>(ends.begin(), ends.end()).size(), 4u);
  EXPECT_EQ(ends.at(0), "10.0.0.1:40000 10.0.0.2:80");
  EXPECT_EQ(ends.at(1), "192.0.2.2:40000 10.0.0.2:80");
}

TEST(export_capture, uses_the_ports_of_a_connection_that_is_gone) {
  const auto ends = ends_of(exported({opening(1), happened(event_kind::close, 1), opening(2)}));
  ASSERT_EQ(ends.size(), 2u);
  EXPECT_EQ(ends[0], ends[1]);
}

TEST(export_capture, cuts_a_comment_that_is_too_long_between_characters) {
  std::string name;
  while (name.size() < 100'000) name += "ä";
  const std::string bytes = exported({opening(1, name, "10.0.0.2:80")});
  EXPECT_EQ(story(imported(bytes)), "1 open");
  EXPECT_THAT(bytes, HasSubstr("ä…"));
}

TEST(export_capture, is_an_event_for_every_packet_and_a_direction) {
  const scratch_folder folder;
  const std::string path = folder.write(
      "c.pcapng", exported({opening(1), said(1, side::server, "x"), said(1, side::client, std::string(100'000, 'y')),
                            happened(event_kind::eof, 1), happened(event_kind::eof, 1, side::server)}));
  EXPECT_EQ(support::fields_of(path, "frame.packet_flags_direction -e tcp.flags.str -e tcp.len"),
            "0x00000002\t··········S·\t0\n0x00000001\t·······A··S·\t0\n0x00000002\t·······A····\t0\n"
            "0x00000001\t·······AP···\t1\n0x00000002\t·······A····\t0\n"
            "0x00000002\t·······A····\t65495\n0x00000002\t·······AP···\t34505\n0x00000001\t·······A····\t0\n"
            "0x00000002\t·······A···F\t0\n0x00000001\t·······A····\t0\n"
            "0x00000001\t·······A···F\t0\n0x00000002\t·······A····\t0\n");
  EXPECT_EQ(support::tshark_on(path, 0).complaints, "");
}

TEST(export_capture, never_replaces_the_trace_that_it_reads) {
  const scratch_folder folder;
  const std::string trace = folder.write("t", contents(corpus_paths().front()));
  const auto source = open_source(trace);
  EXPECT_THAT(message_of<output_error>([&] { export_capture(*source, folder.path("./t")); }),
              HasSubstr("expected another file than the one that is read"));
}

// ---- Any trace ----

/// Traces of connections that interleave, with everything that the format allows.
class trace_maker {
 public:
  explicit trace_maker(std::uint64_t seed) : random_(seed) {}

  std::vector<trace_event> make() {
    open();
    for (std::size_t steps = random_.between(1, 80); steps > 0; --steps) {
      now_ns_ += random_.below(3) * random_.below(1'000'000'000);
      if (open_.empty() || random_.one_in(12)) {
        open();
      } else {
        act();
      }
    }
    return std::move(events_);
  }

 private:
  struct connection {
    std::uint64_t number;
    std::array<int, 2> state{};  ///< 0 sends, 1 has ended, 2 has aborted
  };

  void add(trace_event event) {
    event.time_ns = now_ns_;
    events_.push_back(std::move(event));
  }

  void open() {
    static const std::string clients[] = {"10.0.0.1:40000", "10.0.0.1:40001", "[fd00::1]:40000", "some.name:9", ""};
    static const std::string servers[] = {"10.0.0.2:80", "[fd00::2]:80", "unix:/x"};
    const std::uint64_t number = 1 + 3 * opened_++;
    add(opening(number, clients[random_.below(5)], servers[random_.below(3)]));
    open_.push_back({number});
  }

  void act() {
    const std::size_t which = random_.below(open_.size());
    connection& one = open_[which];
    if (random_.one_in(20)) {
      add(happened(event_kind::close, one.number));
      open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(which));
      return;
    }
    const side from = random_.one_in(2) ? side::client : side::server;
    int& state = one.state[static_cast<std::size_t>(from)];
    if (state == 2) return;
    if (random_.one_in(25)) {
      state = 2;
      return add(happened(event_kind::reset, one.number, from));
    }
    if (state == 1) return;
    if (random_.one_in(12)) {
      state = 1;
      return add(happened(event_kind::eof, one.number, from));
    }
    if (random_.one_in(10)) {
      return add(
          missed(one.number, from, random_.one_in(4) ? random_.next() % trace_integer_max + 1 : 1 + random_.below(9)));
    }
    const std::size_t most = random_.one_in(60) ? 200'000 : random_.one_in(4) ? 3'000 : 20;
    std::string bytes(random_.between(1, most), '\0');
    for (char& one_byte : bytes) one_byte = static_cast<char>(random_.next());
    add(said(one.number, from, std::move(bytes)));
  }

  seeded_random random_;
  std::vector<trace_event> events_;
  std::vector<connection> open_;
  std::uint64_t now_ns_ = 1'000;
  std::uint64_t opened_ = 0;
};

/// What export_capture promises that an import gives of a trace. Ends are left away.
class import_model {
 public:
  explicit import_model(std::uint32_t mtu_bytes) : mtu_bytes_(mtu_bytes) {}

  std::vector<trace_event> events_of(const std::vector<trace_event>& trace) {
    for (const trace_event& event : trace) take(event);
    for (connection& one : connections_) fill(one);
    for (trace_event& event : events_) event.time_ns -= trace.front().time_ns;
    return std::move(events_);
  }

 private:
  struct connection {
    std::uint64_t given = 0;
    std::uint64_t number = 0;
    std::string ends;
    bool v6 = false;
    std::array<std::uint64_t, 2> gap{};
    std::array<bool, 2> ended{};
    bool aborted = false;  ///< in the trace
    bool in_trace = true;
    bool over = false;  ///< for the import
  };

  connection& find(std::uint64_t given) {
    return *std::find_if(connections_.begin(), connections_.end(),
                         [&](const connection& one) { return one.given == given; });
  }

  void add(event_kind kind, const connection& one, side from, std::string bytes = {}, std::uint64_t gap = 0) {
    trace_event event = happened(kind, one.number, from);
    event.time_ns = now_ns_;
    event.bytes = std::move(bytes);
    event.gap_bytes = gap;
    events_.push_back(std::move(event));
  }

  void fill_half(connection& one, side from) {
    std::uint64_t& gap = one.gap[static_cast<std::size_t>(from)];
    if (gap != 0) add(event_kind::gap, one, from, {}, gap);
    gap = 0;
  }
  void fill(connection& one) {
    if (one.over) return;
    fill_half(one, side::client);
    fill_half(one, side::server);
  }
  void close(connection& one) {
    fill(one);
    add(event_kind::close, one, side::client);
    one.over = true;
  }

  void open(const trace_event& event) {
    const auto client = parse_ip_end(event.client), server = parse_ip_end(event.server);
    const bool v6 = (client && client->is_v6) || (server && server->is_v6);
    std::string ends =
        client && server ? event.client + event.server : "stand-in " + std::to_string(connections_.size());
    for (connection& one : connections_) {
      if (one.in_trace && one.ends == ends) ends = "other than " + std::to_string(connections_.size());
    }
    for (connection& one : connections_) {
      if (!one.over && one.ends == ends) close(one);
    }
    connections_.push_back({event.conn, connections_.size() + 1, ends, v6});
    add(event_kind::open, connections_.back(), side::client);
  }

  void take(const trace_event& event) {
    if (event.kind == event_kind::open) {
      now_ns_ = event.time_ns;
      return open(event);
    }
    connection& one = find(event.conn);
    const bool is_shown = one.aborted || (one.ended[0] && one.ended[1]);
    if (event.kind != event_kind::close || !is_shown) now_ns_ = event.time_ns;
    const auto sender = static_cast<std::size_t>(event.from);
    switch (event.kind) {
      case event_kind::data:
        if (one.over) return;
        fill_half(one, event.from);
        for (std::size_t at = 0, most = mtu_bytes_ - (one.v6 ? 60 : 40); at < event.bytes.size(); at += most)
          add(event_kind::data, one, event.from, event.bytes.substr(at, most));
        return;
      case event_kind::gap:
        one.gap[sender] = std::min(capture_writer::gap_bytes_max, one.gap[sender] + event.gap_bytes);
        return;
      case event_kind::eof:
        one.ended[sender] = true;
        if (one.over) return;
        fill_half(one, event.from);
        add(event_kind::eof, one, event.from);
        if (one.ended[0] && one.ended[1]) close(one);
        return;
      case event_kind::reset:
        one.aborted = true;
        if (one.over) return;
        fill(one);
        add(event_kind::reset, one, event.from);
        return close(one);
      default:
        one.in_trace = false;
    }
  }

  std::uint32_t mtu_bytes_;
  std::vector<connection> connections_;
  std::vector<trace_event> events_;
  std::uint64_t now_ns_ = 0;
};

TEST(export_capture, gives_any_trace_back_but_for_what_it_says) {
  const std::uint64_t seeds = std::getenv("ASYNCHAT_LONG") != nullptr ? 20'000 : 400;
  std::map<event_kind, std::size_t> met;
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    const std::uint32_t mtu_bytes = seed % 3 == 0 ? 65'535 : seed % 3 == 1 ? 1'500 : 576;
    const std::vector<trace_event> trace = trace_maker(seed).make();
    std::vector<trace_event> again = imported(exported(trace, {.mtu_bytes = mtu_bytes}));
    for (trace_event& event : again) {
      event.client.clear();
      event.server.clear();
      ++met[event.kind];
    }
    ASSERT_TRUE(again == import_model(mtu_bytes).events_of(trace)) << "seed " << seed;
  }
  EXPECT_EQ(met.size(), 6u) << "every kind of event is met";
}

}  // namespace
}  // namespace asynchat::traces
