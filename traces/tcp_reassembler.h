#pragma once

#include <asynchat/traces/trace_event.h>
#include <asynchat/transport/endpoint.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tcp_segment.h"

namespace asynchat::traces {

struct reassembly_options {
  std::optional<std::uint16_t> server_port = {};  ///< names the server where no SYN does
  std::size_t out_of_order_bytes_max = 0;         ///< one direction; above, its first hole becomes a gap
  /// Closed connections that are remembered, so that late copies of their segments open nothing; those closed last.
  std::size_t closed_max = 32'768;
  /// Connections whose SYN nobody has answered yet; the last ones.
  std::size_t unanswered_max = 16'384;
};

/// Turns the segments of a capture, in the order in which they were captured, into the events of a trace.
///
/// Of bytes that come more than once the first copy counts. Each run of new bytes of one segment is one data event, at
/// the time when it and all before it had come. A hole is waited for until it is certain that it was only missed: the
/// receiver acknowledges bytes beyond it, or the connection or the capture ends; then it becomes a gap. Sequence
/// numbers are unwrapped to 64 bits around the next byte expected, so streams longer than 4 GiB are no case of their
/// own. Memory grows with the connections that are open, not with those that were.
///
///        next          pending           pending     fin
///     ----|.... hole ....|########|.......|####|......|
///     delivered
class tcp_reassembler final {
 public:
  explicit tcp_reassembler(const reassembly_options& options) : options_(options) {}

  void take(const tcp_segment& segment);

  /// The capture is over: what is missing by now is a gap. The connections that stand are not closed.
  void finish();

  /// The next event, if there is one already.
  std::optional<trace_event> next();

  /// Sentences about what the events do not say; those read are gone.
  std::vector<std::string> take_warnings() { return std::exchange(warnings_, {}); }

  /// What is kept in memory: connections that are not closed, and what waits for a hole to be filled, with what keeping
  /// it costs.
  std::size_t connections() const { return connections_.size(); }
  std::size_t out_of_order_bytes() const { return out_of_order_bytes_; }

  /// How many connections have opened.
  std::uint64_t opened() const { return opened_; }

 private:
  /// One direction. Offsets count from the first byte after the SYN, or the first one seen.
  struct half {
    bool known = false;    ///< base is
    bool guessed = false;  ///< base comes from the other side's ACK alone
    std::optional<std::uint32_t> isn;
    std::uint32_t base = 0;                        ///< the sequence number of offset 0
    std::uint64_t next = 0;                        ///< offset of the first byte not yet delivered
    std::uint64_t acked = 0;                       ///< offset up to which the receiver has acknowledged
    std::uint64_t sent = 0;                        ///< offset up to which the sender was seen to send
    std::optional<std::uint64_t> fin;              ///< offset of the end of the stream
    bool ended = false;                            ///< its eof is out
    std::map<std::uint64_t, std::string> pending;  ///< disjoint, all beyond next, by offset
    std::size_t pending_cost = 0;
  };
  struct connection {
    endpoint client;
    endpoint server;
    std::array<half, 2> halves;
    std::uint64_t number = 0;      ///< 0: nobody has answered yet
    std::uint64_t unanswered = 0;  ///< until then, its key in unanswered_
  };
  /// What is left of a connection.
  struct closed_connection {
    std::uint64_t number = 0;
    std::uint64_t closed_as = 0;  ///< its key in closed_order_
    bool client_is_first = false;
    bool late_seen = false;
    std::array<std::optional<std::uint32_t>, 2> isn;
    std::array<std::uint32_t, 2> next{};  ///< the sequence number behind the last byte
  };
  struct endpoint_order {
    bool operator()(const endpoint& a, const endpoint& b) const {
      return std::pair(a.port, std::string_view(a.host)) < std::pair(b.port, std::string_view(b.host));
    }
  };
  using key = std::pair<endpoint, endpoint>;
  struct key_order {
    bool operator()(const key& a, const key& b) const {
      const endpoint_order before;
      if (before(a.first, b.first)) return true;
      return !before(b.first, a.first) && before(a.second, b.second);
    }
  };
  enum class holes : std::uint8_t { wait, skip_acked, skip_all };

  using connections_by_ends = std::map<key, connection, key_order>;
  using closed_by_ends = std::map<key, closed_connection, key_order>;

  static std::int64_t offset_of(const half& one, std::uint32_t seq);
  static bool starts_another(const connection& known, const tcp_segment& segment);
  bool is_late(const key& ends, const tcp_segment& segment);
  connections_by_ends::iterator add(key ends, const tcp_segment& segment);
  static void begin(half& one, std::uint32_t base);
  connection made_for(const tcp_segment& segment) const;
  void track(connections_by_ends::iterator found, const tcp_segment& segment);
  void store(half& one, std::int64_t offset, const tcp_segment& segment);
  void insert(half& one, std::uint64_t offset, std::string_view bytes);
  void drop_from(half& one, std::uint64_t offset);
  void deliver(connection& known, side from, holes how);
  void hang_up(connections_by_ends::iterator found);
  void remember(connections_by_ends::const_iterator found);
  void forget_closed(const key& ends);
  void fill(connection& known);
  void forget(connections_by_ends::iterator found);
  void note_late(closed_connection& known, std::size_t sender, const tcp_segment& segment);
  trace_event event_of(connection& known, event_kind kind, side from);

  reassembly_options options_;
  connections_by_ends connections_;                                    ///< those that are not closed
  std::map<std::uint64_t, connections_by_ends::iterator> unanswered_;  ///< of them, in the order of their SYNs
  closed_by_ends closed_;
  std::map<std::uint64_t, closed_by_ends::iterator> closed_order_;
  std::deque<trace_event> events_;
  std::vector<std::string> warnings_;
  std::size_t out_of_order_bytes_ = 0;
  std::uint64_t now_ns_ = 0;
  std::uint64_t opened_ = 0;
  std::uint64_t last_key_ = 0;  ///< of unanswered_ and closed_order_
};

}  // namespace asynchat::traces
