#include <asynchat/traces/capture_reader.h>
#include <asynchat/traces/input_file.h>
#include <asynchat/traces/wall_clock_text.h>
#include <pcap/pcap.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <istream>
#include <new>
#include <utility>

#include "packet_decoder.h"
#include "tcp_reassembler.h"

namespace asynchat::traces {
namespace {

constexpr std::int64_t second_ns = 1'000'000'000;

struct closer {
  void operator()(std::FILE* file) const { std::fclose(file); }
  void operator()(pcap_t* capture) const { pcap_close(capture); }
};
using file_handle = std::unique_ptr<std::FILE, closer>;
using capture_handle = std::unique_ptr<pcap_t, closer>;

/// What stdio asks of a stream that is only read; it wants to know the place for ftell.
struct stdio_input {
  static ssize_t read(void* self, char* into, std::size_t size) {
    auto& input = *static_cast<stdio_input*>(self);
    std::istream& in = *input.in;
    if (in.peek() == std::istream::traits_type::eof()) return in.bad() ? -1 : 0;
    const std::streamsize waiting = in.rdbuf()->in_avail();
    const std::streamsize wanted = std::min(static_cast<std::streamsize>(size), std::max(waiting, std::streamsize{1}));
    const std::streamsize got = in.read(into, wanted).gcount();
    input.taken += got;
    return got;
  }
  static int seek(void* self, off64_t* offset, int whence) {
    if (whence != SEEK_CUR || *offset != 0) return -1;
    *offset = static_cast<stdio_input*>(self)->taken;
    return 0;
  }

  std::istream* in;
  std::int64_t taken = 0;
};

capture_handle opened(stdio_input& input, const std::string& path) {
  const std::string expected = "expected a capture, pcap or pcapng: ";
  cookie_io_functions_t functions{};
  functions.read = stdio_input::read;
  functions.seek = stdio_input::seek;
  file_handle file(fopencookie(&input, "rb", functions));
  if (!file) throw std::bad_alloc();
  if (input.in->peek() == std::istream::traits_type::eof()) {
    if (input.in->bad()) fail_to_read(path);
    throw input_error(path, expected + "the file is empty");
  }
  char reason[PCAP_ERRBUF_SIZE] = {};
  capture_handle capture(pcap_fopen_offline_with_tstamp_precision(file.get(), PCAP_TSTAMP_PRECISION_NANO, reason));
  if (!capture) throw input_error(path, at_byte{0}, expected + reason);
  static_cast<void>(file.release());  // it is the capture's now
  return capture;
}

/// A capture filter, compiled for the packets of one capture.
class packet_filter final {
 public:
  packet_filter(pcap_t* capture, const std::string& text, const std::string& file) {
    if (text.empty()) return;
    if (pcap_compile(capture, &program_, text.c_str(), 1, PCAP_NETMASK_UNKNOWN) != 0) {
      throw input_error(file, "expected a capture filter, see pcap-filter(7): " + std::string(pcap_geterr(capture)) +
                                  ", in '" + text + "'");
    }
    is_set_ = true;
  }
  ~packet_filter() {
    if (is_set_) pcap_freecode(&program_);
  }
  packet_filter(const packet_filter&) = delete;
  packet_filter& operator=(const packet_filter&) = delete;

  bool takes(const pcap_pkthdr& info, const u_char* bytes) const {
    return !is_set_ || pcap_offline_filter(&program_, &info, bytes) != 0;
  }

