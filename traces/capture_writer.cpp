#include <asynchat/traces/capture_writer.h>

#include <asynchat/traces/wall_clock_text.h>
#include <asynchat/transport/check.h>

#include <algorithm>
#include <array>
#include <map>
#include <ostream>

#include "address_book.h"
#include "packet_encoder.h"
#include "pcapng_writer.h"

namespace asynchat::traces {
namespace {

using comment_list = std::vector<std::string>;

comment_list section_comments(const trace_header& header, const export_options& options) {
  comment_list all{"Made by asynchat of a recording (" + std::string(to_string(header.kind)) +
                   (header.name.empty() ? "" : ", " + header.name) +
                   "). The bytes, their order and chunks, and the times are recorded; the packets around them are made "
                   "up."};
  if (!header.started) all.emplace_back("It does not say when it began: times count from 1970.");
  if (header.started && !wall_clock_ns(*header.started)) {
    all.push_back("It says that it began at \"" + *header.started + "\", which is no time: times count from 1970.");
  }
  all.insert(all.end(), options.comments.begin(), options.comments.end());
  return all;
}

/// Initial sequence numbers that tell connections apart which use the same ports one after another.
std::uint32_t initial_sequence(std::uint64_t number, side from) {
  constexpr std::uint64_t odd = 0x9e3779b1;
  return static_cast<std::uint32_t>((2 * number + (from == side::client ? 0 : 1)) * odd);
}

}  // namespace

struct capture_writer::impl {
  struct half {
    std::uint32_t next = 0;     ///< sequence number of the next byte
    std::uint64_t missing = 0;  ///< since the last byte that is there
    bool ended = false;
    bool aborted = false;
  };
  struct connection {
    ip_pair ends;
    std::array<half, 2> halves;

    half& of(side from) { return halves[static_cast<std::size_t>(from)]; }
  };

  impl(std::ostream& out, const trace_header& header, const export_options& options_given)
      : options(options_given),
        started_ns(header.started ? wall_clock_ns(*header.started).value_or(0) : 0),
        file(out, options.application, section_comments(header, options)) {
    ASYNCHAT_CHECK(
        options.mtu_bytes >= export_options::mtu_bytes_min && options.mtu_bytes <= export_options::mtu_bytes_max,
        "an exported capture's MTU is in its range");
  }

  connection& find(std::uint64_t conn) {
    const auto found = connections.find(conn);
    ASYNCHAT_CHECK(found != connections.end(), "an exported event belongs to an open connection");
    return found->second;
  }

  made_segment segment_of(connection& in, side from) const {
    made_segment made;
    made.from = from == side::client ? &in.ends.client : &in.ends.server;
    made.to = from == side::client ? &in.ends.server : &in.ends.client;
    made.seq = in.of(from).next;
    made.ack = in.of(other(from)).next;
    return made;
  }

  void put(side from, const made_segment& segment, std::span<const std::string> comments = {}) {
    encode(segment, packet);
    file.packet(started_ns + time_ns,
                from == side::client ? pcapng_writer::direction::outbound : pcapng_writer::direction::inbound, packet,
                comments);
    ++packets;
  }

  /// A side that has aborted acknowledges nothing any more.
  void acknowledge(connection& in, side receiver, std::span<const std::string> comments = {}) {
    if (!in.of(receiver).aborted) put(receiver, segment_of(in, receiver), comments);
  }

  void open(const trace_event& event, comment_list comments) {
    address_book::entry entry = addresses.take(event.client, event.server);
    connection& made = connections[event.conn];
    made.ends = entry.ends;
    made.of(side::client).next = initial_sequence(opened, side::client);
    made.of(side::server).next = initial_sequence(opened, side::server);
    ++opened;
    comments.insert(comments.begin(), entry.comments.begin(), entry.comments.end());
    made_segment syn = segment_of(made, side::client);
    syn.syn = true;
    syn.has_ack = false;
    syn.mss = segment_bytes_max(made.ends.client.is_v6, options.mtu_bytes);
    put(side::client, syn, comments);
    ++made.of(side::client).next;
    made_segment answer = segment_of(made, side::server);
    answer.syn = true;
    answer.mss = syn.mss;
    put(side::server, answer);
    ++made.of(side::server).next;
    acknowledge(made, side::client);
  }

