#pragma once

#include <asynchat/traces/trace_event.h>

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace asynchat::traces {

struct export_options {
  /// No packet is longer. From mtu_bytes_min to mtu_bytes_max, of which the last is that of a loopback device: nearly
  /// every chunk is one packet.
  std::uint32_t mtu_bytes = 65'535;
  std::string application = "asynchat";    ///< the section's user application
  std::vector<std::string> comments = {};  ///< of the section

  static constexpr std::uint32_t mtu_bytes_min = 576;
  static constexpr std::uint32_t mtu_bytes_max = 65'535;
};

/// Writes the events of a trace as a capture, pcapng, that Wireshark opens: raw IP packets with right checksums.
///
/// A connection begins with a handshake. A chunk is one segment, or, above what the MTU allows, several, of which the
/// last has PSH; the receiver acknowledges it at once. A gap is sequence numbers that are missing, acknowledged and
/// with a comment; one of more than gap_bytes_max, which no window allows, is shown as so many. An end is a FIN, a
/// reset a RST. Packets of clients are outbound, those of servers inbound: the view of the client's machine. Times are
/// those of the trace, after its `started`, or after 1970 where that says no time.
///
/// Addresses are the trace's where it has some; else stand-ins, with the name in a comment of the SYN: see
/// docs/traces.md. Memory grows with the connections that are open, a few hundred bytes each.
///
/// Whether `out` could take it is for its owner to ask of the stream. Events come in the order of a trace (see
/// event_source); an event of no open connection, or a MTU out of its range, is a programmer's mistake. A writer is
/// used by one thread at a time.
class capture_writer final {
 public:
  /// Writes what a capture begins with. `out` outlives the writer.
  capture_writer(std::ostream& out, const trace_header& header, const export_options& options = {});
  capture_writer(const capture_writer&) = delete;
  capture_writer& operator=(const capture_writer&) = delete;
  ~capture_writer();

  /// The comments stand on the event's first packet. A close has a packet of its own where it has comments, or where
  /// neither side's end nor a reset has shown it.
  void write(const trace_event& event, std::span<const std::string> comments = {});

  std::uint64_t packets() const;

  static constexpr std::uint64_t gap_bytes_max = std::uint64_t{1} << 30;

 private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

}  // namespace asynchat::traces
