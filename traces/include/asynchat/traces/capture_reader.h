#pragma once

#include <asynchat/traces/error.h>
#include <asynchat/traces/event_source.h>

#include <cstddef>
#include <cstdint>
#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace asynchat::traces {

struct capture_options {
  /// The port of the servers of connections whose SYN is not in the capture; without it theirs is the lower port.
  std::optional<std::uint16_t> server_port = {};
  /// One direction: when more than this waits for a hole to be filled, the hole becomes a gap, with a warning.
  std::size_t out_of_order_bytes_max = std::size_t{16} << 20;
  /// All connections together; more is an input_error.
  std::size_t out_of_order_total_bytes_max = std::size_t{256} << 20;
  /// IPv4 fragments that wait for the others of their packet; when there are more they are given up, with a warning.
  std::size_t fragment_bytes_max = std::size_t{16} << 20;
  /// Connections that are open at a time; more is an input_error.
  std::size_t connections_max = 200'000;
  /// Packets that this capture filter, pcap-filter(7), does not take are left away; empty: none. A filter that is none
  /// is an input_error with libpcap's reason.
  std::string filter = {};
  std::size_t warnings_max = 50;
};

/// Reads the TCP connections of a pcap or pcapng file, or of a pipe that brings one. Memory grows with the connections
/// that are open at a time and with what waits for a hole to be filled, within the limits of capture_options.
///
/// The client is the side that sent the SYN; without a SYN see capture_options. Times count from the first packet,
/// whether the filter takes it or not, and never decrease. A capture that ends in the middle of a packet, as that of a
/// program that was killed, is read up to there, with a warning. One that holds no TCP connection is an input_error at
/// its end. A reader is used by one thread at a time.
class capture_reader final : public event_source {
 public:
  /// Opens the file, or the standard input for `-`, and reads its first packet. The file's name becomes header().name.
  explicit capture_reader(const std::string& path, const capture_options& options = {});
  /// Reads from `in`, which is the reader's from now on and, for errors, the file of that name.
  capture_reader(std::unique_ptr<std::istream> in, const std::string& file, const capture_options& options = {});
  capture_reader(const capture_reader&) = delete;
  capture_reader& operator=(const capture_reader&) = delete;
  ~capture_reader() override;

  const trace_header& header() const override;
  std::optional<trace_event> next() override;
  const std::string& file() const override;
  const std::vector<std::string>& warnings() const override;

 private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

}  // namespace asynchat::traces
