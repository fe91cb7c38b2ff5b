#include <asynchat/protocols/length.h>

#include <algorithm>
#include <array>
#include <utility>

namespace asynchat::protocols {

namespace {

struct prefix_form {
  std::string_view name;
  std::size_t bytes;  ///< of a varint, what is read at a time
};

constexpr std::array<prefix_form, 6> forms{
    {{"u8", 1}, {"u16be", 2}, {"u16le", 2}, {"u32be", 4}, {"u32le", 4}, {"varint", 1}}};

constexpr std::size_t varint_bytes_max = 10;

const prefix_form& form_of(length_prefix prefix) { return forms[static_cast<std::size_t>(prefix)]; }

bool is_little_endian(length_prefix prefix) {
  return prefix == length_prefix::u16le || prefix == length_prefix::u32le || prefix == length_prefix::varint;
}

std::uint64_t decode(std::string prefix, length_prefix form) {
  if (is_little_endian(form)) std::reverse(prefix.begin(), prefix.end());
  const bool varint = form == length_prefix::varint;
  std::uint64_t value = 0;
  for (const char byte : prefix) {
    const auto bits = static_cast<unsigned char>(byte);
    value = varint ? value << 7 | (bits & 0x7fu) : value << 8 | bits;
  }
  return value;
}

}  // namespace

std::string_view to_string(length_prefix prefix) { return form_of(prefix).name; }

length_framing::length_framing(loop& owner, std::unique_ptr<stream> source, frame_sink& sink, length_prefix prefix,
                               const framing_limits& limits)
    : placed_framing(owner, std::move(source), sink, limits), form_(prefix) {
  await_prefix();
}

void length_framing::collect_incoming_data(std::string_view data) {
  if (prefix_complete()) {
    place_.payload.append(data);
  } else {
    place_.prefix += data;
  }
}

void length_framing::found_terminator() {
  if (!place_.payload.empty()) {
    end_frame();
  } else if (prefix_overlong()) {
    fail("overlong");
  } else if (!prefix_complete()) {
    await_prefix();
  } else {
    await_payload();
  }
}

void length_framing::finish() {
  if (!place_.prefix.empty()) emit("incomplete", place_.prefix + std::string(place_.payload.view()));
}

void length_framing::await_prefix() { set_terminator(byte_count(form_of(form_).bytes)); }

void length_framing::await_payload() {
  const std::uint64_t length = decode(place_.prefix, form_);
  if (length > limits().frame_bytes_max) {
    fail("too-long");
  } else if (length == 0) {
    end_frame();
  } else {
    set_terminator(byte_count(length));
  }
}

void length_framing::end_frame() {
  place_.prefix.clear();
  await_prefix();
  emit("frame", std::exchange(place_.payload, {}).view());
}

bool length_framing::prefix_complete() const {
  if (form_ != length_prefix::varint) return place_.prefix.size() == form_of(form_).bytes;
  return !place_.prefix.empty() && (static_cast<unsigned char>(place_.prefix.back()) & 0x80u) == 0;
}

bool length_framing::prefix_overlong() const {
  // Nine groups of seven bits leave one bit for the tenth.
  return place_.prefix.size() == varint_bytes_max && static_cast<unsigned char>(place_.prefix.back()) > 1;
}

}  // namespace asynchat::protocols
