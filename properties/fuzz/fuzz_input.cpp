#include <asynchat/properties/fuzz/fuzz_input.h>

#include <algorithm>
#include <numeric>
#include <variant>

namespace asynchat::properties {
namespace {

enum flag : unsigned { ending_bits = 3, repeats_bit = 4, short_writes_bit = 8, blocks_bit = 16, count_shift = 5 };

constexpr std::size_t unit = 127;

sim::ending ending_of(unsigned flags) {
  switch (flags & ending_bits) {
    case 1:
      return sim::ending::reset;
    case 2:
      return sim::ending::open;
    default:
      return sim::ending::eof;
  }
}

unsigned bits_of(sim::ending how) {
  if (how == sim::ending::eof) return 0;
  return how == sim::ending::reset ? 1 : 2;
}

/// How many codes one read takes.
std::size_t codes_of(std::size_t read) { return read <= unit ? 1 : 1 + ((read - 1) / unit + 127) / 128; }

/// Writes the codes of one read in front of `end`, and returns where they begin.
char* write_codes(std::size_t read, char* end) {
  for (std::size_t units = read == 0 ? 0 : (read - 1) / unit; units > 0;) {
    const std::size_t now = std::min<std::size_t>(units, 128);
    *--end = static_cast<char>(now + 127);
    units -= now;
    read -= now * unit;
  }
  *--end = static_cast<char>(read);
  return end;
}

/// Gives the steps of a plan out, and stops at the stream's end.
class step_writer {
 public:
  step_writer(std::size_t bytes, std::vector<sim::recv_step>& steps) : left_(bytes), steps_(steps) {}

  void read(std::size_t bytes) {
    if (bytes == 0) {
      steps_.emplace_back(sim::block{});
      return;
    }
    bytes = std::min(bytes, left_);
    if (bytes == 0) return;
    steps_.emplace_back(sim::deliver{bytes});
    left_ -= bytes;
  }
  std::size_t left() const { return left_; }

 private:
  std::size_t left_;
  std::vector<sim::recv_step>& steps_;
};

}  // namespace

void decode(std::string_view input, fuzz_input& into) {
  into.reads.clear();
  const unsigned flags = input.empty() ? 0 : static_cast<unsigned char>(input.back());
  into.end = ending_of(flags);
  into.repeats = (flags & repeats_bit) != 0;
  into.short_writes = (flags & short_writes_bit) != 0;
  into.first_send_blocks = (flags & blocks_bit) != 0;
  if (input.size() < fuzz_input::header_bytes) {
    into.bytes.clear();
    return;
  }
  const std::size_t low = static_cast<unsigned char>(input[input.size() - 2]);
  input.remove_suffix(fuzz_input::header_bytes);
  const std::size_t count = std::min<std::size_t>(low + ((flags >> count_shift) << 8), input.size());
  std::size_t carried = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t code = static_cast<unsigned char>(input[input.size() - 1 - i]);
    if (code > unit) {
      carried += unit * (code - unit);
    } else {
      into.reads.push_back(carried + code);
      carried = 0;
    }
  }
  input.remove_suffix(count);
  into.bytes.assign(input);
}

fuzz_input decode(std::string_view input) {
  fuzz_input result;
  decode(input, result);
  return result;
}

std::string encode(const fuzz_input& input) {
  std::string result(input.bytes.size() + fuzz_input::codes_max + fuzz_input::header_bytes, '\0');
  result.resize(encode(input, result.data(), result.size()));
  return result;
}

std::size_t encode(const fuzz_input& input, char* into, std::size_t bytes_max) {
  if (bytes_max < fuzz_input::header_bytes) return 0;
  const std::size_t room = bytes_max - fuzz_input::header_bytes;
  const std::size_t stream = std::min(input.bytes.size(), room);
  std::size_t kept = 0;
  std::size_t codes = 0;
  for (; kept < input.reads.size(); ++kept) {
    const std::size_t more = codes_of(input.reads[kept]);
    if (codes + more > std::min(room - stream, fuzz_input::codes_max)) break;
    codes += more;
  }
  input.bytes.copy(into, stream);
  char* const header = into + stream + codes;
  char* at = header;
  for (std::size_t i = 0; i < kept; ++i) at = write_codes(input.reads[i], at);
  header[0] = static_cast<char>(codes & 0xff);
  header[1] = static_cast<char>(
      bits_of(input.end) | (input.repeats ? repeats_bit : 0u) | (input.short_writes ? short_writes_bit : 0u) |
      (input.first_send_blocks ? blocks_bit : 0u) | static_cast<unsigned>(codes >> 8) << count_shift);
  return stream + codes + fuzz_input::header_bytes;
}

void to_plan(const fuzz_input& input, sim::plan& into) {
  into.recv.clear();
  into.send.clear();
  step_writer out(input.bytes.size(), into.recv);
  for (const std::size_t read : input.reads) out.read(read);
  const bool brings = std::any_of(input.reads.begin(), input.reads.end(), [](std::size_t read) { return read > 0; });
  while (input.repeats && brings && out.left() > 0 &&
         into.recv.size() + input.reads.size() <= fuzz_input::repeated_reads_max) {
    for (std::size_t i = 0; i < input.reads.size() && out.left() > 0; ++i) out.read(input.reads[i]);
  }
  out.read(std::max<std::size_t>(out.left(), 1));
  into.end = input.end;
  into.send_after = input.short_writes ? sim::accept{1} : sim::accept_all;
  if (input.first_send_blocks) into.send.emplace_back(sim::block{});
}

sim::plan to_plan(const fuzz_input& input) {
  sim::plan result;
  to_plan(input, result);
  return result;
}

std::optional<fuzz_input> from_plan(std::string_view bytes, const sim::plan& steps) {
  fuzz_input result;
  result.bytes = bytes;
  result.end = steps.end;
  for (const sim::recv_step& step : steps.recv) {
    if (const auto* read = std::get_if<sim::deliver>(&step)) {
      if (read->bytes > 0) result.reads.push_back(read->bytes);
    } else if (std::holds_alternative<sim::block>(step)) {
      result.reads.push_back(0);
    } else {
      return std::nullopt;
    }
  }
  // The last read brings what is left anyway.
  if (!result.reads.empty() && result.reads.back() > 0) result.reads.pop_back();
  result.first_send_blocks = steps.send == std::vector<sim::send_step>{sim::block{}};
  result.short_writes = steps.send_after == sim::send_step(sim::accept{1});
  if (to_plan(result) != steps || decode(encode(result)) != result) return std::nullopt;
  return result;
}

}  // namespace asynchat::properties
