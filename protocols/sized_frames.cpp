#include <asynchat/protocols/sized_frames.h>

namespace asynchat::protocols {

namespace {

using makers = std::vector<sized_frame>;

std::string filler(std::size_t size) { return std::string(size, 'x'); }

/// `before`, filler, and `after`, of which the first `size` bytes are what the limit counts.
sized_frame padded(std::string before, std::string after, std::size_t counted_behind) {
  return [before = std::move(before), after = std::move(after), counted_behind](std::size_t size) {
    return before + filler(size - before.size() - counted_behind) + after;
  };
}

/// A byte that is not in the text.
char other_byte(std::string_view text) {
  char byte = 'x';
  while (text.find(byte) != std::string_view::npos) ++byte;
  return byte;
}

makers delimited(const std::string& delimiter) {
  // A delimiter may hold every byte there is; then nothing is safe to fill with.
  if (delimiter.size() >= 256) return {};
  return {[delimiter, byte = other_byte(delimiter)](std::size_t size) { return std::string(size, byte) + delimiter; }};
}

std::string written(std::size_t size, length_prefix form) {
  std::string bytes;
  if (form == length_prefix::varint) {
    for (; size >= 0x80; size >>= 7) bytes += static_cast<char>(0x80 | (size & 0x7f));
    return bytes + static_cast<char>(size);
  }
  const bool wide = form == length_prefix::u32be || form == length_prefix::u32le;
  const std::size_t count = form == length_prefix::u8 ? 1 : wide ? 4 : 2;
  for (std::size_t i = 0; i < count; ++i) bytes += static_cast<char>(size >> (8 * i) & 0xff);
  const bool big = form == length_prefix::u16be || form == length_prefix::u32be;
  return big ? std::string(bytes.rbegin(), bytes.rend()) : bytes;
}

/// A bulk string, of `size` bytes in all.
std::string bulk(std::size_t size) {
  std::size_t payload = size - 6;
  std::string head;
  for (;; --payload) {
    head = "$" + std::to_string(payload) + "\r\n";
    if (head.size() + payload + 2 <= size) break;
  }
  return head + filler(payload) + "\r\n";
}

std::string publish(std::size_t size) {
  std::size_t rest = size - 2;
  while (1 + written(rest, length_prefix::varint).size() + rest > size) --rest;
  const std::string topic("\0\1t", 3);
  return "\x30" + written(rest, length_prefix::varint) + topic + filler(rest - topic.size());
}

sized_frame block(const std::string& announced) {
  return [announced](std::size_t size) { return announced + std::to_string(size) + "\r\n" + filler(size) + "\r\n"; };
}

}  // namespace

std::vector<sized_frame> sized_frames(const framing_spec& spec, side from) {
  struct visitor {
    bool client;

    makers operator()(const line_spec&) const { return delimited("\n"); }
    makers operator()(const crlf_spec&) const { return delimited("\r\n"); }
    makers operator()(const delimiter_spec& one) const { return delimited(one.text); }
    makers operator()(const count_spec&) const { return {}; }
    makers operator()(const length_spec& one) const {
      return {[form = one.prefix](std::size_t size) { return written(size, form) + filler(size); }};
    }
    makers operator()(const http1_spec&) const {
      return {padded(client ? "GET / HTTP/1.1\r\na: " : "HTTP/1.1 204 a\r\na: ", "\r\n\r\n", 0)};
    }
    makers operator()(const resp_spec&) const {
      return {client ? padded("", "\r\n", 2) : padded("+", "\r\n", 2),
              client ? [](std::size_t size) { return "*1\r\n" + bulk(size - 4); } : sized_frame(bulk)};
    }
    makers operator()(const netstring_spec&) const {
      return {[](std::size_t size) { return std::to_string(size) + ':' + filler(size) + ','; }};
    }
    makers operator()(const memcache_spec&) const {
      return {padded("", "\r\n", 0), block(client ? "set k 0 0 " : "VALUE k 0 ")};
    }
    makers operator()(const mqtt_spec&) const { return {publish}; }
    makers operator()(const smtp_spec&) const { return {client ? padded("", "\r\n", 0) : padded("220 ", "\r\n", 2)}; }
  };
  return std::visit(visitor{from == side::client}, spec);
}

}  // namespace asynchat::protocols
