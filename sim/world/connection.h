#pragma once

#include <asynchat/sim/fate.h>
#include <asynchat/transport/endpoint.h>
#include <asynchat/transport/io_result.h>
#include <asynchat/transport/stream.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <system_error>

#include "host_impl.h"
#include "link.h"
#include "source.h"

namespace asynchat::sim {

class connection;
class listening;
class simulated_stream;

inline std::error_code code_of(std::errc error) { return std::make_error_code(error); }

/// One direction of a connection: a window that moves over the bytes of its stream.
///
///     0 …… read ………… arrived ………… sent ………… written
///          | may be read | under way | waits at the sender |
///
/// read <= arrived <= sent <= written; sent - read is at most the receive window, written - arrived at most the send
/// buffer. Only the bytes from `read` on are kept.
class wire {
 public:
  std::uint64_t read = 0;
  std::uint64_t arrived = 0;
  std::uint64_t sent = 0;
  std::uint64_t written = 0;
  link* route = nullptr;
  time_point last_arrival{};  ///< of what is under way: order is kept

  bool end_asked = false;      ///< the sender has no more to say,
  bool end_sent = false;       ///< which is under way,
  bool end_arrived = false;    ///< and known to the receiver
  bool broken = false;         ///< nothing is sent on it any more
  bool sender_waits = false;   ///< its buffer was full
  bool segment_waits = false;  ///< by Nagle's rule
  bool window_waits = false;   ///< the receive window was full
  bool ack_under_way = false;
  bool end_told = false;  ///< an observer was told how it ended

  void put(std::string_view bytes);
  void take(std::span<char> into);
  /// Where the next byte to be read is, or will be.
  const char* unread() const { return kept_.data() + head_; }
  /// Forgets what has arrived and was not read,
  void drop_arrived();
  /// what has not been sent yet,
  void drop_unsent();
  /// or all of it.
  void drop();

  /// How many bytes the send buffer has room for.
  std::size_t room() const {
    const std::uint64_t used = written - arrived;
    const std::size_t buffer = route->options.send_buffer_bytes;
    return used >= buffer ? 0 : buffer - static_cast<std::size_t>(used);
  }

  /// A place that no recv passes in one call; at one that blocks, the first recv would block.
  struct mark {
    std::uint64_t offset = 0;
    bool blocks = false;
  };
  std::unique_ptr<std::deque<mark>> marks;  ///< ascending; null where there never was one
  void add_mark(mark where);
  /// The first one that is not behind what was read; past all offsets where there is none. `marks` is not null.
  mark next_mark();

 private:
  std::string kept_;
  std::size_t head_ = 0;
};

/// One end of a connection: what a stream of the seam stands on.
class connection_end final : public source {
 public:
  void belong_to(connection& whole, side which) {
    whole_ = &whole;
    which_ = which;
  }
  void open(host::impl& home) {
    place_at(home);
    closed = false;
  }
  readiness ready(readiness wanted) const override;

  bool closed = true;
  bool connected = false;

 private:
  side which_ = side::client;

 public:
  const simulated_stream* holder = nullptr;  ///< null once it is closed
  std::error_code error;

 private:
  connection* whole_ = nullptr;
};

/// Both ends and both directions of one connection, and what its streams do with them.
class alignas(64) connection {
 public:
  connection(world::core& core, std::uint32_t place);

  /// Begins a new life of this object: a connect by that host, from that port of its own.
  void begin(host::impl& client, std::uint16_t port, const endpoint& where);

  io_result recv(side who, std::span<char> into);
  io_result send(side who, std::string_view bytes);
  std::error_code finish_connect(side who) const;
  std::error_code shut_down_send(side who);
  void close(side who);
  void abort(side who);
  endpoint local(side who) const;
  endpoint peer(side who) const;

  // What happens to it; called by the world as its events come due.
  void look_name_up();
  void name_is_looked_up(bool found);
  void name_was_found(host::impl& server);
  /// There is no such address: nobody answers.
  void request_is_lost();
  void request_arrives();
  void connect_is_over(std::error_code outcome);
  void segment_arrives(side from, std::size_t bytes);
  void end_arrives(side from);
  void reset_arrives(side at, std::error_code why);
  void acknowledged(side from);
  void window_opens(side from);
  void sender_gives_up(side from, std::uint32_t arrived);

  /// The host of that end has died; its kernel, if it still has power, says so.
  void host_died(side who, bool powered);
  /// True when nobody holds it and nothing is under way.
  bool over() const {
    const auto gone = [](const connection_end& one) { return one.closed && one.holder == nullptr; };
    return gone(ends[0]) && gone(ends[1]) && pending == 0 && waiting_at == nullptr;
  }
  void release_if_over() {
    if (ordinal != 0 && over()) release();
  }
  /// Brings what an event needs of this object towards the processor,
  void fetch() const {
    const char* const end = reinterpret_cast<const char*>(&waiting_at);
    for (const char* at = reinterpret_cast<const char*>(this); at < end; at += 64) __builtin_prefetch(at);
  }
  /// and what that leads to.
  void fetch_further() const {
    for (const wire& each : wires) __builtin_prefetch(each.unread());
    for (const connection_end& each : ends) __builtin_prefetch(each.holder);
  }

  wire_name name(side from) const { return {client_number, ordinal, from}; }
  connection_end& end(side who) { return ends[static_cast<std::size_t>(who)]; }
  const connection_end& end(side who) const { return ends[static_cast<std::size_t>(who)]; }
  wire& from(side who) { return wires[static_cast<std::size_t>(who)]; }
  const wire& from(side who) const { return wires[static_cast<std::size_t>(who)]; }
  host::impl* ends_host(side who) const { return hosts[static_cast<std::size_t>(who)]; }

  // First what each event needs.
  world::core& core;
  const std::uint32_t place;  ///< in the world's list
  std::uint32_t pending = 0;  ///< events under way
  std::uint32_t client_number = 0;
  std::uint32_t ordinal = 0;
  std::array<wire, 2> wires;
  std::array<connection_end, 2> ends;
  listening* waiting_at = nullptr;  ///< it waits there to be accepted
  std::array<host::impl*, 2> hosts{};
  endpoint where;
  time_point asked_at{};
  std::uint16_t client_port = 0;
  std::uint16_t tries = 0;

 private:
  void schedule(time_point when, happening::kind what, side who, std::uint32_t amount);
  /// How long an answer takes to reach that end.
  duration latency_to(side who) const;
  io_result recv_nothing(side who);
  void open_window(side who);
  void release();
  bool closes_with_reset(side who);

  void ask();
  void retry_request();

  void transmit(side who);
  bool send_segment(side who, wire& out);
  void count_faults_of(const segment& next, const link_options& options, std::size_t available);
  time_point arrival_of(const wire& out, const segment& next);
  void send_end(side who);
  void send_reset(side who);
  void break_both_ways(time_point when);
};

/// One end as the seam has it.
class simulated_stream final : public stream {
 public:
  simulated_stream(connection& whole, side which) : whole_(&whole), which_(which) { whole.end(which).holder = this; }
  ~simulated_stream() override;

  void watch(registration who, readiness wanted) override;
  void unwatch() override;
  io_result recv(std::span<char> into) override;
  io_result send(std::string_view bytes) override;
  std::error_code finish_connect() override;
  std::error_code shutdown_send() override;
  void abort() override;
  void close() override;
  endpoint local() const override;
  endpoint peer() const override;

 private:
  connection* whole_;  ///< null once closed
  side which_;
};

}  // namespace asynchat::sim