  void data(const trace_event& event, comment_list comments) {
    connection& in = find(event.conn);
    if (in.of(other(event.from)).aborted) comments.emplace_back("sent after the other side's reset");
    half& sender = in.of(event.from);
    const std::size_t part_max = segment_bytes_max(in.ends.client.is_v6, options.mtu_bytes);
    std::string_view rest = event.bytes;
    while (!rest.empty()) {
      made_segment made = segment_of(in, event.from);
      made.payload = rest.substr(0, part_max);
      rest.remove_prefix(made.payload.size());
      made.push = rest.empty();
      put(event.from, made, comments);
      comments.clear();
      sender.next += static_cast<std::uint32_t>(made.payload.size());
    }
    sender.missing = 0;
    acknowledge(in, other(event.from));
  }

  void gap(const trace_event& event, comment_list comments) {
    connection& in = find(event.conn);
    half& sender = in.of(event.from);
    const std::uint64_t shown = std::min(event.gap_bytes, gap_bytes_max - sender.missing);
    sender.missing += shown;
    sender.next += static_cast<std::uint32_t>(shown);
    comments.push_back("the recording missed " + std::to_string(event.gap_bytes) + " bytes from the " +
                       std::string(to_string(event.from)) + " here" +
                       (shown == event.gap_bytes ? "" : ", shown as " + std::to_string(shown)));
    const side receiver = other(event.from);
    acknowledge(in, in.of(receiver).aborted ? event.from : receiver, comments);
  }

  void end(const trace_event& event, const comment_list& comments) {
    connection& in = find(event.conn);
    made_segment made = segment_of(in, event.from);
    made.fin = event.kind == event_kind::eof;
    made.rst = event.kind == event_kind::reset;
    put(event.from, made, comments);
    half& sender = in.of(event.from);
    if (made.rst) {
      sender.aborted = true;
      return;
    }
    sender.ended = true;
    ++sender.next;
    acknowledge(in, other(event.from));
  }

  void close(const trace_event& event, comment_list comments) {
    connection& in = find(event.conn);
    const half &client = in.of(side::client), &server = in.of(side::server);
    const bool is_shown = (client.ended && server.ended) || client.aborted || server.aborted;
    if (!is_shown) comments.emplace_back("the connection is gone, and the recording does not say how");
    if (!comments.empty()) put(side::client, segment_of(in, side::client), comments);
    addresses.release(in.ends);
    connections.erase(event.conn);
  }

  export_options options;
  std::uint64_t started_ns;
  pcapng_writer file;
  address_book addresses;
  std::map<std::uint64_t, connection> connections;  ///< those that are open
  std::uint64_t time_ns = 0;
  std::uint64_t opened = 0;
  std::uint64_t packets = 0;
  std::string packet;  ///< kept for its memory
};

capture_writer::capture_writer(std::ostream& out, const trace_header& header, const export_options& options)
    : impl_(new impl(out, header, options)) {}

capture_writer::~capture_writer() = default;

void capture_writer::write(const trace_event& event, std::span<const std::string> comments) {
  impl_->time_ns = event.time_ns;
  comment_list own(comments.begin(), comments.end());
  switch (event.kind) {
    case event_kind::open:
      return impl_->open(event, std::move(own));
    case event_kind::data:
      return impl_->data(event, std::move(own));
    case event_kind::gap:
      return impl_->gap(event, std::move(own));
    case event_kind::eof:
    case event_kind::reset:
      return impl_->end(event, own);
    case event_kind::close:
      return impl_->close(event, std::move(own));
  }
}

std::uint64_t capture_writer::packets() const { return impl_->packets; }

}  // namespace asynchat::traces
