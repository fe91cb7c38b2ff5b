#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include "dialogue_makers.h"
#include "service_makers.h"

namespace asynchat::protocols {

namespace {

std::string big_endian(std::uint64_t value, std::size_t bytes) {
  std::string made(bytes, '\0');
  for (std::size_t i = bytes; i > 0; --i, value >>= 8) made[i - 1] = static_cast<char>(value & 0xffu);
  return made;
}

std::string reversed(std::string bytes) { return {bytes.rbegin(), bytes.rend()}; }

/// Groups of seven bits, the lowest first, and so many groups of zeros that say nothing.
std::string varint(std::uint64_t value, std::size_t padding) {
  std::string made;
  for (; value >= 0x80; value >>= 7) made += static_cast<char>((value & 0x7fu) | 0x80u);
  if (padding == 0) return made + static_cast<char>(value);
  made += static_cast<char>(value | 0x80u);
  made.append(padding - 1, '\x80');
  return made + '\0';
}

std::string prefix_of(std::uint64_t size, length_prefix form, std::size_t padding) {
  switch (form) {
    case length_prefix::u8:
      return big_endian(size, 1);
    case length_prefix::u16be:
      return big_endian(size, 2);
    case length_prefix::u16le:
      return reversed(big_endian(size, 2));
    case length_prefix::u32be:
      return big_endian(size, 4);
    case length_prefix::u32le:
      return reversed(big_endian(size, 4));
    case length_prefix::varint:
      break;
  }
  return varint(size, padding);
}

/// The terminator of a framing of terminators, or empty.
std::string terminator_of(const framing_spec& spec) {
  if (std::holds_alternative<line_spec>(spec)) return "\n";
  if (std::holds_alternative<crlf_spec>(spec)) return "\r\n";
  const auto* const delimiter = std::get_if<delimiter_spec>(&spec);
  return delimiter != nullptr ? delimiter->text : "";
}

/// `padding` is for varints.
std::string framed(const framing_spec& spec, std::string_view payload, std::size_t padding = 0) {
  std::string made(payload);
  if (const auto* const length = std::get_if<length_spec>(&spec)) {
    return prefix_of(payload.size(), length->prefix, padding) + made;
  }
  if (std::holds_alternative<netstring_spec>(spec)) return std::to_string(payload.size()) + ":" + made + ",";
  return made + terminator_of(spec);
}

class echo_service final : public service {
 public:
  explicit echo_service(framing_spec spec) : spec_(std::move(spec)) {}

  void frame(std::string_view name, std::string_view bytes, std::string& reply) override {
    if (name == "frame") reply += framed(spec_, bytes);
  }

 private:
  framing_spec spec_;
};

std::size_t largest_payload(const framing_spec& spec) {
  const auto* const length = std::get_if<length_spec>(&spec);
  if (length == nullptr) return std::numeric_limits<std::size_t>::max();
  if (length->prefix == length_prefix::u8) return 0xff;
  return length->prefix == length_prefix::u16be || length->prefix == length_prefix::u16le ? 0xffff : 0xffffffff;
}

/// Bytes drawn up to the limit, and again and again up to the size.
std::string filled(draws& draw, std::size_t size, std::size_t drawn_max) {
  std::string drawn = draw.payload(std::min(size, drawn_max));
  drawn += static_cast<char>(draw.below(256));
  std::string made;
  while (made.size() < size) made.append(drawn, 0, size - made.size());
  return made;
}

dialogue make_count_dialogue(std::uint64_t size, draws& draw, const dialogue_limits& limits) {
  dialogue made;
  if (size > framing_limits{}.frame_bytes_max) return made;
  const std::size_t exchanges = size > limits.payload_bytes_max ? 1 : draw.between(1, limits.exchanges_max);
  while (made.exchanges.size() < exchanges) {
    const std::string frame = filled(draw, static_cast<std::size_t>(size), limits.payload_bytes_max);
    made.exchanges.push_back({frame, frame});
  }
  return made;
}

}  // namespace

std::unique_ptr<service> make_echo_service(const framing_spec& spec) { return std::make_unique<echo_service>(spec); }

dialogue make_echo_dialogue(const framing_spec& spec, draws& draw, const dialogue_limits& limits) {
  if (const auto* const count = std::get_if<count_spec>(&spec)) {
    return make_count_dialogue(count->frame_bytes, draw, limits);
  }
  dialogue made;
  const std::string terminator = terminator_of(spec);
  const std::size_t size_max = std::min(limits.payload_bytes_max, largest_payload(spec));
  const std::size_t exchanges = draw.between(1, limits.exchanges_max);
  while (made.exchanges.size() < exchanges) {
    const std::string payload = draw.payload_before(terminator, size_max);
    const std::size_t padding = draw.one_in(4) ? draw.between(1, 5) : 0;
    made.exchanges.push_back({framed(spec, payload, padding), framed(spec, payload)});
  }
  return made;
}

}  // namespace asynchat::protocols
