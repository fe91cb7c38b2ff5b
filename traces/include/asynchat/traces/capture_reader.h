#pragma once

#include <asynchat/traces/error.h>
#include <asynchat/traces/event_source.h>

#include <cstddef>
#include <cstdint>
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
  /// Pairs of endpoints in one capture; more is an input_error.
  std::size_t connections_max = 200'000;
  std::size_t warnings_max = 50;
};

/// Reads the TCP connections of a pcap or pcapng file.
///
/// The client is the side that sent the SYN; without a SYN see capture_options. Times count from the first packet and
/// never decrease. A file that holds no TCP connection is an input_error at its end.
class capture_reader final : public event_source {
 public:
  /// Opens the file, whose name becomes header().name, and reads its first packet.
  explicit capture_reader(const std::string& path, const capture_options& options = {});
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
