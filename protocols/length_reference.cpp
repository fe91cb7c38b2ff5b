#include <asynchat/protocols/references.h>

#include <optional>

namespace asynchat::protocols {

namespace {

struct prefix_value {
  std::size_t bytes = 0;
  std::uint64_t value = 0;
};

std::uint64_t byte_at(std::string_view input, std::size_t at) { return static_cast<unsigned char>(input[at]); }

std::optional<prefix_value> read_fixed(std::string_view input, length_prefix form) {
  switch (form) {
    case length_prefix::u8:
      if (input.empty()) return std::nullopt;
      return prefix_value{1, byte_at(input, 0)};
    case length_prefix::u16be:
      if (input.size() < 2) return std::nullopt;
      return prefix_value{2, byte_at(input, 0) * 256 + byte_at(input, 1)};
    case length_prefix::u16le:
      if (input.size() < 2) return std::nullopt;
      return prefix_value{2, byte_at(input, 1) * 256 + byte_at(input, 0)};
    case length_prefix::u32be:
      if (input.size() < 4) return std::nullopt;
      return prefix_value{
          4, ((byte_at(input, 0) * 256 + byte_at(input, 1)) * 256 + byte_at(input, 2)) * 256 + byte_at(input, 3)};
    case length_prefix::u32le:
      if (input.size() < 4) return std::nullopt;
      return prefix_value{
          4, ((byte_at(input, 3) * 256 + byte_at(input, 2)) * 256 + byte_at(input, 1)) * 256 + byte_at(input, 0)};
    case length_prefix::varint:
      break;
  }
  return std::nullopt;
}

/// Value 0 in 0 bytes for a number that ten bytes do not hold.
std::optional<prefix_value> read_varint(std::string_view input) {
  std::uint64_t value = 0;
  std::uint64_t weight = 1;
  for (std::size_t at = 0; at < input.size(); ++at, weight *= 128) {
    const std::uint64_t byte = byte_at(input, at);
    if (at == 9 && byte > 1) return prefix_value{0, 0};
    value += byte % 128 * weight;
    if (byte < 128) return prefix_value{at + 1, value};
  }
  return std::nullopt;
}

}  // namespace

std::vector<reference_frame> length_reference(std::string_view bytes, length_prefix prefix, stream_end end,
                                              const framing_limits& limits) {
  std::vector<reference_frame> frames;
  std::size_t at = 0;
  while (at < bytes.size()) {
    const std::string_view rest = bytes.substr(at);
    const auto length = prefix == length_prefix::varint ? read_varint(rest) : read_fixed(rest, prefix);
    if (length && length->bytes == 0) {
      frames.push_back({"error", "overlong", at + 10});
      break;
    }
    if (length && length->value > limits.frame_bytes_max) {
      frames.push_back({"error", "too-long", at + length->bytes});
      break;
    }
    if (!length || rest.size() - length->bytes < length->value) {
      if (end == stream_end::ended) frames.push_back({"incomplete", std::string(rest), bytes.size()});
      break;
    }
    const auto size = static_cast<std::size_t>(length->value);
    at += length->bytes + size;
    frames.push_back({"frame", std::string(rest.substr(length->bytes, size)), at});
  }
  return frames;
}

}  // namespace asynchat::protocols
