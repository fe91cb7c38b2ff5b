#include "pcapng_writer.h"

namespace asynchat::traces {
namespace {

enum class option : std::uint16_t {
  end = 0,
  comment = 1,
  section_application = 4,
  interface_name = 2,
  interface_time_resolution = 9,
  packet_flags = 2
};

void put16(std::string& out, std::uint32_t value) {
  out += static_cast<char>(value & 0xff);
  out += static_cast<char>(value >> 8 & 0xff);
}

void put32(std::string& out, std::uint32_t value) {
  put16(out, value & 0xffff);
  put16(out, value >> 16);
}

void pad(std::string& out, std::size_t bytes) { out.append((4 - bytes % 4) % 4, '\0'); }

void put_option(std::string& out, option code, std::string_view value) {
  put16(out, static_cast<std::uint16_t>(code));
  put16(out, static_cast<std::uint16_t>(value.size()));
  out += value;
  pad(out, value.size());
}

/// Ends a text that is too long, and not inside of a UTF-8 sequence.
void put_comment(std::string& out, std::string_view text) {
  if (text.size() <= pcapng_writer::comment_bytes_max) return put_option(out, option::comment, text);
  std::size_t end = pcapng_writer::comment_bytes_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  put_option(out, option::comment, std::string(text.substr(0, end)) + "…");
}

/// libpcap reads no block above 16 MiB.
void put_comments(std::string& out, std::span<const std::string> comments) {
  constexpr std::size_t block_bytes_max = std::size_t{8} << 20;
  for (std::size_t i = 0; i < comments.size(); ++i) {
    if (out.size() > block_bytes_max) {
      return put_comment(out, std::to_string(comments.size() - i) + " more comments are left away");
    }
    put_comment(out, comments[i]);
  }
}

}  // namespace

pcapng_writer::pcapng_writer(std::ostream& out, const std::string& application, std::span<const std::string> comments)
    : out_(out) {
  constexpr std::uint32_t section_header = 0x0a0d0d0a, byte_order_magic = 0x1a2b3c4d, interface_description = 1;
  constexpr std::uint16_t link_type_raw_ip = 101;
  put32(body_, byte_order_magic);
  put16(body_, 1);  // version 1.0
  put16(body_, 0);
  put32(body_, 0xffffffff);  // the section's length, which is not known
  put32(body_, 0xffffffff);
  put_comments(body_, comments);
  put_option(body_, option::section_application, application);
  put_option(body_, option::end, {});
  write_block(section_header);
  put16(body_, link_type_raw_ip);
  put16(body_, 0);
  put32(body_, 0);  // packets of any length
  put_option(body_, option::interface_name, "asynchat");
  put_option(body_, option::interface_time_resolution, "\x09");
  put_option(body_, option::end, {});
  write_block(interface_description);
}

void pcapng_writer::packet(std::uint64_t time_ns, direction where, std::string_view bytes,
                           std::span<const std::string> comments) {
  constexpr std::uint32_t enhanced_packet = 6;
  put32(body_, 0);  // the interface
  put32(body_, static_cast<std::uint32_t>(time_ns >> 32));
  put32(body_, static_cast<std::uint32_t>(time_ns & 0xffffffff));
  put32(body_, static_cast<std::uint32_t>(bytes.size()));
  put32(body_, static_cast<std::uint32_t>(bytes.size()));
  body_ += bytes;
  pad(body_, bytes.size());
  put_comments(body_, comments);
  std::string flags;
  put32(flags, static_cast<std::uint32_t>(where));
  put_option(body_, option::packet_flags, flags);
  put_option(body_, option::end, {});
  write_block(enhanced_packet);
}

void pcapng_writer::write_block(std::uint32_t type) {
  std::string header, trailer;
  constexpr std::size_t around = 12;
  put32(trailer, static_cast<std::uint32_t>(body_.size() + around));
  put32(header, type);
  header += trailer;
  out_ << header << body_ << trailer;
  body_.clear();
}

}  // namespace asynchat::traces
