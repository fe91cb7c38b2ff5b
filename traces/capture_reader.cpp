#include <asynchat/traces/capture_reader.h>
#include <asynchat/traces/input_file.h>
#include <pcap/pcap.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "packet_decoder.h"
#include "tcp_reassembler.h"
#include "wall_clock_text.h"

namespace asynchat::traces {
namespace {

constexpr std::int64_t second_ns = 1'000'000'000;

struct closer {
  void operator()(std::FILE* file) const { std::fclose(file); }
  void operator()(pcap_t* capture) const { pcap_close(capture); }
};
using capture_handle = std::unique_ptr<pcap_t, closer>;

capture_handle opened(const std::string& path) {
  const std::string expected = "expected a capture, pcap or pcapng: ";
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) throw input_error(path, expected + "it is a directory");
  std::unique_ptr<std::FILE, closer> file(std::fopen(path.c_str(), "rb"));
  if (!file) throw input_error(path, expected + std::generic_category().message(errno));
  const int first = std::fgetc(file.get());
  if (first == EOF && std::ferror(file.get()) != 0) fail_to_read(path);
  if (first == EOF) throw input_error(path, expected + "the file is empty");
  std::ungetc(first, file.get());
  char reason[PCAP_ERRBUF_SIZE] = {};
  capture_handle capture(pcap_fopen_offline_with_tstamp_precision(file.get(), PCAP_TSTAMP_PRECISION_NANO, reason));
  if (!capture) throw input_error(path, at_byte{0}, expected + reason);
  static_cast<void>(file.release());  // it is the capture's now
  return capture;
}

std::string link_name(int link_type) {
  const char* name = pcap_datalink_val_to_name(link_type);
  return name != nullptr ? name : "link type " + std::to_string(link_type);
}

}  // namespace

struct capture_reader::impl {
  impl(const std::string& path, const capture_options& options_given)
      : file(path),
        options(options_given),
        capture(opened(path)),
        decoder(known_link(), options.fragment_bytes_max),
        segments({options.server_port, options.out_of_order_bytes_max}) {
    header.kind = source_kind::capture;
    header.name = std::filesystem::path(path).filename().string();
    read_packet();
  }

  int known_link() const {
    const int link = pcap_datalink(capture.get());
    if (packet_decoder::knows(link)) return link;
    throw input_error(file, "expected packets of Ethernet, Linux cooked, loopback or raw IP, found " + link_name(link));
  }

  void read_packet() {
    packet_at = std::ftell(pcap_file(capture.get()));
    pcap_pkthdr* info = nullptr;
    const u_char* bytes = nullptr;
    const int got = pcap_next_ex(capture.get(), &info, &bytes);
    if (got == PCAP_ERROR_BREAK) return finish();
    if (got != 1) fail(std::string("expected a whole packet: ") + pcap_geterr(capture.get()));
    ++packets;
    const std::uint64_t time_ns = time_of(*info);
    std::optional<tcp_segment> segment =
        decoder.decode({reinterpret_cast<const char*>(bytes), info->caplen}, info->len);
    if (!segment) return;
    ++tcp_packets;
    segment->time_ns = time_ns;
    segments.take(*segment);
    pass_on_warnings();
    if (segments.connections() > options.connections_max) {
      fail("expected at most " + std::to_string(options.connections_max) + " connections, found more");
    }
    if (segments.out_of_order_bytes() > options.out_of_order_total_bytes_max) {
      fail("expected at most " + std::to_string(options.out_of_order_total_bytes_max) +
           " bytes that wait for earlier ones, found more");
    }
  }

  /// libpcap gives nanoseconds where it says microseconds.
  std::uint64_t time_of(const pcap_pkthdr& info) {
    const std::int64_t seconds = info.ts.tv_sec;
    const std::int64_t nanoseconds = info.ts.tv_usec;
    if (packets == 1) {
      first_seconds = seconds;
      first_nanoseconds = nanoseconds;
      header.started = wall_clock_text(seconds, nanoseconds);
    }
    constexpr auto seconds_max = static_cast<std::int64_t>(trace_integer_max) / second_ns - 1;
    std::int64_t passed = 0;
    const bool representable = nanoseconds >= 0 && nanoseconds < second_ns &&
                               !__builtin_sub_overflow(seconds, first_seconds, &passed) && passed <= seconds_max;
    if (!representable) fail("expected a packet within 104 days of the first one, found a later one");
    if (passed < 0) return 0;  // the clock was set back
    const std::int64_t since_ns = passed * second_ns + nanoseconds - first_nanoseconds;
    return since_ns < 0 ? 0 : static_cast<std::uint64_t>(since_ns);
  }

  void finish() {
    finished = true;
    segments.finish();
    pass_on_warnings();
    const packet_decoder::skipped counts = decoder.counts();
    if (segments.opened() == 0) {
      throw input_error(file, "expected a TCP connection, found none: " + std::to_string(tcp_packets) + " of " +
                                  std::to_string(packets) + " packets are TCP, " + std::to_string(counts.malformed) +
                                  " cannot be decoded");
    }
    note(counts.malformed, "packets cannot be decoded and are left away");
    note(counts.ipv6_fragments, "IPv6 fragments are left away");
    note(counts.fragments_lost, "IPv4 fragments are left away, others of their packets are missing");
    if (warnings_left_away != 0) {
      warnings.push_back(file + ": " + std::to_string(warnings_left_away) + " more warnings");
    }
  }

  void note(std::uint64_t count, const std::string& what) {
    if (count != 0) warnings.push_back(file + ": " + std::to_string(count) + ' ' + what);
  }

  void pass_on_warnings() {
    for (const std::string& warning : segments.take_warnings()) {
      if (warnings.size() < options.warnings_max) {
        warnings.push_back(file + ": " + warning);
      } else {
        ++warnings_left_away;
      }
    }
  }

  [[noreturn]] void fail(const std::string& message) const {
    if (packet_at < 0) throw input_error(file, message);  // a pipe has no offsets
    throw input_error(file, at_byte{static_cast<std::uint64_t>(packet_at)}, message);
  }

  std::string file;
  capture_options options;
  trace_header header;
  capture_handle capture;
  packet_decoder decoder;
  tcp_reassembler segments;
  std::vector<std::string> warnings;
  std::uint64_t warnings_left_away = 0;
  std::uint64_t packets = 0;
  std::uint64_t tcp_packets = 0;
  std::int64_t first_seconds = 0;
  std::int64_t first_nanoseconds = 0;
  long packet_at = 0;  ///< offset of the packet that is being read, -1 if unknown
  bool finished = false;
};

capture_reader::capture_reader(const std::string& path, const capture_options& options)
    : impl_(new impl(path, options)) {}

capture_reader::~capture_reader() = default;

const trace_header& capture_reader::header() const { return impl_->header; }
const std::string& capture_reader::file() const { return impl_->file; }
const std::vector<std::string>& capture_reader::warnings() const { return impl_->warnings; }

std::optional<trace_event> capture_reader::next() {
  for (;;) {
    if (std::optional<trace_event> event = impl_->segments.next()) return event;
    if (impl_->finished) return std::nullopt;
    impl_->read_packet();
  }
}

}  // namespace asynchat::traces
