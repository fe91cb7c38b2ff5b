#pragma once

#include <cstdint>
#include <ostream>
#include <span>
#include <string>
#include <string_view>

namespace asynchat::traces {

/// Writes the blocks of a pcapng file (draft-ietf-opsawg-pcapng) with one interface of raw IP packets, whose times are
/// nanoseconds. libpcap writes only pcap, which has no comments.
class pcapng_writer final {
 public:
  enum class direction : std::uint8_t { inbound = 1, outbound = 2 };

  /// Writes the section's and the interface's header. `out` outlives the writer.
  pcapng_writer(std::ostream& out, const std::string& application, std::span<const std::string> comments);

  /// `time_ns` counts from 1970. A comment of more than comment_bytes_max ends early, with "…".
  void packet(std::uint64_t time_ns, direction where, std::string_view bytes, std::span<const std::string> comments);

  static constexpr std::size_t comment_bytes_max = 60'000;

 private:
  void write_block(std::uint32_t type);

  std::ostream& out_;
  std::string body_;  ///< of the block at work; kept for its memory
};

}  // namespace asynchat::traces