 private:
  bpf_program program_{};
  bool is_set_ = false;
};

std::string link_name(int link_type) {
  const char* name = pcap_datalink_val_to_name(link_type);
  return name != nullptr ? name : "link type " + std::to_string(link_type);
}

}  // namespace

struct capture_reader::impl {
  impl(std::unique_ptr<std::istream> in, const std::string& file_name, const capture_options& options_given)
      : file(file_name),
        options(options_given),
        bytes(std::move(in)),
        input{bytes.get()},
        capture(opened(input, file)),
        filter(capture.get(), options.filter, file),
        decoder(known_link(), options.fragment_bytes_max),
        segments({options.server_port, options.out_of_order_bytes_max}) {
    header.kind = source_kind::capture;
    header.name = std::filesystem::path(file).filename().string();
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
    const u_char* content = nullptr;
    const int got = pcap_next_ex(capture.get(), &info, &content);
    if (got == PCAP_ERROR_BREAK) return finish();
    if (got != 1) return stop_at(pcap_geterr(capture.get()));
    ++packets;
    const std::uint64_t time_ns = time_of(*info);
    if (!filter.takes(*info, content)) {
      ++filtered;
      return;
    }
    std::optional<tcp_segment> segment =
        decoder.decode({reinterpret_cast<const char*>(content), info->caplen}, info->len);
    if (!segment) return;
    ++tcp_packets;
    segment->time_ns = time_ns;
    segments.take(*segment);
    pass_on_warnings();
    if (segments.connections() > options.connections_max) {
      fail("expected at most " + std::to_string(options.connections_max) + " connections that are open at a time, " +
           "found more");
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
    constexpr auto seconds_max = static_cast<std::int64_t>(trace_integer_max) / second_ns;
    std::int64_t passed = 0, since_ns = 0;
    bool representable = nanoseconds >= 0 && nanoseconds < second_ns &&
                         !__builtin_sub_overflow(seconds, first_seconds, &passed) && passed <= seconds_max;
    if (representable && passed >= 0) since_ns = passed * second_ns + nanoseconds - first_nanoseconds;
    representable = representable && since_ns <= static_cast<std::int64_t>(trace_integer_max);
    if (!representable) fail("expected a packet within 104 days of the first one, found a later one");
    return since_ns < 0 ? 0 : static_cast<std::uint64_t>(since_ns);  // less where the clock was set back
  }

  /// What was whole before the file's end is kept: a program that captures and is killed leaves such a file.
  void stop_at(const std::string& reason) {
    std::FILE* const read_from = pcap_file(capture.get());
    if (std::ferror(read_from) != 0) fail_to_read(file);
    if (std::feof(read_from) == 0) fail("expected a whole packet: " + reason);
    warnings.push_back(file + ": the capture is cut off in the middle of a packet, which was dropped: " + reason);
    finish();
  }

  void finish() {
    finished = true;
    segments.finish();
    pass_on_warnings();
    const packet_decoder::skipped counts = decoder.counts();
    if (segments.opened() == 0) {
      throw input_error(file, "expected a TCP connection, found none: " + std::to_string(tcp_packets) + " of " +
                                  std::to_string(packets) + " packets are TCP, " + std::to_string(counts.malformed) +
                                  " cannot be decoded" + filtered_text());
    }
    note(counts.malformed, "packets cannot be decoded and are left away");
    note(counts.ipv6_fragments, "IPv6 fragments are left away");
    note(counts.fragments_lost, "IPv4 fragments are left away, others of their packets are missing");
    if (warnings_left_away != 0) {
      warnings.push_back(file + ": " + std::to_string(warnings_left_away) + " more warnings");
    }
  }

  std::string filtered_text() const {
    return options.filter.empty() ? "" : ", " + std::to_string(filtered) + " are left away by the filter";
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
    throw input_error(file, at_byte{static_cast<std::uint64_t>(packet_at)}, message);
  }

  std::string file;
  capture_options options;
  trace_header header;
  std::unique_ptr<std::istream> bytes;
  stdio_input input;
  capture_handle capture;
  packet_filter filter;
  packet_decoder decoder;
  tcp_reassembler segments;
  std::vector<std::string> warnings;
  std::uint64_t warnings_left_away = 0;
  std::uint64_t packets = 0;
  std::uint64_t filtered = 0;
  std::uint64_t tcp_packets = 0;
  std::int64_t first_seconds = 0;
  std::int64_t first_nanoseconds = 0;
  long packet_at = 0;  ///< offset of the packet that is being read
  bool finished = false;
};

capture_reader::capture_reader(const std::string& path, const capture_options& options)
    : capture_reader(open_input(path), name_of_input(path), options) {}

capture_reader::capture_reader(std::unique_ptr<std::istream> in, const std::string& file,
                               const capture_options& options)
    : impl_(new impl(std::move(in), file, options)) {}

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
