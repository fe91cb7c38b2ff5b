// Readers on truncated and damaged copies of real files: each copy is read to its end or refused with an error of the
// traces room. Whether memory is touched that should not be is for the sanitizers to see.

#include <asynchat/traces/capture_reader.h>
#include <asynchat/traces/dialogue.h>
#include <asynchat/traces/repro.h>
#include <asynchat/traces/trace_reader.h>
#include <asynchat/traces/trace_writer.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <sstream>

#include "capture_builder.h"
#include "seeded_random.h"
#include "trace_vocabulary.h"

namespace asynchat::traces {
namespace {

using support::seeded_random;

const std::string small_trace = R"({"format":"asynchat-trace","version":1,"source":{"kind":"hand"}})"
                                "\n"
                                R"({"t":0,"conn":1,"event":"open","client":"a:1","server":"b:2"})"
                                "\n"
                                R"({"t":1,"conn":1,"event":"data","from":"client","base64":"AAEC"})"
                                "\n"
                                R"({"t":2,"conn":1,"event":"close"})"
                                "\n";

enum class verdict { read, refused };

template <typename Read>
verdict verdict_of(Read read) {
  try {
    read();
    return verdict::read;
  } catch (const input_error&) {
    return verdict::refused;
  }
}

verdict read_trace(const std::string& bytes) {
  std::istringstream in(bytes);
  return verdict_of([&] {
    trace_reader reader(in, "F");
    read_dialogues(reader);
  });
}

verdict read_capture(const std::string& bytes, const scratch_folder& folder) {
  const std::string path = folder.write("capture", bytes);
  return verdict_of([&] {
    capture_reader reader(path);
    std::uint64_t last_ns = 0;
    while (const auto event = reader.next()) {
      EXPECT_GE(event->time_ns, std::exchange(last_ns, event->time_ns));
      EXPECT_NE(event->kind == event_kind::data, event->bytes.empty());
    }
  });
}

/// A copy in which one to eight bits are turned.
std::string damaged(std::string bytes, seeded_random& random) {
  for (std::size_t flips = random.between(1, 8); flips > 0; --flips) {
    char& byte = bytes[random.below(bytes.size())];
    byte = static_cast<char>(byte ^ (1 << random.below(8)));
  }
  return bytes;
}

/// How many copies of `bytes` are read, and how many refused, as `read` judges.
template <typename Read>
void judge_damaged(const std::string& bytes, std::size_t copies, std::uint64_t seed, Read read) {
  seeded_random random(seed);
  std::size_t refused = 0;
  for (std::size_t i = 0; i < copies; ++i) refused += read(damaged(bytes, random)) == verdict::refused ? 1 : 0;
  EXPECT_GT(refused, 0u) << "of " << copies << " damaged copies";
}

TEST(hostile, a_trace_may_end_anywhere) {
  const std::size_t header = small_trace.find('\n');
  for (std::size_t length = 0; length <= small_trace.size(); ++length) {
    EXPECT_EQ(read_trace(small_trace.substr(0, length)), length > header ? verdict::read : verdict::refused) << length;
  }
}

TEST(hostile, the_corpus_may_end_anywhere) {
  for (const std::string& path : corpus_paths()) {
    const std::string bytes = contents(path);
    seeded_random random(1);
    for (int i = 0; i < 40; ++i) {
      EXPECT_EQ(read_trace(bytes.substr(0, random.between(200, bytes.size()))), verdict::read) << path;
    }
  }
}

TEST(hostile, a_trace_may_be_damaged) { judge_damaged(small_trace, 20'000, 2, read_trace); }

TEST(hostile, the_corpus_may_be_damaged) {
  for (const std::string& path : corpus_paths()) judge_damaged(contents(path), 60, 3, read_trace);
}

TEST(hostile, a_capture_may_end_anywhere_and_is_read_once_a_connection_has_opened) {
  const scratch_folder folder;
  const std::string pcap = capture_builder().add({.payload = "one"}).add({.seq = 3, .payload = "two"}).bytes();
  const std::string pcapng = contents(capture_path("memcache-mtu1500")).substr(0, 1'200);
  for (const std::string& bytes : {pcap, pcapng}) {
    std::size_t opened_at = 0;
    for (std::size_t length = 0; length < bytes.size(); ++length) {
      const bool is_read = read_capture(bytes.substr(0, length), folder) == verdict::read;
      if (is_read && opened_at == 0) opened_at = length;
      ASSERT_EQ(is_read, opened_at != 0) << length;
    }
    EXPECT_GT(opened_at, 90u);
  }
}

TEST(hostile, each_bundled_capture_may_end_anywhere) {
  const scratch_folder folder;
  for (const std::string& name : capture_names()) {
    const std::string bytes = contents(capture_path(name));
    seeded_random random(4);
    for (int i = 0; i < 15; ++i) read_capture(bytes.substr(0, random.below(bytes.size())), folder);
  }
}

TEST(hostile, each_bundled_capture_may_be_damaged) {
  const scratch_folder folder;
  for (const std::string& name : capture_names()) {
    const std::string bytes = contents(capture_path(name));
    const std::size_t copies = std::max<std::size_t>(30, 12'000'000 / bytes.size());
    judge_damaged(bytes, copies, 5, [&](const std::string& copy) { return read_capture(copy, folder); });
  }
}

TEST(hostile, every_byte_of_a_packet_may_be_anything) {
  const scratch_folder folder;
  const tcp_packet packet{.payload = "one", .options = std::string("\x02\x04\x05\xb4\x01\x01\x04\x02", 8)};
  const std::string hop_by_hop = be16(6 << 8) + be16(0x0104) + be32(0);
  const std::string packets[] = {ethernet(ipv4_packet(packet), be16(0x8100) + be16(1)),
                                 ethernet(ipv6_packet(hop_by_hop + tcp_bytes(packet), 0, true)),
                                 ethernet(ipv4_packet(tcp_bytes(packet), 6, true, 0x2000))};
  for (const std::string& original : packets) {
    capture_builder capture;
    for (std::size_t at = 0; at < original.size(); ++at) {
      for (const int value : {0x00, 0x01, 0x0f, 0x7f, 0x80, 0xff}) {
        std::string changed = original;
        changed[at] = static_cast<char>(value);
        capture.add(changed).add(changed.substr(0, at));
      }
    }
    read_capture(capture.bytes(), folder);
  }
}

TEST(hostile, segments_may_come_in_any_order_at_any_place) {
  const scratch_folder folder;
  seeded_random random(6);
  for (int run = 0; run < 300; ++run) {
    capture_builder capture;
    for (int i = 0; i < 60; ++i) {
      tcp_packet packet{.from_client = random.one_in(2)};
      packet.seq = static_cast<std::uint32_t>(random.one_in(20) ? random.next() : random.below(40));
      packet.ack = static_cast<std::uint32_t>(random.one_in(20) ? random.next() : random.below(40));
      packet.payload = random.bytes_of("abc", 12);
      packet.flags = {random.one_in(12), !random.one_in(12), random.one_in(12), random.one_in(30)};
      capture.add(packet);
    }
    EXPECT_EQ(read_capture(capture.bytes(), folder), verdict::read);
  }
}

TEST(hostile, many_tiny_pieces_out_of_order_take_bounded_time) {
  const scratch_folder folder;
  capture_builder capture;
  for (std::uint32_t i = 0; i < 100'000; ++i) capture.add({.seq = i == 0 ? 0 : 300'000 - 2 * i, .payload = "x"});
  EXPECT_EQ(read_capture(capture.bytes(), folder), verdict::read);
}

TEST(hostile, a_damaged_capture_becomes_a_well_formed_trace) {
  const scratch_folder folder;
  const std::string bytes = contents(capture_path("smtp-mtu576"));
  seeded_random random(7);
  for (int i = 0; i < 100; ++i) {
    const std::string path = folder.write("capture", damaged(bytes, random));
    std::stringstream trace;
    const verdict imported = verdict_of([&] {
      capture_reader reader(path);
      trace_writer writer(trace, reader.header());
      while (const auto event = reader.next()) writer.write(*event);
    });
    EXPECT_TRUE(imported == verdict::refused || read_trace(trace.str()) == verdict::read);
  }
}

TEST(hostile, a_repro_may_be_cut_and_damaged) {
  repro failure;
  failure.streams = {{1, side::client, std::string("a\0", 2), "1 1 | eof", {{1, 1}}}};
  failure.expected = failure.observed = {{"line", "a", {1}}};
  std::ostringstream out;
  write_repro(out, failure);
  const auto read = [](const std::string& bytes) {
    std::istringstream in(bytes);
    return verdict_of([&] { read_repro(in, "F"); });
  };
  for (std::size_t length = 0; length + 1 < out.str().size(); ++length)
    EXPECT_EQ(read(out.str().substr(0, length)), verdict::refused);
  judge_damaged(out.str(), 5'000, 8, read);
}

}  // namespace
}  // namespace asynchat::traces
